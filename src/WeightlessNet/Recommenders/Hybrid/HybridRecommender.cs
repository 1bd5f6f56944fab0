using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// A recommender with a personal weightless network per user on top of a central model of all users: the central model predicts ratings,
/// and each user's own network corrects them.
/// </summary>
/// <remarks>
/// <para>
/// A new rating takes effect in the user's network at once. The central model is trained in batches: by <see cref="Fit"/>, by
/// <see cref="Refit"/>, or elsewhere and then passed to <see cref="Replace"/>, while the recommender keeps learning and answering. No
/// personal data is lost, because the networks are a function of the current ratings. Without a central model the answers are those of a
/// <see cref="WeightlessRecommender"/>.
/// </para>
/// <para>
/// How much each part counts is learned from held-out ratings: the central models, bias, a network over all fields, one for each field and
/// one over the item's audience (<see cref="Calibration"/>). A part that does not help gets no weight and costs nothing. The networks learn
/// residuals from bias, so a rating takes effect in them without a question to a central model.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the current ratings and the last training: the central model, the learned weights and the
/// bits of the items' audience. The order of learning does not matter. <see cref="Forget"/> is exact for the personal networks and the
/// crowd's statistics. What was trained keeps the effect of the rating until the next training: after <see cref="Refit"/> every answer,
/// for every user, is as if the rating had never been learned.
/// </para>
/// <para>
/// Thread-safe, and threads rarely wait: what <see cref="WeightlessRecommender"/> says of its threads, and of when a rating shows, holds
/// here too. No call but another training waits for a training, and none waits for a save. A snapshot has the ratings of the moment at
/// which the personal networks begin to be saved. A progress callback must not start another training.
/// </para>
/// <para>
/// The central model is stored if <see cref="CentralModel.CanBeStored"/>, which names the types
/// of recommenders that are; the factory is code and is never stored. If no central model was stored, <see cref="Central"/> is null and
/// <see cref="Calibration"/> empty after loading, and the crowd and the personal networks answer until <see cref="Refit"/> or
/// <see cref="Replace"/> is called. Pass the factory again to <see cref="Load(Stream, Func{IRecommender})"/>.
/// <see cref="CentralModelOptions.MaxDegreeOfParallelism"/> is not stored.
/// </para>
/// </remarks>
public sealed partial class HybridRecommender : ICounterfactualRecommender, IBatchRecommender, IKnownUsersRecommender
{
    private const int RatingsBeforeFirstRefit = 1000;
    private const double CentralPart = 0.8;

    // Trainings hold `_fitting` for the whole operation. Replacing the model or the networks holds `_replacing` briefly.
    private readonly Lock _fitting = new();
    private readonly Lock _replacing = new();
    private readonly TrainingChanges<Action<WeightlessRecommender>> _meanwhile = new();
    private readonly IReadOnlyList<Func<IRecommender>>? _createCentral;
    private readonly HybridOptions _options;

    // One for each Fit that has begun; `_replacing` protects it.
    private volatile WeightlessRecommender _personal;
    private volatile CentralModel? _central;
    private volatile IReadOnlyList<CalibratedGroup> _calibration = [];
    private volatile int _nextRefit = RatingsBeforeFirstRefit;

