using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// One or more recommenders trained on the ratings of all users, and what they predict for ratings held out of a first training: from these
/// a <see cref="HybridRecommender"/> learns how much each of its parts counts.
/// </summary>
/// <remarks>
/// <para>
/// A model errs less on ratings that it was trained on, so weights must be learned from others. <see cref="Fit(Func{IRecommender},
/// ReadOnlySpan{Rating}, CentralModelOptions, IProgress{double}, CancellationToken)"/> therefore trains twice: without a fifth of the
/// ratings, whose predictions it keeps, and then on all of them. Only the second model is kept, and of a
/// <see cref="Collaborative.MatrixFactorizationRecommender"/> only what answers: no ratings. Weighing models by predictions that they have
/// not seen is stacking (Wolpert, Neural Networks 5, 1992; Breiman, Machine Learning 24, 1996).
/// </para>
/// <para>
/// Which ratings are held out depends only on the seed, the user and the item. Immutable, and thread-safe if its recommenders are. It owns
/// them: nothing else may change them.
/// </para>
/// </remarks>
public sealed partial class CentralModel
{
    private readonly IRecommender[] _models;
    private readonly int[]? _ratingCounts;

    private CentralModel(IRecommender[] models, int[]? ratingCounts, HeldOutAnswers? heldOut)
    {
        _models = models;
        _ratingCounts = ratingCounts;
        HeldOut = heldOut;
    }

    /// <summary>The number of items.</summary>
    public int ItemCount => _models[0].ItemCount;

    /// <summary>The scale of its predictions.</summary>
    public RatingScale Scale => _models[0].Scale;

    /// <summary>The number of recommenders.</summary>
    public int ModelCount => _models.Length;

    /// <summary>Whether the model was made by <see cref="FromPretrained"/>.</summary>
    internal bool IsPretrained => _ratingCounts is null;

    /// <summary>The predictions for held-out ratings; null if there are none that weights can be learned from.</summary>
    internal HeldOutAnswers? HeldOut { get; }

    /// <summary>The recommenders.</summary>
    internal ReadOnlySpan<IRecommender> Models => _models;

    /// <summary>The model without held-out answers, which say nothing if whole users were held out.</summary>
    internal CentralModel WithoutHeldOutAnswers() => new(_models, _ratingCounts, null);

    /// <summary>
    /// The items' side of the model, which answers for a user's ratings as the model does; null if it cannot answer without its users.
    /// </summary>
    internal CentralModel? WithoutUsers() => IsPretrained || !_models.All(static model => model is TrainedFactorization)
        ? null
        : new CentralModel(
            [.. _models.Select(static model => new TrainedFactorization(((TrainedFactorization)model).Items, []))], [], null);

    /// <summary>Whether a model that was trained elsewhere has ratings of a user, as far as it can tell.</summary>
    internal bool KnewBefore(int user) => IsPretrained
        && (_models[0] is MatrixFactorizationRecommender factorization ? factorization.Knows(user) : user < UserIdBound);

    internal int UserIdBound =>
        _ratingCounts?.Length ?? _models.Max(model => model.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0);

