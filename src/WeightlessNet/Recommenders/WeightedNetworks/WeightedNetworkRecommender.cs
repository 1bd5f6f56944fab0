using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.WeightedNetworks.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks;

/// <summary>
/// One small multi-layer perceptron per user, over the same bits as those of a <see cref="WeightlessRecommender"/>, to compare weights and
/// gradient descent with look-ups and addition.
/// </summary>
/// <remarks>
/// <para>
/// A prediction is the crowd's mean of the item, plus how far the user rates above the crowd, plus the answer of the user's network. The
/// network is trained on the residuals of the other two, by gradient descent on the squared error with weight decay; for a user with few
/// ratings the decay keeps it near 0. A user's own rating is left out of the crowd's statistics with which it is trained.
/// </para>
/// <para>
/// It is the weighted counterpart of the models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation
/// Systems" (arXiv 2511.05499), trained until the weights converge. Its state depends on the order in which ratings were learned, so there
/// is no exact forgetting.
/// </para>
/// <para>
/// <see cref="Learn"/> takes small steps of gradient descent on <see cref="WeightedNetworkOptions.ReplayedRatings"/> ratings of the user
/// and then a large one on the new rating, after one pass over the user's ratings for their mean. A user takes 4 bytes for each weight:
/// 2.7 KB for 42 inputs and 16 hidden units.
/// </para>
/// <para>
/// Equal ratings in equal order and an equal seed give the same bytes on every machine and vector width. Thread-safe: a private
/// lock guards the state. Other calls do not wait for <see cref="Fit"/>.
/// </para>
/// </remarks>
public sealed class WeightedNetworkRecommender : IBatchRecommender, IKnownUsersRecommender, ISnapshot<WeightedNetworkRecommender>
{
    private readonly ItemCatalog _catalog;
    private readonly WeightedNetworkOptions _options;
    private readonly LoggedModel<WeightedNetworkState> _logged;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks and how they are trained; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public WeightedNetworkRecommender(ItemCatalog catalog, RatingScale scale, WeightedNetworkOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _catalog = catalog;
        _options = options ?? new WeightedNetworkOptions();
        _logged = new(catalog.Count, scale, () => new WeightedNetworkState(catalog, scale, _options));
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount => _logged.RatingCount;

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
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by the expected rating. The score is not clamped to the scale, so that the best items do not tie at its end.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<WeightedNetworkRecommender>.Kind => SnapshotKind.WeightedNetworkRecommender;

    // Seed: of the first weights. After the options: the catalog, an object. After the ratings: the networks.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.WeightedNetworkRecommender, _options.Seed, writer =>
        {
            _options.WriteTo(writer);
            writer.WriteObject(_catalog);
        });

    static WeightedNetworkRecommender ISnapshot<WeightedNetworkRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.ReadSeeded(reader, head);
        var options = WeightedNetworkOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, stored.ItemCount);
        return stored.ReadModel(() => new WeightedNetworkRecommender(catalog, stored.Scale, options), made => made._logged);
    }
}