    /// <summary>Creates a recommender without ratings and without a central model.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="createCentral">
    /// Creates an untrained recommender with the same scale and <see cref="ItemCount"/> items, to be trained as the central model. Called
    /// by
    /// <see cref="Fit"/> and <see cref="Refit"/>. It may have fewer items, never more: ratings of the others are then left out of the
    /// training, see <see cref="AddItem"/>. If null, two <see cref="MatrixFactorizationRecommender"/>s of different size are blended, and,
    /// if there are fields that it can use, a third one that knows the items' fields.
    /// </param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A field is named "crowd rating", "crowd popularity" or "crowd audience", or there are too many addresses.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public HybridRecommender(
        ItemCatalog catalog, RatingScale scale, Func<IRecommender>? createCentral = null, HybridOptions? options = null)
        : this(catalog, scale, createCentral is null ? null : [createCentral], options)
    {
    }

    /// <summary>Creates a recommender that blends several central models, without ratings and without central models.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="createCentral">As above, for each central model; how much each counts is learned.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="createCentral"/> is empty, has a null or more than 100 factories, a field is named "crowd rating",
    /// "crowd popularity" or "crowd audience", or there are too many addresses.
    /// </exception>
    /// <inheritdoc cref="HybridRecommender(ItemCatalog, RatingScale, Func{IRecommender}, HybridOptions)"/>
    [OverloadResolutionPriority(-1)]
    public HybridRecommender(
        ItemCatalog catalog, RatingScale scale, IReadOnlyList<Func<IRecommender>>? createCentral, HybridOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        if (createCentral is not null)
        {
            CentralModel.CheckFactories(createCentral, nameof(createCentral));
        }

        NetworkLayout.CheckAudienceName(catalog);
        _options = options ?? new HybridOptions();
        Scale = scale;
        _personal = new WeightlessRecommender(catalog, scale, _options.Personal);
        _createCentral = createCentral;
    }

    /// <inheritdoc/>
    public int ItemCount => _personal.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>The number of current ratings.</summary>
    public int RatingCount => _personal.RatingCount;

    /// <summary>The present central model; null if there is none.</summary>
    public CentralModel? Central => _central;

    /// <summary>
    /// The central models and the groups of nodes, how much each counts for the average held-out rating, and the RMSE on held-out ratings
    /// with and without it, if the weights do not depend on the number of ratings: as learned by the last <see cref="Fit"/>,
    /// <see cref="Refit"/> or <see cref="Replace"/>. Empty before, and if no rating could be held out.
    /// In a very large catalog, some groups of nodes may have no room, and no weight.
    /// </summary>
    public IReadOnlyList<CalibratedGroup> Calibration => _calibration;

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
    /// The rating takes effect in the user's own network and the crowd's statistics at once, and in the central model at its next training.
    /// If <see cref="HybridOptions.RefitGrowth"/> is set and a refit is due, the central model is then refitted, unless another thread is
    /// training; if that fails, the rating is learned nevertheless, and the next refit is due as if it had succeeded.
    /// </remarks>
    public void Learn(in Rating rating)
    {
        if (_meanwhile.AreKept)
        {
            LearnDuringFit(rating);
        }
        else
        {
            _personal.Learn(rating);
        }

        // A progress callback that learns is called within a training, which may hold `_fitting` on this very thread.
        if (_options.RefitGrowth is not null && RatingCount >= _nextRefit && !ProgressReport.IsReporting(this) && _fitting.TryEnter())
        {
            try
            {
                // Another thread may have refitted since.
                if (RatingCount >= _nextRefit)
                {
                    // A refit that fails is not repeated with every further rating.
                    _nextRefit = NextRefit(RatingCount);
                    FitHeldRatings(null, null, default)();
                }
            }
            finally
            {
                _fitting.Exit();
            }
        }
    }

    /// <summary>Forgets all ratings, learns these, and trains a central model on them. The users' recency settings stay.</summary>
    /// <inheritdoc/>
    /// <remarks>
    /// The weights are learned for questions about ratings that are left out at random. What other threads learn and forget during the call
    /// is not lost: it is learned and forgotten again, in the same order, when the training ends, and enters the central model at its next
    /// training.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The factory returned null, the same recommender twice, or a recommender with more items or another scale. Or
    /// <paramref name="progress"/> of a training of this recommender called: start it when that training has returned.
    /// </exception>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        IProgress<double>? report = ProgressReport.Begin(progress, this);
        int begun;
        ItemCatalog catalog;
        int[] removed;
        lock (_meanwhile.Access)
        {
            begun = _meanwhile.Begin();
            (catalog, removed) = _personal.CopyCatalogAndRemoved();
        }

        try
        {
            // An invalid rating throws here, before anything has changed.
            WeightlessRecommender personal = new(catalog, Scale, _options.Personal);
            foreach (int item in removed)
            {
                personal.RemoveItem(item);
            }

            foreach (ref readonly Rating rating in ratings)
            {
                personal.Learn(rating);
            }

            lock (_fitting)
            {
                FitNetworks(personal, begun, report, cancellationToken);
            }
        }
        finally
        {
            _meanwhile.End();
        }
    }

    /// <summary>
    /// Fits a new central model on the current ratings and replaces the present one. Other threads may learn, forget and ask meanwhile;
    /// ratings learned after the start enter the central model at the next training.
    /// </summary>
    /// <remarks>
    /// If the users gave their ratings at different times, the weights are learned for the questions of a stream: each rating is asked when
    /// only the user's earlier ones are known, and recent ratings are one more part that can get weight. Otherwise, with few users, and
    /// with central models of an application's own, ratings are left out at random, as by <see cref="Fit"/>.
    /// </remarks>
    /// <param name="progress">Receives the fraction done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the training; the present central model then stays.</param>
    /// <exception cref="InvalidOperationException">
    /// The factory returned null, the same recommender twice, or a recommender with more items or another scale. Or
    /// <paramref name="progress"/> of a training of this recommender called: start it when that training has returned.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled. Nothing is changed.</exception>
    public void Refit(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        IProgress<double>? report = ProgressReport.Begin(progress, this);
        lock (_fitting)
        {
            FitHeldRatings(null, report, cancellationToken)();
        }
    }

    /// <summary>
    /// Replaces the central model, for all users at once. The users' ratings stay. How much the parts count is learned from the current
    /// ratings, which takes about a second for 100,000 of them; other calls do not wait for it.
    /// </summary>
    /// <param name="central">A model with the same scale, and <see cref="ItemCount"/> items or fewer.</param>
    /// <exception cref="ArgumentNullException"><paramref name="central"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="central"/> has more items or another scale.</exception>
    public void Replace(CentralModel central)
    {
        ArgumentNullException.ThrowIfNull(central);
        if (central.ItemCount > ItemCount || central.Scale != Scale)
        {
            throw new ArgumentException(
                $"The central model must have at most {Shape(ItemCount, Scale)}, not {Shape(central.ItemCount, central.Scale)}.",
                nameof(central));
        }

        // A model trained here errs less on its own ratings: without its answers to held-out ones the weights can only be assumed.
        bool canLearn = central.IsPretrained || central.HeldOut is not null;
        PutInPlace(central, canLearn ? Learned(central) : HybridCalibration.Assumed(central), null);
    }

    /// <inheritdoc/>
    public double Predict(int user, int item) => _personal.Predict(user, item);

    /// <summary>The answer that <see cref="Predict"/> clamps to the scale, in units above its minimum with 6 fraction bits.</summary>
    internal long AnswerOf(int user, int item) => _personal.AnswerOf(user, item);

    /// <summary>
    /// Writes the best items for a user, best first. The score is the expected rating, not clamped to the scale, so that the best items do
    /// not tie at its maximum.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _personal.Recommend(user, destination, excluded);

    /// <inheritdoc cref="WeightlessRecommender.Recommend(int, Span{ScoredItem}, in RecommendationFilter)"/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        _personal.Recommend(user, destination, filter);

    /// <summary>
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{int})"/> ranks an item: the expected rating.
    /// The central model's contribution is a part of the base.
    /// </summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item) => _personal.Explain(user, item);
}
