using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// A personal weightless network per user on top of a central model of all users: the central model says what is to be expected of a
/// user like this one, and the user's own network how this one differs.
/// </summary>
/// <remarks>
/// <para>
/// A rating reaches the user's network at once. The central model is trained in batches: by <see cref="Fit"/>, by <see cref="Refit"/>,
/// or elsewhere, and then put underneath by <see cref="Replace"/>, while the recommender goes on learning and answering. Nothing
/// personal is lost by that, since networks are a function of the ratings held. Without a central model it answers as a
/// <see cref="WeightlessRecommender"/> does.
/// </para>
/// <para>
/// Networks learn what the central model leaves of a rating when it has not seen it, see <see cref="CentralModel.PredictOutOfFold"/>.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the ratings held and the central model; the order of learning does not matter.
/// <see cref="Forget"/> is exact for the personal networks and for what the crowd says of items. The central model goes on knowing
/// what it was trained on until it is replaced: after <see cref="Refit"/> every answer, for every user, is what it would be had the
/// rating never been learned.
/// </para>
/// <para>
/// Safe for concurrent use by many threads: calls take turns, but for trainings, which other calls do not wait for.
/// </para>
/// <para>
/// Learning and forgetting go on while a snapshot is saved. The central model is stored if it is made of this library's recommenders; an
/// application's own recommender and the factory are code and are not. After loading without a stored central model,
/// <see cref="Central"/> is null, and the crowd and the personal networks answer until <see cref="Refit"/> or <see cref="Replace"/> is
/// called. <see cref="Load(Stream, Func{IRecommender})"/> takes the factory again. How many models are trained at a time is not stored.
/// </para>
/// </remarks>
public sealed partial class HybridRecommender : ICounterfactualRecommender, IBatchRecommender, IKnownUsersRecommender
{
    private const int RatingsBeforeFirstRefit = 1000;

    // Who trains holds the first lock throughout; who puts a model or networks in place holds the second, for a moment.
    private readonly Lock _fitting = new();
    private readonly Lock _replacing = new();
    private readonly ItemCatalog _catalog;
    private readonly Func<IRecommender> _createCentral;
    private readonly HybridOptions _options;
    private volatile WeightlessRecommender _personal;
    private volatile CentralModel? _central;
    private volatile int _nextRefit = RatingsBeforeFirstRefit;

