using System.Numerics;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <summary>
/// One small weightless network per user: RAM nodes over the bits of the items that the user rated, on top of what all users together
/// say of an item. It learns a rating by adding it and forgets it by taking it away.
/// </summary>
/// <remarks>
/// <para>
/// Every answer is a function of the catalog and of the ratings that it holds. The order in which they were learned does not matter,
/// and after <see cref="Forget"/> every answer, for every user, is what it would be had the rating never been learned: not only the
/// user's own cells forget it, but also the statistics of the crowd.
/// </para>
/// <para>
/// A rating enters the user's log and the crowd's sums at once; the user's cells follow when they are next read. A user's own rating is
/// left out of the mean and count of its item that the user's cells are addressed with.
/// </para>
/// <para>
/// It takes up the personal weightless models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation
/// Systems" (arXiv 2511.05499) with the n-tuple regression of Kolcz and Allinson (1996). All arithmetic inside is integer, so the
/// answers are the same on every machine. Safe for concurrent use by many threads: calls take turns.
/// </para>
/// </remarks>
public sealed partial class WeightlessRecommender : ICounterfactualRecommender, IKnownUsersRecommender
{
    private static readonly int[] NoBases = new int[CatalogScan.BlockSize];

    private readonly Lock _lock = new();
    private ItemCatalog _catalog;
    private readonly WeightlessOptions _options;
    private readonly RatingUnits _units;
    private readonly CrowdStatistics _crowd;
    private readonly RatingBlend _blend;
    private readonly ItemAddresses _addresses;
    private readonly PersonalPace _pace;
    private readonly HotUsers<PersonalTables> _hot;
    private readonly RatingLog _log;
    private readonly long[] _levelCounts;
    private readonly int[] _ownLevels;
    private readonly CatalogScan _scan;
    private readonly byte[] _row;
    private HistogramNodes? _levelCells;
    private PersonalTables? _levelsOf;
    private long _levelsVersion;

    /// <summary>Creates a recommender that knows no rating.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The histogram window covers the whole scale, a field has the name of one of the crowd's, or there are too many addresses.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public WeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null)
        : this(catalog, scale, options, new RatingBlend(0, 0))
    {
    }