    /// <summary>Trains a recommender without the held-out ratings, and another one on all ratings.</summary>
    /// <param name="create">
    /// Creates a new, untrained recommender; every call must create an equal one. Called twice, on the calling thread. Recommenders that
    /// offer <see cref="IBatchRecommender"/> are trained by <see cref="IBatchRecommender.Fit"/>; others learn the ratings one by one in the
    /// given order.
    /// </param>
    /// <param name="ratings">The ratings. If a user rates an item more than once, the last rating counts.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="progress">Receives the fraction done, 0 to 1. The training threads call it, one at a time.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The model. It is the same for the same ratings and seed, regardless of the number of threads.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating is not valid for the recommenders created.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="create"/> returned null, the same recommender twice, or recommenders with different scales or numbers of items, or a
    /// recommender predicted NaN.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static CentralModel Fit(
        Func<IRecommender> create,
        ReadOnlySpan<Rating> ratings,
        CentralModelOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Fit([create], ratings, options, progress, cancellationToken);
    }

    /// <summary>Trains several recommenders, each without the held-out ratings and on all ratings.</summary>
    /// <param name="create">As above, for each recommender. The weights of their predictions are learned.</param>
    /// <param name="ratings">The ratings. If a user rates an item more than once, the last rating counts.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="progress">Receives the fraction done, 0 to 1. The training threads call it, one at a time.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="ArgumentException"><paramref name="create"/> is empty, has a null or more than 100 factories.</exception>
    /// <inheritdoc cref="Fit(Func{IRecommender}, ReadOnlySpan{Rating}, CentralModelOptions, IProgress{double}, CancellationToken)"/>
    public static CentralModel Fit(
        IReadOnlyList<Func<IRecommender>> create,
        ReadOnlySpan<Rating> ratings,
        CentralModelOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        CheckFactories(create, nameof(create));

        options ??= new CentralModelOptions();
        ulong seed = options.Seed;
        cancellationToken.ThrowIfCancellationRequested();
        (IRecommender[] inner, IRecommender[] models) = CreatedTwice(create);
        RatingLog log = new(models[0].Scale);
        foreach (ref readonly Rating rating in ratings)
        {
            models[0].Scale.Validate(rating, models[0].ItemCount);
            RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
            log.Set(rating, out _);
        }

        // Recommenders that learn rating by rating may depend on their order, which a log does not keep.
        Rating[]? ordered = models.All(model => model is MatrixFactorizationRecommender) ? null : ratings.ToArray();
        HeldOutTraining training = new(
            inner, models, log, ordered, (user, item) => HeldOutAnswers.IsHeldOut(seed, user, item), [], progress);
        return Trained(training, options.MaxDegreeOfParallelism, cancellationToken).Central;
    }

    /// <summary>
    /// Trains on those ratings of the models' items, which do not change meanwhile, with given held-out ones, and also returns what a
    /// calibration needs of the training without these.
    /// </summary>
    internal static CentralTraining Fit(
        IReadOnlyList<Func<IRecommender>> create,
        RatingLog ratings,
        int parallelism,
        Func<int, int, bool> isHeldOut,
        IReadOnlyList<Func<int, bool>> otherUsers,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (IRecommender[] inner, IRecommender[] models) = CreatedTwice(create);
        RatingLog known = ratings.OfItemsBelow(models[0].ItemCount);
        return Trained(new HeldOutTraining(inner, models, known, null, isHeldOut, otherUsers, progress), parallelism, cancellationToken);
    }

    private static CentralTraining Trained(HeldOutTraining training, int parallelism, CancellationToken cancellationToken)
    {
        training.Run(parallelism, cancellationToken);
        return new CentralTraining(
            new CentralModel(training.Models(), training.CountByUser(), training.Answers()),
            training.FoldIn,
            training.OtherUsers(),
            training.Audience);
    }

    private static (IRecommender[] Inner, IRecommender[] Models) CreatedTwice(IReadOnlyList<Func<IRecommender>> create)
    {
        IRecommender[] inner = Created(create);
        IRecommender[] models = Created(create);
        if (inner.Concat(models).Distinct(ReferenceEqualityComparer.Instance).Count() < 2 * models.Length)
        {
            throw new InvalidOperationException("A factory returned the same recommender twice. It must create a new one on each call.");
        }

        foreach (IRecommender model in inner.Concat(models))
        {
            if (model.Scale != models[0].Scale || model.ItemCount != models[0].ItemCount)
            {
                throw new InvalidOperationException(
                    "The factories returned recommenders with different scales or numbers of items. All must be equal.");
            }
        }

        return (inner, models);
    }

    /// <summary>
    /// Creates a model from a recommender that was trained elsewhere. The model owns it: nothing else may change it afterwards.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <remarks>
    /// <para>
    /// User ids are shared: a user whom the recommender knows is taken for the user of the same id here, and answered as trained, from the
    /// first question on. If it was trained on other people, give users here other ids, such as ids from its
    /// <see cref="IKnownUsersRecommender.UserIdBound"/> on. A <see cref="MatrixFactorizationRecommender"/> then folds in the ratings that
    /// these users give here.
    /// </para>
    /// <para>
    /// It must not have been trained on ratings that are learned here too: it would err less on them than on new ones, and get too much
    /// weight. For these use <see cref="Fit(Func{IRecommender}, ReadOnlySpan{Rating}, CentralModelOptions, IProgress{double},
    /// CancellationToken)"/>, which keeps predictions for held-out ratings.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static CentralModel FromPretrained(IRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return new CentralModel([recommender], null, null);
    }

    /// <summary>
    /// The number of ratings of a user in the training; null, for unknown, if the model was made by <see cref="FromPretrained"/>.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public int? RatingCountOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        return _ratingCounts is null ? null : user < _ratingCounts.Length ? _ratingCounts[user] : 0;
    }

    /// <summary>Predicts a user's rating of an item with the first recommender.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    /// <exception cref="InvalidOperationException">The recommender's prediction is NaN.</exception>
    public double Predict(int user, int item) => Predict(_models[0], user, item);

    internal static double Predict(IRecommender model, int user, int item)
    {
        double rating = model.Predict(user, item);
        return double.IsNaN(rating)
            ? throw new InvalidOperationException(
                $"The central model predicted NaN for user {user} and item {item}. It must predict a number.")
            : model.Scale.Clamp(rating);
    }

    /// <summary>Checks the number of factories, and that none is null.</summary>
    internal static void CheckFactories(IReadOnlyList<Func<IRecommender>> create, string name)
    {
        if (create.Count == 0 || create.Contains(null))
        {
            throw new ArgumentException("There must be at least one factory, and none may be null.", name);
        }

        if (create.Count > MostModels)
        {
            throw new ArgumentException($"There can be at most {MostModels} factories, not {create.Count}.", name);
        }
    }

    private static IRecommender[] Created(IReadOnlyList<Func<IRecommender>> create) =>
    [
        .. create.Select(factory => factory() ?? throw new InvalidOperationException(
            "A factory returned null. It must create a new recommender on each call.")),
    ];
}
