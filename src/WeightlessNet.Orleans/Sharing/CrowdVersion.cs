using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>What all users of a silo share at one moment.</summary>
/// <remarks>Immutable and thread-safe. It is replaced as a whole.</remarks>
public sealed class CrowdVersion
{
    internal CrowdVersion(
        CrowdModel model, long training, IReadOnlyList<long> positions, TunableRecommender controls, int? lackedItem = null)
    {
        Model = model;
        Training = training;
        Positions = positions;
        Controls = controls;
        LackedItem = lackedItem;
    }

    /// <summary>The crowd.</summary>
    public CrowdModel Model { get; }

    /// <summary>The number of the training that its central models and weights come from; 0 if the application gave them.</summary>
    public long Training { get; }

    /// <summary>How much of the crowd's log it knows: the last sequence number, for each part.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>An item that somebody has rated, and that the silo lacks; null if there is none.</summary>
    public int? LackedItem { get; }

    /// <summary>Knows what controls can use.</summary>
    internal TunableRecommender Controls { get; }
}
