using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The log-odds networks of all users over one group of nodes: the background that they share, and how tables are filled.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class LogOddsNetwork
{
    private readonly CellBackground _background;

    public LogOddsNetwork(LogOddsAddresses addresses, ReadingWeights readings, float likedFrom, double shrinkage)
    {
        Addresses = addresses;
        Readings = readings;
        _background = new CellBackground(Addresses);
        Fold = new LogOddsFold(Addresses, _background, likedFrom, shrinkage);
        Step = (((long)readings.Sum << (RankingModel.FractionBits - RankingWeights.UnitBits)) + (Divisor / 2)) / Divisor;
    }

    public LogOddsAddresses Addresses { get; }

    public ReadingWeights Readings { get; }

    /// <summary>Whether the inputs of nodes are fields rather than bits.</summary>
    public bool IsOverWideField => Addresses.InputsAreFields;

    public LogOddsFold Fold { get; }

    /// <summary>What a step of a table adds to a score.</summary>
    public long Step { get; }

    /// <summary>The length of a user's tables.</summary>
    public int TableLength => Addresses.NodeCount * Addresses.Stride;

    private long Divisor => (long)LogOddsFold.StepsPerBit * Addresses.NodeCount;

    /// <summary>Takes note of how often an item is rated now, and that no user's tables hold any longer.</summary>
    public void SetRatings(int item, int ratings) => _background.SetRatings(item, ratings);

    /// <summary>Fills the tables of a user with this log.</summary>
    public void Fill(Span<sbyte> tables, UserRatings log) => Fold.Fill(tables, log, Readings);

    /// <summary>Leaves nothing of the users who were read.</summary>
    public void Forget() => Fold.Clear();
}
