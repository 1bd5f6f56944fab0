using System.Buffers;
using System.Numerics;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Answers questions about one user from one version of what all users share and from the user's own tables.</summary>
/// <remarks>Takes no lock. Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal ref struct UserReading : IRankedItems
{
    private readonly RatingUnits _units;
    private readonly RatingScale _scale;
    private readonly int _user;
    private readonly WorkspacePool<PersonalWorkspace> _pool;
    private readonly UserBase _base;
    private readonly long _level;
    private PersonalWorkspace? _workspace;
    private int[]? _kept;
    private int[]? _rented;

    /// <param name="shared">What all users share.</param>
    /// <param name="tables">The user's tables, right for it; null for a user without ratings.</param>
    /// <param name="user">The user.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="kind">How the networks are read.</param>
    public UserReading(SharedModel shared, PersonalTables? tables, int user, RatingScale scale, WeightlessReading kind)
    {
        Shared = shared;
        Tables = tables;
        Kind = kind;
        _units = new RatingUnits(scale);
        _scale = scale;
        _user = user;
        _pool = shared.Networks.PoolOf(tables?.Recency ?? UserRecency.AsConfigured);
        if (tables is not null)
        {
            Center = tables.Center;
            _base = tables.Base;
            _level = LevelOf(Center);
            return;
        }

        _workspace = _pool.Rent();
        Center = kind == WeightlessReading.Histogram
            ? _workspace.SetPrior(shared.LevelCounts, [])
            : _workspace.Reader.CenterOf([]);
        _base = _workspace.Unknown;
        _level = LevelOf(Center);
        shared.Networks.Base.Prepare(_base, user, default);
    }

    public SharedModel Shared { get; }

    /// <summary>The user's tables; null for a user without ratings.</summary>
    public PersonalTables? Tables { get; }

    public WeightlessReading Kind { get; }

    /// <summary>
    /// What the user's cells are read against: the user's mean deviation from the crowd (regression), or the user's expected rating
    /// (histogram).
    /// </summary>
    public long Center { get; }

    /// <summary>What the user's latest ratings add to every answer.</summary>
    private readonly long Latest => Tables?.Latest ?? 0;

    /// <summary>The user's ratings.</summary>
    public readonly UserRatings Ratings => Tables is null ? default : Tables.Ratings;

    /// <summary>A workspace for the user's networks, until this is disposed of.</summary>
    public PersonalWorkspace Workspace => _workspace ??= _pool.Rent();

    /// <summary>The answer for an item, in units with 6 fraction bits.</summary>
    public readonly long AnswerOf(int item)
    {
        ItemStatistics statistics = Shared.Catalog.StatisticsOf(item);
        int rarity = Shared.Catalog.RarityOf(item);

        // The histogram reading starts from the user's level, not from the item's mean.
        long start = Kind == WeightlessReading.Regression
            ? Shared.Networks.Base.Of(_base, _level, item, statistics.Mean, rarity) + Latest
            : _level;
        if (Tables is null)
        {
            return start;
        }

        Span<byte> row = stackalloc byte[Shared.Networks.Layout.NodeCount];
        Shared.Catalog.Addresses.Write(item, statistics.MeanLevel, statistics.CountLevel, row);
        return start + ((Tables.AnswerAt(row) * Shared.Networks.GainOf(rarity)) >> RatingWeights.FractionBits);
    }

    /// <summary>The level that is most probably right within the window, for the histogram reading.</summary>
    public int BestLevelOf(int item)
    {
        if (Tables is null)
        {
            return Workspace.Levels.BestPriorLevel();
        }

        WriteAddresses(item, Workspace.Row);
        return Workspace.BestLevel(Tables, Shared, Workspace.Row);
    }

    /// <summary>The prediction for an item, on the scale.</summary>
    public double Predict(int item) => Kind == WeightlessReading.Histogram
        ? _scale.ValueOf(BestLevelOf(item))
        : _scale.Clamp(ToRating(AnswerOf(item)));

    /// <summary>Explains the score of an item.</summary>
    public Explanation Explain(int item)
    {
        PersonalWorkspace workspace = Workspace;
        ScoreParts parts = new(_units, workspace.Reader, workspace.Fold, Shared, item);
        IReadOnlyList<Contribution> start = Kind == WeightlessReading.Regression
            ? parts.RegressionBase(_scale.Minimum, BasePartsOf(item))
            : parts.HistogramBase(_scale.Minimum, workspace.SetPrior(Shared.LevelCounts, []), Center);
        double score = ToRating(AnswerOf(item));
        if (Tables is not PersonalTables tables)
        {
            return new Explanation(_user, item, score, start, [], []);
        }

        WriteAddresses(item, workspace.Row);
        return new Explanation(
            _user,
            item,
            score,
            start,
            parts.ByField(tables, workspace.Row),
            parts.ByRating(tables, workspace.Row, workspace.Fold.Fold(tables.Ratings, Shared.Catalog), tables.Ratings));
    }

    /// <summary>Writes the addresses of an item at all nodes.</summary>
    public readonly void WriteAddresses(int item, Span<byte> row)
    {
        ItemStatistics statistics = Shared.Catalog.StatisticsOf(item);
        Shared.Catalog.Addresses.Write(item, statistics.MeanLevel, statistics.CountLevel, row);
    }

    /// <summary>The parts of the base of the answer for an item, which sum to it. The latest ratings belong to the user's level.</summary>
    public readonly (long Everyone, long Crowd, long? Central, long Level) BasePartsOf(int item)
    {
        var parts = Shared.Networks.Base.PartsOf(
            _base, _level, item, Shared.Catalog.Cuts.TotalMean, Shared.Catalog.StatisticsOf(item).Mean, Shared.Catalog.RarityOf(item));
        return parts with { Level = parts.Level + Latest };
    }

    /// <summary>The rating that an answer stands for.</summary>
    public readonly double ToRating(long answer) => _scale.Minimum + _units.ToDifference(answer, PersonalReader.AnswerBits);

    /// <summary>
    /// Writes the best items, best first. The score is the expected rating, not clamped to the scale, so that the best items do not tie at
    /// its maximum.
    /// </summary>
    public int Recommend(Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        CatalogVersion catalog = Shared.Catalog;
        using UnavailableItems unavailable = new(catalog.ItemCount, Ratings, filter);
        int first = RankedItems.WriteFirst(ref this, filter, unavailable, destination);
        TopItems top = new(destination[first..]);
        Span<int> answers = stackalloc int[ItemAddresses.BlockSize];
        int least = int.MinValue;
        for (int block = 0; block < catalog.BlockCount; block++)
        {
            WriteAnswers(block, filter, answers);
            ulong candidates = BlockAnswers.Above(answers, least) & ~unavailable.InBlock(block) & catalog.ItemsOf(block);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                // Integer answers have the same order as the ratings they represent.
                int at = BitOperations.TrailingZeroCount(candidates);
                int item = (block * ItemAddresses.BlockSize) + at;
                if (top.Accepts(answers[at]) && filter.Allows(item, ToRating(answers[at])))
                {
                    top.Offer(item, answers[at]);
                    least = top.IsFull ? (int)top.Least : least;
                }
            }
        }

        int written = first + top.Complete();
        for (int i = first; i < written; i++)
        {
            destination[i] = destination[i] with { Score = ToRating((long)destination[i].Score) };
        }

        return written;
    }

    /// <summary>Where an item stands among all others.</summary>
    public Standing StandingOf(int item, in RecommendationFilter filter) => RankedItems.StandingOf(ref this, item, filter);

    readonly int IRankedItems.ItemCount => Shared.Catalog.ItemCount;

    readonly ulong IRankedItems.ItemsOf(int block) => Shared.Catalog.ItemsOf(block);

    readonly long IRankedItems.AnswerOf(int item, scoped in RecommendationFilter filter) => AnswerOf(item) + filter.AdjustmentOf(item);

    void IRankedItems.WriteAnswers(int block, scoped in RecommendationFilter filter, scoped Span<long> answers)
    {
        Span<int> narrow = stackalloc int[ItemAddresses.BlockSize];
        WriteAnswers(block, filter, narrow);
        for (int i = 0; i < narrow.Length; i++)
        {
            answers[i] = narrow[i];
        }
    }

    readonly double IRankedItems.ToScore(long answer) => ToRating(answer);

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<int>.Shared.Return(_rented, clearArray: true);
            _rented = null;
        }

        if (_workspace is not null)
        {
            _pool.Return(_workspace);
            _workspace = null;
        }
    }

    private static long LevelOf(long center) => center >> (PersonalReader.CenterBits - PersonalReader.AnswerBits);

    // Writes the answers for a block of items.
    private void WriteAnswers(int block, in RecommendationFilter filter, scoped Span<int> answers)
    {
        BlockLayout layout = Shared.Catalog.LayoutOf(block);
        int first = block * ItemAddresses.BlockSize;
        Span<int> bases = stackalloc int[ItemAddresses.BlockSize];
        WriteBases(layout, block, bases);
        if (Tables is null)
        {
            bases.CopyTo(answers);
        }
        else
        {
            Span<int> sums = stackalloc int[ItemAddresses.BlockSize];
            layout.Sum(Tables, sums);
            if (Shared.Networks.Weights is RatingWeights weights)
            {
                BlockAnswers.WriteWithGains(bases, sums, Tables.Step, weights, layout.Rarities, answers);
            }
            else
            {
                BlockAnswers.Write(bases, sums, Tables.Step, answers);
            }
        }

        if (!filter.Adjustments.IsEmpty)
        {
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] += filter.AdjustmentOf(first + i);
            }
        }
    }

    // The histogram reading starts from the user's level, not from the item's mean.
    private void WriteBases(BlockLayout layout, int block, scoped Span<int> bases)
    {
        if (Kind == WeightlessReading.Histogram)
        {
            bases.Fill((int)_level);
            return;
        }

        Shared.Networks.Base.Write(_base, _level, Latest, block, layout, CentralRows(), bases);
    }

    // The central models' answers for all items that they know: those that are kept, otherwise in rented memory.
    private ReadOnlySpan<int> CentralRows()
    {
        AnswerBase answers = Shared.Networks.Base;
        if (answers.ModelCount == 0)
        {
            return default;
        }

        if (_kept is null && _rented is null)
        {
            _kept = Tables is null ? null : answers.KeptRowsOf(_base);
            if (_kept is null)
            {
                _rented = ArrayPool<int>.Shared.Rent(answers.RowsLength);
                answers.Fill(_base, _rented);
            }
        }

        return _kept ?? _rented;
    }
}
