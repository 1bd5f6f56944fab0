using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>The cells behind a score.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <summary>
    /// The cell of each node of the user's networks that an item addresses. What they add to the score sums to the fields of
    /// <see cref="Explain"/>.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id.</param>
    /// <returns>One cell for each node, network by network; none for a user without ratings, who has no networks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public IReadOnlyList<CellVote> CellsOf(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RecommenderArguments.CheckItem(item, ItemCount);
        RankingUser? known = Read(user, out RankingVersion shared);
        if (known is null)
        {
            return [];
        }

        LogOddsTables tables = known.TablesFor(shared);
        RankingWorkspace workspace = shared.Model.Pool.Rent();
        try
        {
            return new FiredCells(shared, tables, workspace).Of(item, known.Ratings);
        }
        finally
        {
            shared.Model.Pool.Return(workspace);
        }
    }
}
