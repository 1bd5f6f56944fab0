using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// A recommender that was trained on the ratings of all users, and, for every fold of these ratings, one that was trained without that
/// fold: so it can say what it would have expected of a rating that it was trained on, had it not been.
/// </summary>
/// <remarks>
/// <para>
/// A model errs less on ratings that it was trained on than on others. Whoever learns what a model leaves of ratings, such as a
/// <see cref="HybridRecommender"/>, needs its errors on ratings that it has not seen: those of cross-fitting, as in stacked regressions
/// (Breiman, Machine Learning 24, 1996).
/// </para>
/// <para>
/// Which fold a rating falls to depends on the seed, the user and the item alone. So <see cref="PredictOutOfFold"/> has not seen the
/// rating either where it comes, or changes, after the training. Immutable once made, and as safe for use from many threads as the
/// recommenders it is made of; it owns these, and nobody else changes them.
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

    /// <summary>How many items it predicts ratings of.</summary>
    public int ItemCount => _full.ItemCount;

    /// <summary>The scale of its predictions.</summary>
    public RatingScale Scale => _full.Scale;

    /// <summary>How many folds the ratings fell to; 0 where it was made by <see cref="FromPretrained"/>.</summary>
    public int FoldCount => _withoutFold.Length;

    /// <summary>Trains one model on all ratings, and one for each fold on all others.</summary>
    /// <param name="create">
    /// Makes a new recommender that has learned nothing; all that it makes are equal. It is called once more than there are folds, by
    /// the calling thread. Recommenders train by <see cref="IBatchRecommender.Fit"/> where they offer it; others learn the ratings one by
    /// one in the order given.
    /// </param>
    /// <param name="ratings">The ratings. Where a user rates an item more than once, the last one counts.</param>
    /// <param name="options">How many folds, and how they are dealt; the defaults where null.</param>
    /// <param name="progress">Told the part done, 0 to 1, by the threads that train, one at a time.</param>
    /// <param name="cancellationToken">Ends the training early.</param>
    /// <returns>The model, the same for the same ratings and seed whatever the number of threads.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating is not valid for the recommenders that are made.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="create"/> gave null, one recommender twice, or recommenders of different scales or numbers of items.
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
            models[i] = create() ?? throw new InvalidOperationException("The factory gave null in place of a recommender.");
            if (Array.IndexOf(models, models[i]) < i)
            {
                throw new InvalidOperationException("The factory gave one recommender twice; each call has to make a new one.");
            }

            if (models[i].Scale != models[0].Scale || models[i].ItemCount != models[0].ItemCount)
            {
                throw new InvalidOperationException("The factory gave recommenders of different scales or numbers of items.");
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

    /// <summary>Takes a recommender that was trained elsewhere. It belongs to the model then: nobody else teaches it any more.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <remarks>
    /// There are no folds, so that <see cref="PredictOutOfFold"/> is <see cref="Predict"/>. That is honest only where the recommender was
    /// not trained on ratings of the users whom it serves here, such as one trained on published ratings. Otherwise it answers with what
    /// it has seen, and a personal layer over it learns that there is little left to learn.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static CentralModel FromPretrained(IRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return new CentralModel(recommender, [], [], 0);
    }

    /// <summary>
    /// How many ratings of a user it was trained on; null where it was made by <see cref="FromPretrained"/>, which cannot tell.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public int? RatingCountOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        return FoldCount == 0 ? null : user < _ratingCounts.Length ? _ratingCounts[user] : 0;
    }

    /// <summary>Predicts a user's rating of an item by the model that was trained on all ratings.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; it may be unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    /// <exception cref="InvalidOperationException">The recommender answered with something that is not a number.</exception>
    public double Predict(int user, int item) => Checked(_full.Predict(user, item), user, item);

    /// <summary>Predicts a user's rating of an item by a model that has never seen that rating.</summary>
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
        ? throw new InvalidOperationException($"The central model's answer for user {user} and item {item} is not a number.")
        : Scale.Clamp(rating);

    // Users of a model that was trained elsewhere are known as far as it can tell.
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
