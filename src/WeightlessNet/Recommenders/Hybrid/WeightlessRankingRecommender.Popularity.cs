using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>How popular items are, and lists that are less of what is popular.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <summary>
    /// The mean of what popularity adds to the scores of items, beyond the popularity of what is usually liked, as in
    /// <see cref="Explain"/>; 0 for no items.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="items">The items.</param>
    internal double PopularityOf(int user, ReadOnlySpan<ScoredItem> items)
    {
        bool isKnown = Read(user, out RankingVersion shared) is not null;
        UsualPopularity usual = shared.UsualPopularity;
        double sum = 0;
        foreach (ScoredItem one in items)
        {
            if (one.Item < shared.ItemCount)
            {
                RankingPopularity popularity = shared.PopularityOf(one.Item / LogOddsNetwork.BlockSize);
                int at = one.Item % LogOddsNetwork.BlockSize;
                sum += RankingReading.ToScore(
                    isKnown ? popularity.ForKnown[at] - usual.ForKnown : popularity.ForUnknown[at] - usual.ForUnknown);
            }
        }

        return items.IsEmpty ? 0 : sum / items.Length;
    }

    /// <summary>
    /// What to add to the scores of items for less popular lists, in units of <see cref="RecommendationFilter.Adjustments"/>: minus a share
    /// of the bits by which an item is more popular than one with the mean number of likes. Others keep their scores, so that what nobody
    /// knows does not come first.
    /// </summary>
    /// <param name="share">The share, 0 to 1.</param>
    internal int[] DiscountsOf(double share)
    {
        RankingVersion shared = _versions.Following();
        long likes = 0;
        for (int block = 0; block < shared.BlockCount; block++)
        {
            likes += shared.PopularityOf(block).Sums.Likes;
        }

        int mean = (int)Math.Min(shared.UserCount, likes / Math.Max(1, shared.ItemCount));
        long usual = RankingModel.PopularityOf(mean, shared.UserCount);
        int[] discounts = new int[shared.ItemCount];
        for (int item = 0; item < discounts.Length; item++)
        {
            long popularity = shared.PopularityOf(item / LogOddsNetwork.BlockSize).ForUnknown[item % LogOddsNetwork.BlockSize];
            discounts[item] = -RankingReading.UnitsOf(share * Math.Max(0, popularity - usual), Scale);
        }

        return discounts;
    }

    /// <summary>What an adjustment adds to a score, in bits.</summary>
    internal double ToScore(int adjustment) => RankingReading.ToScore(RankingReading.PartsOf(adjustment, Scale));
}
