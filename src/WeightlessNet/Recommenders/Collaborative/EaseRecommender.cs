using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Recommends by weights between items that best reproduce what users like: the "embarrassingly shallow autoencoder". It is made for
/// rankings; predicted ratings come from biases alone.
/// </summary>
/// <remarks>
/// <para>
/// EASE is that of Steck, "Embarrassingly Shallow Autoencoders for Sparse Data" (WWW 2019): one ridge regression of every item on all
/// others, solved in closed form by one inverse. A like is a rating of <see cref="EaseOptions.LikedFrom"/> or more; a lower rating is no
/// like, but the item is not recommended. Only the <see cref="EaseOptions.MaximumItems"/> most liked items have weights.
/// </para>
/// <para>
/// <see cref="Fit"/> trains the weights, which stay the same until the next training. A user's scores are sums over the user's likes, so a
/// rating counts at once after <see cref="Learn"/>, for new users too; learning takes constant time apart from the user's log. The state
/// does not depend on the order in which ratings are learned.
/// </para>
/// <para>
/// The same ratings give the same bytes on every machine, whatever the number of threads. Thread-safe. No call waits for
/// <see cref="Fit"/>, for a save or while another thread's scores are summed: a private lock is held only to change or copy ratings.
/// </para>
/// </remarks>
public sealed class EaseRecommender
    : IItemScoringRecommender, IKnownUsersRecommender, IRatingsOfTraining, ISnapshot<EaseRecommender>
{
    private readonly EaseOptions _options;
    private readonly LoggedModel<EaseModel> _logged;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    /// <exception cref="ArgumentException"><see cref="EaseOptions.LikedFrom"/> is not on the scale.</exception>
    public EaseRecommender(int itemCount, RatingScale scale, EaseOptions? options = null)
    {
        _options = options ?? new EaseOptions();
        _logged = new(itemCount, scale, () => new EaseModel(itemCount, scale, _options));
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

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

    /// <inheritdoc/>
    /// <remarks>The mean of all ratings and the shrunk biases of the user and the item; the weights are not used.</remarks>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// The score is the sum of the weights between the user's likes and the item, mostly between 0 and 1. Items without weights come after
    /// all others, by how many users like them. A user who likes no item that has weights gets all items by how many users like them, and
    /// that number is the score.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.RecommendLiked(user, destination, excluded);

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
    {
        RecommenderArguments.CheckScoring(ratings, scores, ItemCount);
        _logged.Model.Score(ratings, scores);
    }

    /// <summary>A recommender of so many items with the same options and without ratings, trained by at most so many threads.</summary>
    internal EaseRecommender Untrained(int itemCount, int mostThreads) =>
        new(itemCount, Scale, _options.WithAtMost(mostThreads));

    /// <summary>After what time a like counts half; null if likes do not age.</summary>
    internal TimeSpan? HalfLife => _options.HalfLife;

    /// <summary>A recommender of the same items without ratings in which likes age otherwise.</summary>
    /// <param name="halfLife">After what time a like counts half; null for likes that do not age.</param>
    /// <param name="mostItems">The most items that have weights; null for the same number.</param>
    internal EaseRecommender Aging(TimeSpan? halfLife, int? mostItems = null) => new(
        ItemCount,
        Scale,
        _options with { HalfLife = halfLife, MaximumItems = Math.Min(_options.MaximumItems, mostItems ?? int.MaxValue) });

    Rating[] IRatingsOfTraining.CopyRatings() => _logged.CopyRatings();

    void IRatingsOfTraining.Withdraw(int user, int? item)
    {
        lock (_logged.Access)
        {
            _logged.Model.Withdraw(user, item);
        }
    }

    static SnapshotKind ISnapshot<EaseRecommender>.Kind => SnapshotKind.EaseRecommender;

    // After the ratings: the items that have weights, and the weights.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.EaseRecommender, null, _options.WriteTo, _options.Weighting.Layout);

    static EaseRecommender ISnapshot<EaseRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.Read(reader, head, LikeWeighting.NewestLayout);
        var options = EaseOptions.Read(reader, stored.Layout);
        return stored.ReadModel(() => new EaseRecommender(stored.ItemCount, stored.Scale, options), made => made._logged);
    }
}
