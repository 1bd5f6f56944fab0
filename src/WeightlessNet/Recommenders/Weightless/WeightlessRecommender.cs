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
/// A rating is added to the user's log at once; the user's cells are updated when they are next read. The crowd's mean and count of an
/// item, which are part of the addresses of a user's cells, leave out the user's own rating.
/// </para>
/// <para>
/// Thread-safe, and threads rarely wait. An answer is a function of one version of what all users share (the catalog, the crowd's
/// statistics) and of one user's ratings. A user's own ratings show at once, and what a thread has learned shows in that thread's next
/// answer; to other threads the crowd's statistics may be 16 milliseconds old. What was forgotten shows in no answer that begins after
/// <see cref="Forget"/> returned. 16 milliseconds after nobody learns any longer, all answers are those of a sequential replay. A question
/// about a user who was asked about since the last change of the user's ratings takes no lock.
/// </para>
/// <para>
/// Based on the personal weightless models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems"
/// (arXiv 2511.05499) and the n-tuple regression of Kolcz and Allinson (1996). All arithmetic is integer, so the answers are the same on
/// every machine.
/// </para>
/// </remarks>
public sealed partial class WeightlessRecommender : ICounterfactualRecommender, IKnownUsersRecommender
{
    private readonly WeightlessOptions _options;
    private readonly StripedRatings _ratings;
    private readonly SharedWriter _writer;
    private readonly VersionWriter<SharedModel> _versions;
    private readonly PersonalTablesMaker _tables;
    private readonly HotTables<PersonalTables> _hot;
    private readonly RatingChanges<SharedModel, PersonalTables> _changes;

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
        _ratings = new StripedRatings(scale);
        _tables = new PersonalTablesMaker(_options.Reading);
        NetworkLayout layout = NetworkLayout.Uncalibrated(catalog, _options);
        _writer = new SharedWriter(
            _ratings,
            new CrowdStatistics(catalog.Count, _options.Crowd),
            new ItemAddresses(catalog, layout),
            new SharedNetworks(_options, scale, layout),
            scale.LevelCount);
        _versions = _writer.Versions;
        _hot = new HotTables<PersonalTables>(_options.MaximumHotUsers);
        _changes = new RatingChanges<SharedModel, PersonalTables>(
            _ratings, _versions, _hot, _options.MaximumRatingsPerUser ?? int.MaxValue);
    }

    /// <inheritdoc/>
    public int ItemCount => _versions.Current.Catalog.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>The number of current ratings.</summary>
    public int RatingCount => _ratings.Count;

    /// <inheritdoc/>
    public int UserIdBound => _ratings.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        _changes.Learn(rating);
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item) => _changes.Forget(user, item);

    /// <inheritdoc/>
    public int ForgetUser(int user) => _changes.ForgetUser(user);

    /// <summary>
    /// Predicts a user's rating of an item: the expected rating with the regression reading; with the histogram reading the level that is
    /// most probably right within the window.
    /// </summary>
    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        using UserReading reading = Read(user);
        return reading.Predict(item);
    }

    /// <summary>The expected rating that the regression reading clamps to the scale, in units above its minimum, 6 fraction bits.</summary>
    internal long AnswerOf(int user, int item)
    {
        using UserReading reading = Read(user);
        return reading.AnswerOf(item);
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
        using UserReading reading = Read(user);
        return reading.Recommend(destination, filter);
    }

    /// <summary>
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item: the expected rating.
    /// With the histogram reading <see cref="Predict"/> returns a level of the same distribution, which is not explained.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckItem(item);
        using UserReading reading = Read(user);
        return reading.Explain(item);
    }

    /// <summary>What calibration has given to the networks.</summary>
    internal Calibrated Calibrated { get; private set; } = new(null, null, null);

    /// <summary>
    /// Replaces the weights, the central models and the audience that all users' networks share. The networks are rebuilt when they are
    /// next read.
    /// </summary>
    internal void Calibrate(Calibrated calibrated)
    {
        ItemCatalog catalog = CopyCatalog();
        ItemAddresses addresses = calibrated.AddressesOf(catalog, _options);
        SharedNetworks networks = new(_options, Scale, addresses.Layout, calibrated.Central, calibrated.Weights);
        lock (_changingCatalog)
        {
            addresses = WithChangesSince(catalog, addresses);
            _writer.Publish((before, crowd) => before.With(crowd, addresses, []), networks);
            Calibrated = calibrated;
            _hot.Clear();
        }
    }

    /// <summary>A copy of all current ratings, as they are at one moment.</summary>
    internal RatingLog CopyLog()
    {
        lock (_saving)
        {
            RatingLog copy = new(Scale);
            int users = _writer.Begin((_, _) => { });
            try
            {
                for (int user = 0; user < users; user++)
                {
                    UserRatings ratings = _ratings.ReadNext(user);
                    if (!ratings.IsEmpty)
                    {
                        copy.Reserve(user, ratings.Length);
                    }

                    foreach (RatedItem rated in ratings)
                    {
                        copy.Set(new Rating(user, rated.Item, rated.Value, rated.Timestamp), out _);
                    }
                }

                return copy;
            }
            finally
            {
                _ratings.End();
            }
        }
    }

    private void Validate(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
    }

    private UserReading Read(int user)
    {
        // In this order: tables that are found after the version was read have all ratings that the version knows. Those of a later version
        // may have more. The user may change again before that version is read, so both are read again.
        SharedModel shared;
        PersonalTables? tables;
        do
        {
            shared = _versions.Following();
            tables = _hot.Find(user);
        }
        while (tables is not null && tables.Version > shared.Version);

        if (tables is null || tables.Version != shared.Version || tables.Networks != shared.Networks)
        {
            tables = Current(user, tables, ref shared);
        }

        return new UserReading(shared, tables, user, Scale, _options.Reading);
    }

    // The user's tables for the latest version; null for a user without ratings.
    private PersonalTables? Current(int user, PersonalTables? tables, ref SharedModel shared)
    {
        if (tables is not null && tables.Networks == shared.Networks && _tables.AreRight(tables, shared))
        {
            return tables;
        }

        int id = StripedRatings.IdOf(user);
        RatingStripe stripe = _ratings.Of(user);
        while (true)
        {
            RatingsCopy? ratings = null;
            UserRecency recency = default;
            lock (stripe.Lock)
            {
                // In this order: a version that is read later has what an earlier one has.
                bool isMissing = _versions.Misses(stripe, user);
                shared = _versions.Current;
                if (stripe.Log.OfUser(id).IsEmpty)
                {
                    return null;
                }

                if (!isMissing)
                {
                    ratings = stripe.Log.OfUser(id).Copy();
                    recency = stripe.RecencyOf(user);
                }
            }

            if (ratings is null)
            {
                _versions.Publish();
                continue;
            }

            PersonalTables made = _tables.Make(shared, user, ratings, recency, tables);
            lock (stripe.Lock)
            {
                // Another thread may have changed the user since.
                if (stripe.Log.OfUser(id).Equals(ratings.View) && stripe.RecencyOf(user) == recency)
                {
                    _hot.Put(user, made);
                }
            }

            return made;
        }
    }
}
