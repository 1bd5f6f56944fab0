using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>How little is known of an item.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <summary>
    /// Writes how uncertain the scores of items are for a user: standard deviations, in bits, of what popularity and networks say, from
    /// how many ratings they read. Central models do not say how sure they are.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="items">The items.</param>
    /// <param name="deviations">Receives the deviation of each, above 0; 0 for an item that was added since.</param>
    internal void WriteDeviations(int user, ReadOnlySpan<ScoredItem> items, Span<double> deviations)
    {
        RankingUser? known = Read(user, out RankingVersion shared);
        RankingWorkspace workspace = shared.Model.Pool.Rent();
        try
        {
            new RankingUncertainty(shared, workspace, known is null ? default : known.Ratings).Write(items, deviations);
        }
        finally
        {
            shared.Model.Pool.Return(workspace);
        }
    }
}
