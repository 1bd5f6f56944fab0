using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The log-odds networks of all users over one catalog: the background that they share, and the tables that are ready.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class LogOddsNetwork
{
    private readonly WeightlessRankingOptions _options;
    private readonly CellBackground _background;
    private readonly HotUsers<PersonalTables> _hot;

    public LogOddsNetwork(LogOddsAddresses addresses, WeightlessRankingOptions options, RatingUnits units)
    {
        _options = options;
        Addresses = addresses;
        _background = new CellBackground(Addresses);
        Fold = new LogOddsFold(Addresses, _background, units, options.CellShrinkage);
        _hot = new HotUsers<PersonalTables>(options.MaximumHotUsers);
    }

    public LogOddsAddresses Addresses { get; }

    public LogOddsFold Fold { get; }

    /// <summary>Takes note of how often an item is rated now, and that the user's tables no longer hold.</summary>
    public void SetRatings(int item, int ratings) => _background.SetRatings(item, ratings);

    /// <summary>The tables of a user with this log, brought up to date. Valid until the next call.</summary>
    public ReadOnlySpan<sbyte> TablesOf(int user, UserRatings log)
    {
        PersonalTables tables = _hot.Find(user)
            ?? _hot.Add(user, spare => PersonalTables.Reuse(spare, _options.Nodes, _options.TupleSize));
        if (tables.Version != _background.Version)
        {
            Fold.Fill(tables.Answers, log);
            tables.Version = _background.Version;
        }

        return tables.Answers;
    }

    /// <summary>Leaves nothing of a user.</summary>
    public void Forget(int user)
    {
        _hot.Remove(user, static tables => tables.Clear());
        Fold.Clear();
    }
}
