using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The log-odds networks of all users over one group of nodes: the addresses of the items, and how tables are filled.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LogOddsNetwork
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = LogOddsAddresses.BlockSize;

    private readonly float _likedFrom;
    private readonly double _shrinkage;

    public LogOddsNetwork(LogOddsAddresses addresses, ReadingWeights readings, float likedFrom, double shrinkage)
    {
        Addresses = addresses;
        Readings = readings;
        _likedFrom = likedFrom;
        _shrinkage = shrinkage;
        Step = (((long)readings.Sum << (RankingModel.FractionBits - RankingWeights.UnitBits)) + (Divisor / 2)) / Divisor;
    }

    public LogOddsAddresses Addresses { get; }

    public ReadingWeights Readings { get; }

    /// <summary>Whether the inputs of nodes are fields rather than bits.</summary>
    public bool IsOverWideField => Addresses.InputsAreFields;

    /// <summary>What a step of a table adds to a score.</summary>
    public long Step { get; }

    /// <summary>The length of a user's tables.</summary>
    public int TableLength => Addresses.NodeCount * Addresses.Stride;

    private long Divisor => (long)LogOddsFold.StepsPerBit * Addresses.NodeCount;

    /// <summary>Creates scratch memory to fill tables with, for one thread.</summary>
    public LogOddsFold CreateFold() => new(Addresses, _likedFrom, _shrinkage);
}
