using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Recommends by weights between items that best reproduce what users like: the "embarrassingly shallow autoencoder". Made for rankings;
/// predicted ratings are those of biases alone.
/// </summary>
/// <remarks>
/// <para>
/// EASE is that of Steck, "Embarrassingly Shallow Autoencoders for Sparse Data" (WWW 2019): one ridge regression of every item on all
/// others, solved in closed form by one inverse. What is liked is a rating from <see cref="EaseOptions.LikedFrom"/> on; lower ratings
/// count as not liked, but keep an item from being recommended. Only the <see cref="EaseOptions.MaximumItems"/> most liked items enter.
/// </para>
/// <para>
/// <see cref="Fit"/> trains the weights, which then stand until the next training. A user's scores are sums over the user's likes, so
/// that <see cref="Learn"/>, which takes constant time but for the user's log, shows at once, for new users too. The state does not
/// depend on the order in which ratings are learned.
/// </para>
/// <para>
/// The same ratings give the same bytes on every machine, whatever the number of threads. Safe for use from many threads: a private
/// lock guards the state, and training holds it only to put the new state in place.
/// </para>
/// </remarks>
public sealed partial class EaseRecommender : IItemScoringRecommender, IKnownUsersRecommender
{
    private readonly EaseOptions _options;
    private readonly BatchTrained<EaseModel> _trained;

    /// <summary>Creates a recommender that knows no ratings yet.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    /// <exception cref="ArgumentException"><see cref="EaseOptions.LikedFrom"/> is not on the scale.</exception>
    public EaseRecommender(int itemCount, RatingScale scale, EaseOptions? options = null)
    {
        _options = options ?? new EaseOptions();
        RecommenderArguments.Check(itemCount, scale);
        ItemCount = itemCount;
        Scale = scale;
        _trained = new BatchTrained<EaseModel>(
            itemCount, scale, RecommenderArguments.UserBound, () => new EaseModel(itemCount, scale, _options));
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
    /// <remarks>The mean of all ratings and the shrunk biases of the user and the item; the weights do not enter.</remarks>
    public double Predict(int user, int item) => _trained.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// The score is the sum of the weights by which the user's likes speak for the item, mostly between 0 and 1. Items without weights
    /// come after all others, by how many users like them. To users who like no item that has weights, all items are recommended by how
    /// many users like them, and that number is the score.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _trained.Recommend(user, destination, excluded);

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
    {
        RecommenderArguments.CheckScoring(ratings, scores, ItemCount);
        lock (_trained.Access)
        {
            _trained.Model.Score(ratings, scores);
        }
    }
}
