using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// A recommender trained on the ratings of all users, and for every fold of these ratings one trained without that fold, so that it can
/// predict each rating without having seen it.
/// </summary>
/// <remarks>
/// <para>
/// A model errs less on ratings that it was trained on. A model that learns the residuals of another one, such as a
/// <see cref="HybridRecommender"/>, needs the residuals of unseen ratings. Cross-fitting provides them, as in stacked regressions (Breiman,
/// Machine Learning 24, 1996).
/// </para>
/// <para>
/// The fold of a rating depends only on the seed, the user and the item, so <see cref="PredictOutOfFold"/> also works for ratings that are
/// added or changed after the training. Immutable, and thread-safe if its recommenders are. It owns them: nothing else may change them.
/// </para>
/// </remarks>
public sealed partial class CentralModel
{
    private readonly IRecommender _full;
    private readonly IRecommender[] _withoutFold;
    private readonly int[] _ratingCounts;
    private readonly ulong _seed;

    private CentralModel(IRecommender full, IRecommender[] withoutFold, int[] ratingCounts, ulong seed)
    {
        _full = full;
        _withoutFold = withoutFold;
        _ratingCounts = ratingCounts;
        _seed = seed;
    }

    /// <summary>The number of items.</summary>
    public int ItemCount => _full.ItemCount;

    /// <summary>The scale of its predictions.</summary>
    public RatingScale Scale => _full.Scale;

    /// <summary>The number of folds; 0 for a model made by <see cref="FromPretrained"/>.</summary>
    public int FoldCount => _withoutFold.Length;

    /// <summary>Trains one model on all ratings, and for each fold one without the ratings of that fold.</summary>
    /// <param name="create">
    /// Creates a new, untrained recommender; every call must create an equal one. Called once per fold and once more, on the calling
    /// thread. Recommenders that offer <see cref="IBatchRecommender"/> are trained by <see cref="IBatchRecommender.Fit"/>; others learn the
    /// ratings one by one in the given order.
    /// </param>
    /// <param name="ratings">The ratings. If a user rates an item more than once, the last rating counts.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="progress">Receives the fraction done, 0 to 1. The training threads call it, one at a time.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The model. It is the same for the same ratings and seed, regardless of the number of threads.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating is not valid for the recommenders created.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="create"/> returned null, the same recommender twice, or recommenders with different scales or numbers of items.
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
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new CentralModelOptions();
        IRecommender[] models = new IRecommender[options.Folds + 1];
        for (int i = 0; i < models.Length; i++)
        {
            models[i] = create() ?? throw new InvalidOperationException(
                "The factory returned null. It must create a new recommender on each call.");
            if (Array.IndexOf(models, models[i]) < i)
            {
                throw new InvalidOperationException(
                    "The factory returned the same recommender twice. It must create a new one on each call.");
            }

            if (models[i].Scale != models[0].Scale || models[i].ItemCount != models[0].ItemCount)
            {
                throw new InvalidOperationException(
                    "The factory returned recommenders with different scales or numbers of items. All must be equal.");
            }
        }

        IRecommender full = models[^1];
        int[] folds = new int[ratings.Length];
        for (int i = 0; i < folds.Length; i++)
        {
            full.Scale.Validate(ratings[i], full.ItemCount);
            RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, ratings[i]);
            folds[i] = FoldOf(options.Seed, options.Folds, ratings[i].User, ratings[i].Item);
        }

        new CrossFit(models, ratings.ToArray(), folds, progress).Run(options.MaxDegreeOfParallelism, cancellationToken);
        return new CentralModel(full, models[..^1], CountByUser(ratings), options.Seed);
    }

    /// <summary>
    /// Creates a model from a recommender that was trained elsewhere. The model owns it: nothing else may change it afterwards.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <remarks>
    /// Without folds <see cref="PredictOutOfFold"/> equals <see cref="Predict"/>. That is correct only if the recommender was not trained
    /// on ratings of the users it serves here, for example if it was trained on a public dataset. Otherwise its residuals are too small,
    /// and personal networks on top of it learn too little.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static CentralModel FromPretrained(IRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return new CentralModel(recommender, [], [], 0);
    }

    /// <summary>
    /// The number of ratings of a user in the training; null, for unknown, if the model was made by <see cref="FromPretrained"/>.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public int? RatingCountOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        return FoldCount == 0 ? null : user < _ratingCounts.Length ? _ratingCounts[user] : 0;
    }

    /// <summary>Predicts a user's rating of an item with the model that was trained on all ratings.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    /// <exception cref="InvalidOperationException">The recommender's prediction is NaN.</exception>
    public double Predict(int user, int item) => Checked(_full.Predict(user, item), user, item);

    /// <summary>Predicts a user's rating of an item with a model that was trained without that rating.</summary>
    /// <inheritdoc cref="Predict"/>
    public double PredictOutOfFold(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return _withoutFold.Length == 0
            ? Predict(user, item)
            : Checked(_withoutFold[FoldOf(_seed, _withoutFold.Length, user, item)].Predict(user, item), user, item);
    }

    private double Checked(double rating, int user, int item) => double.IsNaN(rating)
        ? throw new InvalidOperationException($"The central model predicted NaN for user {user} and item {item}. It must predict a number.")
        : Scale.Clamp(rating);

    // A model trained elsewhere reports its users only if it offers IKnownUsersRecommender.
    internal int UserIdBound =>
        FoldCount == 0 ? _full.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0 : _ratingCounts.Length;

    private static int[] CountByUser(ReadOnlySpan<Rating> ratings)
    {
        int users = 0;
        HashSet<(int, int)> rated = new(ratings.Length);
        foreach (ref readonly Rating rating in ratings)
        {
            users = Math.Max(users, rating.User + 1);
        }

        int[] counts = new int[users];
        foreach (ref readonly Rating rating in ratings)
        {
            counts[rating.User] += rated.Add((rating.User, rating.Item)) ? 1 : 0;
        }

        return counts;
    }

    private static int FoldOf(ulong seed, int folds, int user, int item) =>
        new SplitMix64(seed ^ new SplitMix64(((ulong)(uint)user << 32) | (uint)item).Next()).Next(folds);
}
