using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>A user for whom items are ranked. Immutable.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Known">The items that the user rates in the training data.</param>
/// <param name="Liked">The known items that the user likes.</param>
/// <param name="Relevant">The held-out items that the user likes; at least one.</param>
internal sealed record RankingTestUser(int User, int[] Known, int[] Liked, IReadOnlySet<int> Relevant)
{
    /// <summary>The users who have a relevant held-out item, ordered by id.</summary>
    public static RankingTestUser[] Of(SplitRatings split, float likedFrom)
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
                    group.Select(rating => rating.Item).ToHashSet())),
        ];
    }
}
