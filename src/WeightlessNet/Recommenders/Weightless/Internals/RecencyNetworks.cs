using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Folds and reads the networks of all users with the same recency setting.</summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class RecencyNetworks
{
    public RecencyNetworks(
        WeightlessOptions options, RatingScale scale, CrowdStatistics crowd, ItemAddresses addresses, RatingWeights? weights)
    {
        Reader = new PersonalReader(options, addresses.NodeCount, weights);
        Fold = new PersonalFold(options, scale, crowd, addresses, Reader);
        Levels = new LevelDistribution(options, Reader, scale);
    }

    public PersonalReader Reader { get; }

    public PersonalFold Fold { get; }

    public LevelDistribution Levels { get; }

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear()
    {
        Fold.Clear();
        Levels.Clear();
    }
}