    /// <summary>Creates a recommender whose networks may later stand on another model's answers.</summary>
    internal WeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options, RatingBlend blend)
    {
        RecommenderArguments.Check(catalog, scale);
        _catalog = catalog;
        Scale = scale;
        _options = options ?? new WeightlessOptions();
        _units = new RatingUnits(scale);
        _log = new RatingLog(scale);
        _crowd = new CrowdStatistics(catalog.Count, _options.Crowd);
        _blend = blend;
        _addresses = new ItemAddresses(catalog, _options);
        _pace = CreatePace(_options);
        _scan = new CatalogScan(_crowd, _addresses);
        _hot = new HotUsers<PersonalTables>(_options.MaximumHotUsers);
        _levelCounts = new long[scale.LevelCount];
        _ownLevels = new int[scale.LevelCount];
        _row = new byte[_addresses.NodeCount];
    }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount
    {
        get
        {
            lock (_lock)
            {
                return _log.RatingCount;
            }
        }
    }

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(_log.UserCount, _drifting.Count == 0 ? 0 : RecommenderArguments.BoundOf(_drifting.Max));
            }
        }
    }

    // Both grow alone, so that equal sums have equal parts.
    private long Version => _crowd.Version + _blend.Version;

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Scale.Validate(rating, _catalog.Count);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        lock (_lock)
        {
            if (_log.Set(rating, out RatedItem replaced))
            {
                TakeFromCrowd(replaced);
            }

            _hot.Peek(rating.User)?.MakeStale();
            _crowd.Add(rating.Item, _units.FromRating(rating.Value));
            _levelCounts[Scale.LevelOf(rating.Value)]++;
            if (_log.OfUser(rating.User) is { Length: int held } own && held > _options.MaximumRatingsPerUser)
            {
                _log.Remove(rating.User, own.OldestItem(), out RatedItem oldest);
                TakeFromCrowd(oldest);
            }
        }
    }

    /// <summary>
    /// Predicts a user's rating of an item: with the regression reading the expected rating, with the histogram reading the level that
    /// is most likely right within the window.
    /// </summary>
    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            PersonalTables? tables = TablesOf(user);
            if (_options.Reading == WeightlessReading.Histogram)
            {
                return Scale.ValueOf(BestLevel(tables, user, item));
            }

            return Scale.Clamp(ToRating(AnswerOf(tables, user, item, _crowd.ViewOf(item))));
        }
    }

    /// <summary>
    /// Writes the best items for a user, best first. The score is the expected rating, not clamped to the scale, so that the best
    /// items do not tie at its end.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            PersonalTables? tables = TablesOf(user);
            _scan.Follow();
            long share = ShareOf(tables, user);
            _blend.Follow(user, _catalog.Count, share);
            using UnavailableItems unavailable = new(_catalog.Count, _log.OfUser(user), filter.Excluded);
            int pinned = WriteFirst(user, tables, filter, unavailable, destination);
            TopItems top = new(destination[pinned..]);
            Span<int> answers = stackalloc int[CatalogScan.BlockSize];
            int least = int.MinValue;
            for (int block = 0; block < _scan.BlockCount; block++)
            {
                WriteAnswers(block, tables, share, filter, answers);
                ulong candidates = BlockAnswers.Above(answers, least) & ~unavailable.InBlock(block) & _scan.ItemsOf(block);
                for (; candidates != 0; candidates &= candidates - 1)
                {
                    // Whole numbers rank as the ratings that they stand for.
                    int at = BitOperations.TrailingZeroCount(candidates);
                    int item = (block * CatalogScan.BlockSize) + at;
                    if (top.Accepts(answers[at]) && filter.Allows(item, ToRating(answers[at])))
                    {
                        top.Offer(item, answers[at]);
                        least = top.IsFull ? (int)top.Least : least;
                    }
                }
            }

            int written = pinned + top.Complete();
            for (int i = pinned; i < written; i++)
            {
                destination[i] = destination[i] with { Score = ToRating((long)destination[i].Score) };
            }

            return written;
        }
    }

    /// <summary>
    /// Explains the score with which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item: the expected rating.
    /// With the histogram reading <see cref="Predict"/> answers with a level of the same distribution, which is not taken apart.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            CheckItem(item);
            PersonalTables? tables = TablesOf(user);
            ItemView view = _crowd.ViewOf(item);
            PersonalPace pace = PaceOf(user);
            ScoreParts parts = new(_units, pace.Reader, _addresses, pace.Fold);
            long center = CenterOf(tables);
            var start = _blend.PartsOf(user, item, _crowd.TotalMean, view.Mean, ShareOf(tables, user));
            return new Explanation(
                user,
                item,
                ToRating(AnswerOf(tables, user, item, view)),
                _options.Reading == WeightlessReading.Regression
                    ? parts.RegressionBase(Scale.Minimum, start, center)
                    : parts.HistogramBase(Scale.Minimum, SetPrior(_pace, []), center),
                tables is null ? [] : parts.ByField(tables, AddressesOf(item, view)),
                tables is null
                    ? []
                    : parts.ByRating(tables, AddressesOf(item, view), pace.Fold.Fold(user, _log.OfUser(user)), _log.OfUser(user)));
        }
    }

    /// <summary>Puts other answers under the networks of all users, which are folded anew when they are next read.</summary>
    internal void ReplaceBase(IRatingBase? replacement)
    {
        lock (_lock)
        {
            _blend.Replace(replacement);
        }
    }

    /// <summary>All ratings that it holds, by user and then by item.</summary>
    internal Rating[] CopyRatings()
    {
        lock (_lock)
        {
            return _log.ToArray();
        }
    }

    // The answers for a block of items, of which what the base says has been asked for already.
    private void WriteAnswers(int block, PersonalTables? tables, long share, in RecommendationFilter filter, Span<int> answers)
    {
        Span<int> sums = stackalloc int[CatalogScan.BlockSize];
        if (tables is null)
        {
            sums.Clear();
        }
        else
        {
            _scan.Sum(block, tables, sums);
        }

        // The histogram reading starts from the ratings that a user gives, not from those that an item gets.
        int first = block * CatalogScan.BlockSize;
        ReadOnlySpan<int> bases = _options.Reading == WeightlessReading.Regression
            ? _blend.Followed(first, _scan.MeansOf(block), share)
            : NoBases;
        BlockAnswers.Write(bases, (int)LevelOf(tables), sums, tables?.Step ?? 0, answers);
        if (!filter.Adjustments.IsEmpty)
        {
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] += filter.AdjustmentOf(first + i);
            }
        }
    }

    // The user's tables, brought up to date; null for a user who has rated nothing.
    private PersonalTables? TablesOf(int user)
    {
        UserRatings log = _log.OfUser(user);
        if (log.IsEmpty)
        {
            return null;
        }

        PersonalTables? tables = _hot.Find(user);
        if (tables is null || tables.Version != Version)
        {
            PersonalPace pace = PaceOf(user);
            ReadOnlySpan<FoldedRating> ratings = pace.Fold.Fold(user, log);
            long center = CenterOf(pace, ratings);
            tables ??= _hot.Add(user, spare => PersonalTables.Reuse(spare, _options.Nodes, _options.TupleSize));
            if (!tables.AreMadeOf(ratings, center))
            {
                pace.Fold.Fill(tables, ratings, center);
            }

            tables.Version = Version;
        }

        return tables;
    }

    // What the user's cells are read against: the user's own deviation from the crowd, or the rating that is expected of the user.
    private long CenterOf(PersonalPace pace, ReadOnlySpan<FoldedRating> ratings) =>
        _options.Reading == WeightlessReading.Histogram ? SetPrior(pace, ratings) : pace.Reader.CenterOf(ratings);

    private long CenterOf(PersonalTables? tables) => tables?.Center ?? CenterOf(_pace, []);

    private long SetPrior(PersonalPace pace, ReadOnlySpan<FoldedRating> ratings)
    {
        _levelsOf = null;
        Array.Clear(_ownLevels);
        foreach (ref readonly FoldedRating rating in ratings)
        {
            _ownLevels[rating.Level]++;
        }

        return pace.Levels.SetPrior(_levelCounts, _ownLevels);
    }

    private int BestLevel(PersonalTables? tables, int user, int item)
    {
        if (tables is null)
        {
            SetPrior(_pace, []);
            return _pace.Levels.BestPriorLevel();
        }

        // The counts of the user who was read last are kept.
        PersonalPace pace = PaceOf(user);
        if (_levelsOf != tables || _levelsVersion != tables.Version || _levelCells is null)
        {
            ReadOnlySpan<FoldedRating> ratings = pace.Fold.Fold(user, _log.OfUser(user));
            SetPrior(pace, ratings);
            _levelCells = pace.Fold.LevelsOf(ratings);
            _levelsOf = tables;
            _levelsVersion = tables.Version;
        }

        return pace.Levels.BestLevel(_levelCells, AddressesOf(item, _crowd.ViewOf(item)), tables.Marks.Length);
    }

    private long AnswerOf(PersonalTables? tables, int user, int item, ItemView view) =>
        BaseOf(_blend.Of(user, item, view.Mean, ShareOf(tables, user)))
            + LevelOf(tables)
            + (tables is null ? 0 : tables.AnswerAt(AddressesOf(item, view)));

    private long ShareOf(PersonalTables? tables, int user) => _blend.ShareOf(user, tables?.Marks.Length ?? 0);

    // The histogram reading starts from the ratings that a user gives, not from those that an item gets.
    private long BaseOf(int expected) =>
        _options.Reading == WeightlessReading.Regression ? (long)expected << PersonalReader.AnswerBits : 0;

    private long LevelOf(PersonalTables? tables) => CenterOf(tables) >> (PersonalReader.CenterBits - PersonalReader.AnswerBits);

    private double ToRating(long answer) => Scale.Minimum + _units.ToDifference(answer, PersonalReader.AnswerBits);

    private ReadOnlySpan<byte> AddressesOf(int item, ItemView view)
    {
        _addresses.Write(item, view.MeanLevel, view.CountLevel, _row);
        return _row;
    }
}
