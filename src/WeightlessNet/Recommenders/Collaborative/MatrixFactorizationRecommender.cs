using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Collaborative filtering by biased matrix factorization: a rating is the mean of all ratings, the biases of the user and the item,
/// and the inner product of their factors. Trains in batches and goes on learning rating by rating.
/// </summary>
/// <remarks>
/// <para>
/// Biased matrix factorization is that of Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems"
/// (Computer 42(8), 2009). It is trained by factorized variational Bayes (Raiko, Ilin and Karhunen, ECML 2007): every factor has a
/// mean and a variance, and the strength of regularization is estimated from the ratings, for each factor separately. The prior means of
/// the factors are linear in what is known of a user or an item without its ratings (Agarwal and Chen, KDD 2009): who rates what, as
/// factors of an implicit factorization of all ratings (Hu, Koren and Volinsky, ICDM 2008), and the item's number of ratings. A recommender
/// that learns without having been trained takes the average factors of the other side instead (the signal of SVD++, Koren, KDD 2008).
/// </para>
/// <para>
/// With a catalog, each user also has a weight for each bit of its narrow fields and for the number of ratings of an item.
/// </para>
/// <para>
/// A user of n ratings gets n parts of that answer and 5 parts of plain biases, so that it does not err more than biases on users of few
/// ratings.
/// </para>
/// <para>
/// <see cref="Learn"/> solves the factors of the user and of the item again from their own ratings, and those of some further users
/// and items in turn; its time grows with their numbers of ratings. From the thousandth rating on, whenever the number of ratings has grown
/// by a fifth, it also estimates the shared priors, which takes one pass over all ratings. A user's drift follows the errors of the latest
/// predictions; its weight is how well drift has predicted errors so far. The state after learning depends on the order of the ratings, so
/// there is no exact forgetting; use a personal model for that.
/// </para>
/// <para>
/// The same ratings and seed give the same bytes on every machine. Thread-safe: a private lock guards the state. Other calls
/// do not wait for <see cref="Fit"/>.
/// </para>
/// </remarks>
public sealed class MatrixFactorizationRecommender : IBatchRecommender, IKnownUsersRecommender, ISnapshot<MatrixFactorizationRecommender>
{
    private const int Layout = 2;

    private readonly MatrixFactorizationOptions _options;
    private readonly ItemCatalog? _catalog;
    private readonly LoggedModel<MatrixFactorizationModel> _logged;

    /// <summary>Creates a recommender without ratings that knows nothing of the items.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    public MatrixFactorizationRecommender(int itemCount, RatingScale scale, MatrixFactorizationOptions? options = null)
        : this(itemCount, null, scale, options)
    {
    }

    /// <summary>Creates a recommender without ratings that uses what the items are.</summary>
    /// <param name="catalog">
    /// The items. <see cref="Fit"/> uses the bits of ordered fields and of other fields of at most 64 bits, those of fewest bits first, up
    /// to 127 bits in all.
    /// </param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="catalog"/> is empty or so large that its factors do not fit into an array, or <paramref name="scale"/> was not made
    /// by its constructor.
    /// </exception>
    public MatrixFactorizationRecommender(ItemCatalog catalog, RatingScale scale, MatrixFactorizationOptions? options = null)
        : this(CountOf(catalog, scale), catalog, scale, options)
    {
    }

