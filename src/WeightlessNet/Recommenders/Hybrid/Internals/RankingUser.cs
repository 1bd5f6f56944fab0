using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// One user of a ranking, ready to be asked about: the user's ratings, and what was made of them so far. It can be discarded and made again
/// at any time.
/// </summary>
/// <remarks>
/// Any number of threads may use it. The central models' scores depend on the ratings alone. Tables also depend on the background; they
/// are filled again when they are asked for with another one, and replaced only if a cell's answer differs.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="version">The first version that is known to have all these ratings.</param>
/// <param name="ratings">The user's ratings, at least one.</param>
internal sealed class RankingUser(RankingModel model, long version, RatingsCopy ratings) : IKeptRow
{
    private volatile LogOddsTables? _tables;
    private volatile long[]? _centralScores;
    private volatile bool _wasListed;

    public RankingModel Model => model;

    public long Version => version;

    public RatingsCopy Copy => ratings;

    public UserRatings Ratings => ratings.View;

    /// <summary>
    /// The weighted sum of the central models' scores for each item, if it is kept or worth keeping; otherwise null. A user who changes
    /// after every list has nothing kept, so that no memory is taken for it.
    /// </summary>
    public long[]? KeptCentralScores()
    {
        long[]? scores = _centralScores;
        if (scores is null && _wasListed)
        {
            scores = new long[model.Fields.ItemCount];
            model.WriteCentral(Ratings, scores);
            _centralScores = scores;
            model.Kept.Keep(this, (long)sizeof(long) * scores.Length);
        }

        _wasListed = true;
        return scores;
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

    public void Drop() => _centralScores = null;
}
