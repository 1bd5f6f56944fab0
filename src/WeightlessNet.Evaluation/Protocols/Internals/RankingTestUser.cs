using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>A user for whom items are ranked. Immutable.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Known">The items that the user rates in the training data.</param>
/// <param name="Liked">The known items that the user likes.</param>
/// <param name="Relevant">The held-out items that the user likes; at least one.</param>
/// <param name="Gains">What each relevant item gains; null where all gain 1.</param>
internal sealed record RankingTestUser(
    int User, int[] Known, int[] Liked, IReadOnlySet<int> Relevant, IReadOnlyDictionary<int, double>? Gains)
{
    /// <summary>The users who have a relevant held-out item, ordered by id.</summary>
    public static RankingTestUser[] Of(SplitRatings split, float likedFrom, Func<float, double>? gain)
    {
        ILookup<int, Rating> train = split.Train.ToArray().ToLookup(rating => rating.User);
        return
        [
            .. split.HeldOut.ToArray()
                .Where(rating => rating.Value >= likedFrom)
                .GroupBy(rating => rating.User)
                .OrderBy(group => group.Key)
                .Select(group => new RankingTestUser(
                    group.Key,
                    [.. train[group.Key].Select(rating => rating.Item)],
                    [.. train[group.Key].Where(rating => rating.Value >= likedFrom).Select(rating => rating.Item)],
                    group.Select(rating => rating.Item).ToHashSet(),
                    gain is null ? null : GainsOf(group, gain))),
        ];
    }

    // The latest of repeated ratings counts.
    private static Dictionary<int, double> GainsOf(IEnumerable<Rating> relevant, Func<float, double> gain)
    {
        Dictionary<int, double> gains = [];
        foreach (Rating rating in relevant)
        {
            double gained = gain(rating.Value);
            gains[rating.Item] = double.IsFinite(gained) && gained >= 0
                ? gained
                : throw new InvalidOperationException(FormattableString.Invariant(
                    $"The {nameof(RankingOptions.Gain)} of the value {rating.Value} is {gained}. It must be finite and 0 or more."));
        }

        return gains;
    }
}