    /// <summary>Creates a recommender that knows no rating and has no central model yet.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="createCentral">
    /// Makes a recommender of the same items and scale that has learned nothing, to be trained as central model; a
    /// <see cref="MatrixFactorizationRecommender"/> with its defaults where null. Called by <see cref="Fit"/> and <see cref="Refit"/>.
    /// </param>
    /// <param name="options">The shape of the networks and their share; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">A field has the name of one of the crowd's, or there are too many addresses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public HybridRecommender(
        ItemCatalog catalog, RatingScale scale, Func<IRecommender>? createCentral = null, HybridOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _options = options ?? new HybridOptions();
        _catalog = catalog;
        Scale = scale;
        _personal = CreatePersonal();
        _createCentral = createCentral ?? (() => new MatrixFactorizationRecommender(catalog.Count, scale));
    }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount => _personal.RatingCount;

    /// <summary>The central model underneath; null while there is none.</summary>
    public CentralModel? Central => _central;

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_replacing)
            {
                return Math.Max(_personal.UserIdBound, _central?.UserIdBound ?? 0);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The rating reaches the user's own network and the crowd's statistics at once, the central model at its next training. Where
    /// <see cref="HybridOptions.RefitGrowth"/> is set and it is time, the central model is then fitted anew, unless another thread is
    /// about it; should that fail, the rating is learned all the same.
    /// </remarks>
    public void Learn(in Rating rating)
    {
        WeightlessRecommender personal = _personal;
        personal.Learn(rating);
        if (_options.RefitGrowth is not null && personal.RatingCount >= _nextRefit && _fitting.TryEnter())
        {
            try
            {
                // Another thread may have done it since.
                if (RatingCount >= _nextRefit)
                {
                    FitHeldRatings(null, default);
                }
            }
            finally
            {
                _fitting.Exit();
            }
        }
    }

    /// <summary>
    /// Forgets a user's rating of an item: exactly in the personal networks and in what the crowd says, and in the central model when
    /// that is next fitted.
    /// </summary>
    /// <inheritdoc/>
    public bool Forget(int user, int item) => _personal.Forget(user, item);

    /// <summary>
    /// Forgets everything a user has rated: exactly in the personal networks and in what the crowd says, and in the central model when
    /// that is next fitted.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>Do not give the id to another user before that: the central model would answer with the forgotten user's taste.</remarks>
    public int ForgetUser(int user)
    {
        // How the user's recent ratings count does not come back where another thread puts networks in place at this moment.
        lock (_replacing)
        {
            return _personal.ForgetUser(user);
        }
    }

    /// <summary>Forgets all ratings, learns these, and trains a central model on them. How users' recent ratings count stays.</summary>
    /// <inheritdoc/>
    /// <remarks>What other threads learn while it trains is forgotten too, when the training is done.</remarks>
    /// <exception cref="InvalidOperationException">
    /// The factory gave a recommender of other items or of another scale, null, or one recommender twice.
    /// </exception>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        // An invalid rating is refused here, before anything has changed.
        WeightlessRecommender personal = CreatePersonal();
        foreach (ref readonly Rating rating in ratings)
        {
            personal.Learn(rating);
        }

        lock (_fitting)
        {
            (CentralModel central, int nextRefit) = FitCentral(personal, progress, cancellationToken);
            lock (_replacing)
            {
                personal.ReplaceBase(new CentralBase(central));
                foreach (int user in _personal.DriftingUsers())
                {
                    personal.SetRecency(user, UserRecency.FollowDrift);
                }

                _personal = personal;
                _central = central;
                _nextRefit = nextRefit;
            }
        }
    }

    /// <summary>
    /// Fits a new central model on the ratings held, and puts it in the place of the present one. Other threads may learn, forget and ask
    /// all the while; what they learn after the start is not in the central model until the next time.
    /// </summary>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the training early; the present central model then stays.</param>
    /// <exception cref="InvalidOperationException">
    /// The factory gave a recommender of other items or of another scale, null, or one recommender twice.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled. Nothing is changed.</exception>
    public void Refit(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        lock (_fitting)
        {
            FitHeldRatings(progress, cancellationToken);
        }
    }

    /// <summary>
    /// Puts a central model in the place of the present one, for all users at once. What users have rated stays; their networks now learn
    /// what this model leaves.
    /// </summary>
    /// <param name="central">A model of the same items and scale.</param>
    /// <exception cref="ArgumentNullException"><paramref name="central"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="central"/> has another number of items or another scale.</exception>
    public void Replace(CentralModel central)
    {
        ArgumentNullException.ThrowIfNull(central);
        if (central.ItemCount != ItemCount || central.Scale != Scale)
        {
            throw new ArgumentException(
                $"The central model has {Shape(central.ItemCount, central.Scale)}, not {Shape(ItemCount, Scale)}.", nameof(central));
        }

        PutInPlace(central, null);
    }

    /// <inheritdoc/>
    public double Predict(int user, int item) => _personal.Predict(user, item);

    /// <summary>
    /// Writes the best items for a user, best first. The score is the expected rating, not clamped to the scale, so that the best
    /// items do not tie at its end.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _personal.Recommend(user, destination, excluded);

    /// <inheritdoc cref="WeightlessRecommender.Recommend(int, Span{ScoredItem}, in RecommendationFilter)"/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        _personal.Recommend(user, destination, filter);

    /// <summary>
    /// Explains the score with which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item: the expected rating.
    /// What the central model adds to the crowd's view is a part of the base.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item) => _personal.Explain(user, item);

    private WeightlessRecommender CreatePersonal() =>
        new(_catalog, Scale, _options.Personal, new RatingBlend(_options.CentralShare, _options.CentralShrinkage));

    private void PutInPlace(CentralModel central, int? nextRefit)
    {
        lock (_replacing)
        {
            _personal.ReplaceBase(new CentralBase(central));
            _central = central;
            _nextRefit = nextRefit ?? _nextRefit;
        }
    }

    private void FitHeldRatings(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (CentralModel central, int nextRefit) = FitCentral(_personal, progress, cancellationToken);
        PutInPlace(central, nextRefit);
    }

    private (CentralModel Central, int NextRefit) FitCentral(
        WeightlessRecommender personal, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Rating[] ratings = personal.CopyRatings();
        CentralModel central = CentralModel.Fit(Create, ratings, _options.Fitting, progress, cancellationToken);
        if (_options.RefitGrowth is not double growth)
        {
            return (central, _nextRefit);
        }

        double next = Math.Ceiling(ratings.Length * (1 + growth));
        return (central, (int)Math.Clamp(next, RatingsBeforeFirstRefit, int.MaxValue));
    }

    private IRecommender Create()
    {
        IRecommender recommender = _createCentral() ?? throw new InvalidOperationException("The factory gave null for a central model.");
        return recommender.ItemCount == ItemCount && recommender.Scale == Scale
            ? recommender
            : throw new InvalidOperationException(
                $"The factory gave a recommender of {Shape(recommender.ItemCount, recommender.Scale)}, not of {Shape(ItemCount, Scale)}.");
    }

    private static string Shape(int items, RatingScale scale) =>
        FormattableString.Invariant($"{items} items on a scale of {scale.Minimum} to {scale.Maximum} by {scale.Step}");
}
