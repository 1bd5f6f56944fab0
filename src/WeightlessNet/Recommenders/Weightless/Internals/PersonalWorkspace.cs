using WeightlessNet.Nodes;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What one thread needs to fold and read a user's network: a reader, and scratch memory for one user after the other.</summary>
/// <remarks>Not thread-safe; a thread rents it from a <see cref="WorkspacePool{T}"/>.</remarks>
internal sealed class PersonalWorkspace : IWorkspace
{
    private readonly int[] _ownLevels;
    private HistogramNodes? _levelCells;
    private PersonalTables? _levelsOf;
    private long _levelsVersion;

    public PersonalWorkspace(WeightlessOptions options, RatingScale scale, NetworkLayout layout, PersonalReader reader, UserBase unknown)
    {
        Reader = reader;
        Fold = new PersonalFold(options, scale, layout, reader);
        Levels = new LevelDistribution(options, reader, scale);
        Unknown = unknown;
        Row = new byte[layout.NodeCount];
        _ownLevels = new int[scale.LevelCount];
    }

    public PersonalReader Reader { get; }

    public PersonalFold Fold { get; }

    public LevelDistribution Levels { get; }

    /// <summary>What the user's latest ratings say.</summary>
    public LatestRatings Latest { get; } = new();

    /// <summary>Room for the base of the answers for a user without ratings.</summary>
    public UserBase Unknown { get; }

    /// <summary>Room for the addresses of an item.</summary>
    public byte[] Row { get; }

    public int Generation { get; set; }

    /// <summary>Sets the distribution of levels that a user's ratings are compared with.</summary>
    /// <returns>The expected rating, in units above the scale's minimum with 8 fraction bits.</returns>
    public long SetPrior(ReadOnlySpan<long> everyone, ReadOnlySpan<FoldedRating> ratings)
    {
        _levelsOf = null;
        Array.Clear(_ownLevels);
        foreach (ref readonly FoldedRating rating in ratings)
        {
            _ownLevels[rating.Level]++;
        }

        return Levels.SetPrior(everyone, _ownLevels);
    }

    /// <summary>The level that is most probably right for an item. The counts of the last user are kept.</summary>
    public int BestLevel(PersonalTables tables, SharedModel shared, ReadOnlySpan<byte> addresses)
    {
        if (_levelsOf != tables || _levelsVersion != shared.Version || _levelCells is null)
        {
            ReadOnlySpan<FoldedRating> ratings = Fold.Fold(tables.Ratings, shared.Catalog);
            SetPrior(shared.LevelCounts, ratings);
            _levelCells = Fold.LevelsOf(ratings);
            _levelsOf = tables;
            _levelsVersion = shared.Version;
        }

        return Levels.BestLevel(_levelCells, addresses, tables.Ratings.Length);
    }

    public void Clear()
    {
        Fold.Clear();
        Levels.Clear();
        Latest.Clear();
        Unknown.Clear();
        Array.Clear(Row);
        Array.Clear(_ownLevels);
        _levelsOf = null;
    }
}