    private MatrixFactorizationRecommender(int itemCount, ItemCatalog? catalog, RatingScale scale, MatrixFactorizationOptions? options)
    {
        _options = options ?? new MatrixFactorizationOptions();
        _catalog = catalog?.Detach();
        int maximumMembers = MatrixFactorizationModel.MaximumMembers(_options, _catalog);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(itemCount, maximumMembers, catalog is null ? nameof(itemCount) : nameof(catalog));
        _logged = new(itemCount, scale, () => new MatrixFactorizationModel(itemCount, scale, _options, _catalog), maximumMembers);
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <summary>How many factors of who rates what training uses, 0 or more.</summary>
    internal int AudienceFactors => _options.AudienceFactors;

    /// <summary>The seed of the items' first factors.</summary>
    internal ulong Seed => _options.Seed;

    /// <summary>Answers for lists of ratings, by the items as they are now; later changes of this recommender do not reach it.</summary>
    internal IFoldInModel FoldInModel
    {
        get
        {
            lock (_logged.Access)
            {
                return _logged.Model.FoldInModel;
            }
        }
    }

    /// <summary>Whether there are ratings of a user.</summary>
    internal bool Knows(int user)
    {
        lock (_logged.Access)
        {
            return !_logged.Model.Log.OfUser(user).IsEmpty;
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _logged.Learn(rating);

    /// <inheritdoc/>
    /// <remarks>
    /// The order of the ratings matters only where a user rates an item more than once: the last such rating counts. During the call, other
    /// threads learn and get answers from the present model. What they learn is not lost: the new model learns it too, in the same order,
    /// before it answers.
    /// </remarks>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        _logged.Fit(ratings, progress, cancellationToken);

    /// <summary>Trains as <see cref="Fit"/> does, but from another trained recommender, which takes fewer iterations.</summary>
    /// <param name="warm">
    /// A recommender of the same items and options, which is only read; it must not learn during the call. It must not know ratings that
    /// are held out to judge this one.
    /// </param>
    /// <param name="ratings">All ratings to train on.</param>
    /// <param name="iterations">
    /// How often to go over all ratings, 1 or more; as often as the options say if the other was trained on no ratings.
    /// </param>
    /// <param name="progress">Receives the finished part after every iteration.</param>
    /// <param name="cancellationToken">Cancels the training, which leaves this recommender as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="warm"/> has other items, factors or another scale.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating is not valid.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    internal void FitFrom(
        MatrixFactorizationRecommender warm,
        ReadOnlySpan<Rating> ratings,
        int iterations,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckStart(warm);
        MatrixFactorizationModel begin;
        lock (warm._logged.Access)
        {
            begin = warm._logged.Model;
        }

        _logged.Fit(ratings, model => model.Train(null, begin.Start(), iterations, 1, progress, cancellationToken));
    }

    /// <summary>Trains a model with the options of this recommender, which stays as it is.</summary>
    /// <param name="ratings">All ratings to train on; the model shares them with others and must not learn afterwards.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="progress">Receives the finished part after every iteration.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many users.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    internal MatrixFactorizationModel Train(
        TrainingRatings ratings, int parallelism, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Train(ratings, null, _options.Iterations, parallelism, progress, cancellationToken);

    /// <summary>Trains a model likewise, but from one that another recommender has trained.</summary>
    /// <param name="warm">The other recommender, of the same items and options.</param>
    /// <param name="start">
    /// What to begin with of its model, which is only read. It must not know ratings that are held out to judge the new one.
    /// </param>
    /// <param name="ratings">All ratings to train on.</param>
    /// <param name="iterations">How often to go over all ratings, 1 or more.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="progress">Receives the finished part after every iteration.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="ArgumentException"><paramref name="warm"/> has other items, factors or another scale.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many users.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    internal MatrixFactorizationModel TrainFrom(
        MatrixFactorizationRecommender warm,
        MatrixFactorizationStart start,
        TrainingRatings ratings,
        int iterations,
        int parallelism,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        CheckStart(warm);
        return Train(ratings, start, iterations, parallelism, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by the expected rating. The score is not clamped to the scale, so that the best items do not tie at its end.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    private void CheckStart(MatrixFactorizationRecommender warm)
    {
        if (warm.ItemCount != ItemCount || warm.Scale != Scale || warm._options.Factors != _options.Factors
            || warm.AudienceFactors != AudienceFactors || warm._catalog?.BitCount != _catalog?.BitCount)
        {
            throw new ArgumentException(
                "The recommender to begin with has other items, factors, another catalog or another scale. " +
                "Pass one that has the same, or null.",
                nameof(warm));
        }
    }

    private MatrixFactorizationModel Train(
        TrainingRatings ratings,
        MatrixFactorizationStart? warm,
        int iterations,
        int parallelism,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        int maximumMembers = MatrixFactorizationModel.MaximumMembers(_options, _catalog);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratings.ByUser.UserCount, maximumMembers, nameof(ratings));
        MatrixFactorizationModel model = new(ItemCount, Scale, _options, _catalog);
        model.Train(ratings, warm, iterations, parallelism, progress, cancellationToken);
        return model;
    }

    private static int CountOf(ItemCatalog catalog, RatingScale scale)
    {
        RecommenderArguments.Check(catalog, scale);
        return catalog.Count;
    }

    static SnapshotKind ISnapshot<MatrixFactorizationRecommender>.Kind => SnapshotKind.MatrixFactorizationRecommender;

    // Seed: of the items' scatter. After the options, since layout 2: u8, 1 and the catalog, or 0 where there is none. After the ratings:
    // the model.
    void ISnapshot.WriteTo(SnapshotWriter writer) => _logged.WriteTo(
        writer,
        SnapshotKind.MatrixFactorizationRecommender,
        _options.Seed,
        writer =>
        {
            _options.WriteTo(writer);
            writer.Write((byte)(_catalog is null ? 0 : 1));
            if (_catalog is not null)
            {
                writer.WriteObject(_catalog);
            }
        },
        Layout);

    static MatrixFactorizationRecommender ISnapshot<MatrixFactorizationRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.ReadSeeded(reader, head, Layout);
        var options = MatrixFactorizationOptions.Read(reader, head.Seed, stored.Layout);
        ItemCatalog? catalog = stored.Layout > 1 && reader.ReadBoolean() ? ItemCatalog.ReadOf(reader, stored.ItemCount) : null;
        return stored.ReadModel(
            () => new MatrixFactorizationRecommender(stored.ItemCount, catalog, stored.Scale, options),
            made => made._logged,
            (model, reader) => model.ReadTraining(reader, stored.Layout));
    }
}
