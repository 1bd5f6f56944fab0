using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The log-odds networks of all users over one group of nodes: all but the addresses of the items, which change with the catalog.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LogOddsNetwork
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = LogOddsAddresses.BlockSize;

    private readonly float _likedFrom;
    private readonly double _shrinkage;

    /// <param name="addresses">The addresses of the items at any time.</param>
    /// <param name="readings">The weights of the two readings.</param>
    /// <param name="likedFrom">The lowest rating of a like.</param>
    /// <param name="shrinkage">The shrinkage of a cell.</param>
    public LogOddsNetwork(LogOddsAddresses addresses, ReadingWeights readings, float likedFrom, double shrinkage)
    {
        Readings = readings;
        IsOverWideField = addresses.InputsAreFields;
        TableLength = addresses.NodeCount * addresses.Stride;
        _likedFrom = likedFrom;
        _shrinkage = shrinkage;
        long divisor = (long)LogOddsFold.StepsPerBit * addresses.NodeCount;
        Step = (((long)readings.Sum << (RankingModel.FractionBits - RankingWeights.UnitBits)) + (divisor / 2)) / divisor;
    }

    public ReadingWeights Readings { get; }

    /// <summary>Whether the inputs of nodes are fields rather than bits.</summary>
    public bool IsOverWideField { get; }

    /// <summary>What a step of a table adds to a score.</summary>
    public long Step { get; }

    /// <summary>The length of a user's tables.</summary>
    public int TableLength { get; }

    /// <summary>Creates scratch memory to fill tables with, for one thread.</summary>
    public LogOddsFold CreateFold() => new(TableLength, _likedFrom, _shrinkage);
}
