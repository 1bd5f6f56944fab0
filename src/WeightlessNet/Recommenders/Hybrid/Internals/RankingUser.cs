using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// One user of a ranking, ready to be asked about: the user's ratings, and what was made of them so far. It can be discarded and made again
/// at any time.
/// </summary>
/// <remarks>
/// Any number of threads may use it. The central models' scores depend on the ratings alone. Tables also depend on the background; they
/// are filled again when they are asked for with another one, and replaced only if a cell's answer differs. So what the networks say of
/// the items stays too, as long as the tables do.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="version">The first version that is known to have all these ratings.</param>
/// <param name="ratings">The user's ratings, at least one.</param>
internal sealed class RankingUser(RankingModel model, long version, RatingsCopy ratings) : IKeptRow
{
    private volatile LogOddsTables? _tables;
    private volatile KeptScores? _kept;
    private volatile (string Name, long[] Amounts)[]? _centralParts;
    private volatile bool _wasListed;

    public RankingModel Model => model;

    public long Version => version;

    public RatingsCopy Copy => ratings;

    public UserRatings Ratings => ratings.View;

    /// <summary>
    /// What central models and networks say of each item, if it is kept or worth keeping; otherwise null. A user who changes after every
    /// list has nothing kept, so that no memory is taken for it.
    /// </summary>
    /// <param name="tables">The user's tables for the version that is asked.</param>
    /// <param name="items">The items of that version.</param>
    public long[]? KeptScoresFor(LogOddsTables tables, RankingItems items)
    {
        KeptScores? kept = _kept;
        if (kept is not null && ReferenceEquals(kept.Tables, tables) && ReferenceEquals(kept.Addresses, items.Addresses))
        {
            return kept.Scores;
        }

        bool wasListed = _wasListed;
        _wasListed = true;
        if (!wasListed)
        {
            return null;
        }

        // What the central models say depends neither on the tables nor on the bits of the items.
        long[] central = kept?.Central ?? new long[model.CentralItemCount];
        if (kept is null && model.ReadsCentral)
        {
            model.WriteCentral(Ratings, central);
        }

        KeptScores made = new(tables, items.Addresses, central, model.WithNetworks(items, central, tables));
        _kept = made;
        if (kept is null)
        {
            model.Kept.Keep(this, sizeof(long) * ((long)central.Length + items.Count));
        }

        return made.Scores;
    }

    /// <summary>What each central model says of an item. Kept, because several items of a list are often explained.</summary>
    public IEnumerable<(string Name, long Amount)> CentralPartsOf(int item)
    {
        (string Name, long[] Amounts)[]? parts = _centralParts;
        if (parts is null)
        {
            parts = model.CentralParts(Ratings);
            _centralParts = parts;
            model.Kept.Keep(this, sizeof(long) * (long)Math.Max(1, parts.Sum(static part => part.Amounts.Length)));
        }

        return parts.Select(part => (part.Name, item < part.Amounts.Length ? part.Amounts[item] : 0));
    }

    /// <summary>The user's tables for a version.</summary>
    public LogOddsTables TablesFor(RankingVersion shared)
    {
        RankingBackground background = shared.Background;
        LogOddsTables? tables = _tables;
        if (tables is not null && tables.Background.Equals(background))
        {
            return tables;
        }

        RankingWorkspace workspace = model.Pool.Rent();
        for (int network = 0; network < workspace.Tables.Length; network++)
        {
            workspace.Folds[network].Fill(
                workspace.Tables[network], Ratings, model.Networks[network].Readings, background[network]);
        }

        if (tables is not null && tables.HasAnswers(workspace.Tables))
        {
            tables.Background = background;
        }
        else
        {
            tables = new LogOddsTables([.. workspace.Tables.Select(table => (sbyte[])table.Clone())], background);
            _tables = tables;
        }

        model.Pool.Return(workspace);
        return tables;
    }

    public void Drop() => (_kept, _centralParts) = (null, null);

    private sealed record KeptScores(LogOddsTables Tables, LogOddsAddresses[] Addresses, long[] Central, long[] Scores);
}
