using System.Numerics;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <summary>
/// A recommender with one small weightless network per user: RAM nodes over the bits of the items that the user has rated, on top of the
/// crowd's mean of an item. It learns by addition and forgets by subtraction.
/// </summary>
/// <remarks>
/// <para>
/// Every answer is a function of the catalog and the current ratings. The order of learning does not matter, and after <see cref="Forget"/>
/// every answer, for every user, is as if the rating had never been learned: the user's own cells and the crowd's statistics both forget
/// it.
/// </para>
/// <para>
/// A rating is added to the user's log and the crowd's sums at once; the user's cells are updated when they are next read. The crowd's mean
/// and count of an item, which are part of the addresses of a user's cells, leave out the user's own rating.
/// </para>
/// <para>
/// Based on the personal weightless models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems"
/// (arXiv 2511.05499) and the n-tuple regression of Kolcz and Allinson (1996). All arithmetic is integer, so the answers are the same on
/// every machine. Thread-safe: calls take turns.
/// </para>
/// </remarks>
public sealed partial class WeightlessRecommender : ICounterfactualRecommender, IKnownUsersRecommender
{
    private readonly Lock _lock = new();
    private ItemCatalog _catalog;
    private readonly WeightlessOptions _options;
    private readonly RatingUnits _units;
    private readonly CrowdStatistics _crowd;
    private SharedNetworks _shared;
    private HotUsers<PersonalTables> _hot;
    private readonly RatingLog _log;
    private readonly long[] _levelCounts;
    private readonly int[] _ownLevels;
    private byte[] _row;
    private HistogramNodes? _levelCells;
    private PersonalTables? _levelsOf;
    private long _levelsVersion;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The histogram window covers the whole scale, a field is named "crowd rating" or "crowd popularity", or there are too many addresses.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public WeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _catalog = catalog;
        Scale = scale;
        _options = options ?? new WeightlessOptions();
        _units = new RatingUnits(scale);
        _log = new RatingLog(scale);
        _crowd = new CrowdStatistics(catalog.Count, _options.Crowd);
        ItemAddresses addresses = new(catalog, NetworkLayout.Uncalibrated(catalog, _options));
        _shared = new SharedNetworks(_options, scale, _crowd, addresses);
        _hot = new HotUsers<PersonalTables>(_options.MaximumHotUsers);
        _levelCounts = new long[scale.LevelCount];
        _ownLevels = new int[scale.LevelCount];
        _row = new byte[addresses.NodeCount];
    }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>The number of current ratings.</summary>
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
            if (_log.RemoveBeyond(rating.User, _options.MaximumRatingsPerUser ?? int.MaxValue, rating.Item, out RatedItem oldest))
            {
                TakeFromCrowd(oldest);
            }
        }
    }

    /// <summary>
    /// Predicts a user's rating of an item: the expected rating with the regression reading; with the histogram reading the level that is
    /// most probably right within the window.
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

            return Scale.Clamp(ToRating(AnswerOf(tables, user, item, _crowd.StatisticsOf(item))));
        }
    }

    /// <summary>
    /// Writes the best items for a user, best first. The score is the expected rating, not clamped to the scale, so that the best items do
    /// not tie at its maximum.
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
            ReadOnlySpan<int> bases = BasesOf(user, tables);
            using UnavailableItems unavailable = new(_catalog.Count, _log.OfUser(user), filter.Excluded);
            int pinned = WriteFirst(user, tables, filter, unavailable, destination);
            TopItems top = new(destination[pinned..]);
            Span<int> answers = stackalloc int[CatalogScan.BlockSize];
            int least = int.MinValue;
            for (int block = 0; block < _shared.Scan.BlockCount; block++)
            {
                WriteAnswers(block, bases, tables, filter, answers);
                ulong candidates = BlockAnswers.Above(answers, least) & ~unavailable.InBlock(block) & _shared.Scan.ItemsOf(block);
                for (; candidates != 0; candidates &= candidates - 1)
                {
                    // Integer answers have the same order as the ratings they represent.
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
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item: the expected rating.
    /// With the histogram reading <see cref="Predict"/> returns a level of the same distribution, which is not explained.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            CheckItem(item);
            PersonalTables? tables = TablesOf(user);
            ItemStatistics statistics = _crowd.StatisticsOf(item);
            RecencyNetworks networks = NetworksOf(user);
            ScoreParts parts = new(_units, networks.Reader, _shared, networks.Fold, item);
            long center = CenterOf(tables);
            var start = _shared.Base.PartsOf(BaseOf(user, tables), item, _crowd.TotalMean, statistics.Mean, _shared.RarityOf(item));
            return new Explanation(
                user,
                item,
                ToRating(AnswerOf(tables, user, item, statistics)),
                _options.Reading == WeightlessReading.Regression
                    ? parts.RegressionBase(Scale.Minimum, start)
                    : parts.HistogramBase(Scale.Minimum, SetPrior(_shared.Usual, []), center),
                tables is null ? [] : parts.ByField(tables, AddressesOf(item, statistics)),
                tables is null ? [] : parts.ByRating(
                    tables, AddressesOf(item, statistics), networks.Fold.Fold(_log.OfUser(user)), _log.OfUser(user)));
        }
    }

    /// <summary>What calibration has given to the networks.</summary>
    internal Calibrated Calibrated { get; private set; } = new(null, null, null);

    /// <summary>
    /// Replaces the weights, the central models and the audience that all users' networks share. The networks are rebuilt when they are
    /// next read.
    /// </summary>
    internal void Calibrate(Calibrated calibrated)
    {
        ItemCatalog catalog = _catalog;
        ItemAddresses addresses = calibrated.AddressesOf(catalog, _options);
        lock (_lock)
        {
            // The catalog may have changed since.
            addresses = ReferenceEquals(catalog, _catalog) && !_ownsCatalog ? addresses : calibrated.AddressesOf(_catalog, _options);
            SharedNetworks replacement = new(_options, Scale, _crowd, addresses, calibrated.Central, calibrated.Weights);
            foreach (int item in Enumerable.Range(0, _catalog.Count).Where(item => !_shared.Scan.Has(item)))
            {
                replacement.Scan.RemoveItem(item);
            }

            _shared = replacement;
            Calibrated = calibrated;
            _hot = new HotUsers<PersonalTables>(_options.MaximumHotUsers);
            _row = new byte[addresses.NodeCount];
            _levelsOf = null;
        }
    }

    /// <summary>A copy of all current ratings.</summary>
    internal RatingLog CopyLog()
    {
        lock (_lock)
        {
            return _log.Copy();
        }
    }

    // The bases of the answers for all items. The histogram reading starts from the user's level, not from the item's mean.
    private ReadOnlySpan<int> BasesOf(int user, PersonalTables? tables)
    {
        _shared.Scan.Follow();
        return _options.Reading == WeightlessReading.Regression
            ? _shared.Base.All(BaseOf(user, tables), _shared.Scan.Means, _shared.Scan.Rarities, _catalog.Count)
            : _shared.Base.Level(LevelOf(tables), _shared.Scan.Means.Length);
    }

    // Writes the answers for a block of items.
    private void WriteAnswers(
        int block, ReadOnlySpan<int> bases, PersonalTables? tables, in RecommendationFilter filter, Span<int> answers)
    {
        Span<int> sums = stackalloc int[CatalogScan.BlockSize];
        int first = block * CatalogScan.BlockSize;
        bases = bases.Slice(first, CatalogScan.BlockSize);
        if (tables is null)
        {
            bases.CopyTo(answers);
        }
        else
        {
            _shared.Scan.Sum(block, tables, sums);
            if (_shared.Weights is RatingWeights weights)
            {
                BlockAnswers.WriteWithGains(
                    bases, sums, tables.Step, weights, _shared.Scan.Rarities.Slice(first, CatalogScan.BlockSize), answers);
            }
            else
            {
                BlockAnswers.Write(bases, sums, tables.Step, answers);
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

    // The user's tables, up to date; null for a user without ratings.
    private PersonalTables? TablesOf(int user)
    {
        UserRatings log = _log.OfUser(user);
        if (log.IsEmpty)
        {
            return null;
        }

        PersonalTables? tables = _hot.Find(user);
        if (tables is null || tables.Version != _crowd.Version)
        {
            RecencyNetworks networks = NetworksOf(user);
            ReadOnlySpan<FoldedRating> ratings = networks.Fold.Fold(log);
            long center = CenterOf(networks, ratings);
            tables ??= _hot.Add(user, _shared.CreateTables);
            if (!tables.AreMadeOf(ratings, center))
            {
                networks.Fold.Fill(tables, ratings, center);
                _shared.Base.Prepare(tables.Base, user, log, LevelOf(tables));
            }

            tables.Version = _crowd.Version;
        }

        return tables;
    }

    // The center that the user's cells are read against: the user's mean deviation from the crowd (regression), or the user's expected
    // rating (histogram).
    private long CenterOf(RecencyNetworks networks, ReadOnlySpan<FoldedRating> ratings) =>
        _options.Reading == WeightlessReading.Histogram ? SetPrior(networks, ratings) : networks.Reader.CenterOf(ratings);

    private long CenterOf(PersonalTables? tables) => tables?.Center ?? CenterOf(_shared.Usual, []);

    private long SetPrior(RecencyNetworks networks, ReadOnlySpan<FoldedRating> ratings)
    {
        _levelsOf = null;
        Array.Clear(_ownLevels);
        foreach (ref readonly FoldedRating rating in ratings)
        {
            _ownLevels[rating.Level]++;
        }

        return networks.Levels.SetPrior(_levelCounts, _ownLevels);
    }

    private int BestLevel(PersonalTables? tables, int user, int item)
    {
        if (tables is null)
        {
            SetPrior(_shared.Usual, []);
            return _shared.Usual.Levels.BestPriorLevel();
        }

        // The counts of the last user are cached.
        RecencyNetworks networks = NetworksOf(user);
        if (_levelsOf != tables || _levelsVersion != tables.Version || _levelCells is null)
        {
            ReadOnlySpan<FoldedRating> ratings = networks.Fold.Fold(_log.OfUser(user));
            SetPrior(networks, ratings);
            _levelCells = networks.Fold.LevelsOf(ratings);
            _levelsOf = tables;
            _levelsVersion = tables.Version;
        }

        return networks.Levels.BestLevel(_levelCells, AddressesOf(item, _crowd.StatisticsOf(item)), tables.Fingerprints.Length);
    }

    private long AnswerOf(PersonalTables? tables, int user, int item, ItemStatistics statistics)
    {
        // The histogram reading starts from the user's level, not from the item's mean.
        long start = _options.Reading == WeightlessReading.Regression
            ? _shared.Base.Of(BaseOf(user, tables), item, statistics.Mean, _shared.RarityOf(item))
            : LevelOf(tables);
        return tables is null
            ? start
            : start + ((tables.AnswerAt(AddressesOf(item, statistics)) * _shared.GainOf(item)) >> RatingWeights.FractionBits);
    }

    private UserBase BaseOf(int user, PersonalTables? tables) => tables?.Base ?? _shared.BaseOfUnknown(user, LevelOf(tables));

    private long LevelOf(PersonalTables? tables) => CenterOf(tables) >> (PersonalReader.CenterBits - PersonalReader.AnswerBits);

    private double ToRating(long answer) => Scale.Minimum + _units.ToDifference(answer, PersonalReader.AnswerBits);

    private ReadOnlySpan<byte> AddressesOf(int item, ItemStatistics statistics)
    {
        _shared.Addresses.Write(item, statistics.MeanLevel, statistics.CountLevel, _row);
        return _row;
    }
}
