using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What folds and reads the networks of the users whose recent ratings count alike.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class PersonalPace
{
    public PersonalPace(
        WeightlessOptions options, RatingScale scale, CrowdStatistics crowd, RatingBlend blend, ItemAddresses addresses)
    {
        Reader = new PersonalReader(options);
        Fold = new PersonalFold(options, scale, crowd, blend, addresses, Reader);
        Levels = new LevelDistribution(options, Reader, scale);
    }

    public PersonalReader Reader { get; }

    public PersonalFold Fold { get; }

    public LevelDistribution Levels { get; }

    /// <summary>Leaves nothing of any user in the scratch memory.</summary>
    public void Clear()
    {
        Fold.Clear();
        Levels.Clear();
    }
}
