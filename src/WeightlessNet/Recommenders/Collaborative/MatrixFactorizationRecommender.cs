using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Collaborative filtering by biased matrix factorization: a rating is the mean of all ratings, the biases of the user and the item,
/// and the inner product of their factors. Trains in batches and goes on learning rating by rating.
/// </summary>
/// <remarks>
/// <para>
/// Biased matrix factorization is that of Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems"
/// (Computer 42(8), 2009). It is trained by factorized variational Bayes (Raiko, Ilin and Karhunen, ECML 2007): every factor has a
/// mean and a variance, and the strength of regularization is estimated from the ratings, for each factor apart. The prior means of
/// a member's factors follow from how many ratings it has and from the average factors of those who rated it or that it rated
/// (Agarwal and Chen, KDD 2009; the signal is that of SVD++, Koren, KDD 2008).
/// </para>
/// <para>
/// <see cref="Learn"/> solves the factors of the user and of the item anew from their own ratings, and those of some further users
/// and items in turn; its cost grows with how many ratings they have. From the thousandth rating on, whenever a fifth more have
/// come, it also estimates the shared priors, which takes one pass over all ratings. Besides, a user's drift follows the errors of
/// the latest predictions, as far as drift has been found to foretell them. The state after learning depends on the order of the
/// ratings, so there is no exact forgetting; use a personal model for that.
/// </para>
/// <para>
/// The same ratings and seed give the same bytes on every machine. Safe for use from many threads: a private lock guards the
/// state, and training holds it only to put the new state in place.
/// </para>
/// </remarks>
public sealed partial class MatrixFactorizationRecommender : IBatchRecommender, IKnownUsersRecommender
{
    private readonly MatrixFactorizationOptions _options;
    private readonly BatchTrained<MatrixFactorizationModel> _trained;

    /// <summary>Creates a recommender that knows no ratings yet.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    public MatrixFactorizationRecommender(int itemCount, RatingScale scale, MatrixFactorizationOptions? options = null)
    {
        _options = options ?? new MatrixFactorizationOptions();
        int maximumMembers = Array.MaxLength / (_options.Factors + 4);
        RecommenderArguments.Check(itemCount, scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(itemCount, maximumMembers);
        ItemCount = itemCount;
        Scale = scale;
        _trained = new BatchTrained<MatrixFactorizationModel>(
            itemCount, scale, maximumMembers, () => new MatrixFactorizationModel(itemCount, scale, _options));
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <inheritdoc/>
    public int UserIdBound => _trained.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _trained.Learn(rating);

    /// <inheritdoc/>
    /// <remarks>The result does not depend on the order of the ratings, but where a user rates an item more than once.</remarks>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        _trained.Fit(ratings, progress, cancellationToken);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _trained.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by the rating that is expected, which as a score is not moved into the scale: at its upper end all the best
    /// would be equal.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _trained.Recommend(user, destination, excluded);
}
