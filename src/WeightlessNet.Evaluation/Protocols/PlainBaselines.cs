using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The plain recommenders that every protocol of recommenders adds to its candidates, so that no report is without what they have to beat.
/// </summary>
/// <remarks>
/// Their rows stand behind those of the candidates, as <see cref="SystemKind.Baseline"/>. A candidate of the name of one takes its place:
/// a baseline is never run twice. <see cref="PaperProtocol"/> predicts levels and has baselines of its own. Immutable.
/// </remarks>
public static class PlainBaselines
{
    /// <summary>The name of <see cref="BiasRecommender"/>, which is added for errors and for rankings.</summary>
    public const string BiasName = "user and item bias";

    /// <summary>The name of <see cref="PopularityRecommender"/> where it predicts, for errors.</summary>
    public const string ItemMeanName = "item mean";

    /// <summary>The name of <see cref="UserMeanRecommender"/>, which is added for errors.</summary>
    public const string UserMeanName = "user mean";

    /// <summary>
    /// The name of <see cref="ConstantRecommender"/>, which is added for errors. It predicts the level nearest to two thirds of the scale,
    /// about which people's ratings lie: 3.5 of 5 stars in half stars, 4 in whole ones.
    /// </summary>
    public const string ConstantName = "constant";

    /// <summary>The name of <see cref="PopularityRecommender"/> where it ranks: the items that most users have rated.</summary>
    public const string PopularityName = "popularity";

    /// <summary>The candidates and behind them the baselines for errors of predictions.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="ratings">All ratings of the evaluation.</param>
    internal static RecommenderCandidate[] AddForErrors(RecommenderCandidate[] candidates, ReadOnlySpan<Rating> ratings)
    {
        int highest = 0;
        foreach (ref readonly Rating rating in ratings)
        {
            highest = Math.Max(highest, rating.Item);
        }

        int itemCount = highest + 1;
        return Add(
            candidates,
            Baseline(BiasName, scale => new BiasRecommender(itemCount, scale)),
            Baseline(ItemMeanName, scale => new PopularityRecommender(itemCount, scale)),
            Baseline(UserMeanName, scale => new UserMeanRecommender(itemCount, scale)),
            Baseline(ConstantName, scale => new ConstantRecommender(itemCount, scale, ConstantOf(scale))));
    }

    /// <summary>The candidates and behind them the baselines for rankings.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="itemCount">How many items are ranked; asked when the baselines are made, and so after the candidates.</param>
    internal static RecommenderCandidate[] AddForRanking(RecommenderCandidate[] candidates, Func<int> itemCount) => Add(
        candidates,
        Baseline(PopularityName, scale => new PopularityRecommender(itemCount(), scale)),
        Baseline(BiasName, scale => new BiasRecommender(itemCount(), scale)));

    private static RecommenderCandidate Baseline(string name, Func<RatingScale, IRecommender> factory) =>
        new(name, factory) { Kind = SystemKind.Baseline };

    private static RecommenderCandidate[] Add(RecommenderCandidate[] candidates, params ReadOnlySpan<RecommenderCandidate> baselines)
    {
        List<RecommenderCandidate> all = [.. candidates];
        foreach (RecommenderCandidate baseline in baselines)
        {
            if (!candidates.Any(candidate => candidate.Name == baseline.Name))
            {
                all.Add(baseline);
            }
        }

        return [.. all];
    }

    private static float ConstantOf(RatingScale scale) =>
        scale.ValueOf(scale.LevelOf(scale.Minimum + (2 * ((double)scale.Maximum - scale.Minimum) / 3)));
}
