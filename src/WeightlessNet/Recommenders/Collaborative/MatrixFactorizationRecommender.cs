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
/// the factors of a user or an item follow from its number of ratings and from the average factors of the items or users on the other side
/// of these ratings (Agarwal and Chen, KDD 2009; the signal is that of SVD++, Koren, KDD 2008).
/// </para>
/// <para>
/// <see cref="Learn"/> solves the factors of the user and of the item again from their own ratings, and those of some further users
/// and items in turn; its time grows with their numbers of ratings. From the thousandth rating on, whenever the number of ratings has grown
/// by a fifth, it also estimates the shared priors, which takes one pass over all ratings. A user's drift follows the errors of the latest
/// predictions; its weight is how well drift has predicted errors so far. The state after learning depends on the order of the ratings, so
/// there is no exact forgetting; use a personal model for that.
/// </para>
/// <para>
/// The same ratings and seed give the same bytes on every machine. Safe for use from many threads: a private lock guards the
/// state, and training holds it only to replace the state.
/// </para>
/// </remarks>
public sealed class MatrixFactorizationRecommender : IBatchRecommender, IKnownUsersRecommender, ISnapshot<MatrixFactorizationRecommender>
{
    private readonly MatrixFactorizationOptions _options;
    private readonly LoggedModel<MatrixFactorizationModel> _logged;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    public MatrixFactorizationRecommender(int itemCount, RatingScale scale, MatrixFactorizationOptions? options = null)
    {
        _options = options ?? new MatrixFactorizationOptions();
        int maximumMembers = Math.Min(RecommenderArguments.UserBound, Array.MaxLength / (_options.Factors + 4));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(itemCount, maximumMembers);
        _logged = new(itemCount, scale, () => new MatrixFactorizationModel(itemCount, scale, _options), maximumMembers);
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    public int UserIdBound => _logged.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _logged.Learn(rating);

    /// <inheritdoc/>
    /// <remarks>The order of the ratings matters only where a user rates an item more than once: the last such rating counts.</remarks>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        _logged.Fit(ratings, progress, cancellationToken);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by the expected rating. The score is not clamped to the scale, so that the best items do not tie at its end.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<MatrixFactorizationRecommender>.Kind => SnapshotKind.MatrixFactorizationRecommender;

    // Seed: of the items' scatter. After the ratings: the model.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.MatrixFactorizationRecommender, _options.Seed, _options.WriteTo);

    static MatrixFactorizationRecommender ISnapshot<MatrixFactorizationRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.ReadSeeded(reader, head);
        var options = MatrixFactorizationOptions.Read(reader, head.Seed);
        return stored.ReadModel(() => new MatrixFactorizationRecommender(stored.ItemCount, stored.Scale, options), made => made._logged);
    }
}
