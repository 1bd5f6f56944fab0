using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.WeightedNetworks.Internals;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.WeightedNetworks;

/// <summary>
/// One small multi-layer perceptron per user, over the same bits as <see cref="WeightlessRecommender"/> reads: what weights and
/// gradient descent make of them, to compare with look-ups and addition.
/// </summary>
/// <remarks>
/// <para>
/// A rating is what the crowd says of the item, plus how far the user rates above the crowd, plus the answer of the user's network.
/// The network is trained on what the other two leave, by gradient descent on the squared error with weight decay; for a user with
/// few ratings the decay holds it near 0. A user's own rating does not count in the crowd's view that it is trained with.
/// </para>
/// <para>
/// It is the weighted counterpart of the models of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation
/// Systems" (arXiv 2511.05499), trained until the weights settle. What it knows depends on the order in which ratings were
/// learned, so there is no exact forgetting.
/// </para>
/// <para>
/// <see cref="Learn"/> takes small steps of gradient descent on <see cref="WeightedNetworkOptions.ReplayedRatings"/> ratings of the user
/// and then a large one on the new rating; the user's ratings are gone through but once, for their mean. A user takes 4 bytes for each
/// weight: 2.7 KB for 42 inputs and 16 hidden units.
/// </para>
/// <para>
/// Equal ratings in equal order and an equal seed give the same bytes on every machine and vector width. Safe for use from many
/// threads: a private lock guards the state, and training in a batch holds it only to put the new state in place; ratings that come
/// while it trains wait for it.
/// </para>
/// </remarks>
public sealed partial class WeightedNetworkRecommender : IBatchRecommender, IKnownUsersRecommender
{
    // Whoever changes the state holds the first lock throughout, and the second while readers could see it change.
    private readonly Lock _writing = new();
    private readonly Lock _access = new();
    private readonly ItemCatalog _catalog;
    private readonly WeightedNetworkOptions _options;
    private WeightedNetworkState _state;

    /// <summary>Creates a recommender that knows no rating.</summary>
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
        Scale = scale;
        _state = NewState();
    }

    /// <inheritdoc/>
    public int ItemCount => _catalog.Count;

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount
    {
        get
        {
            lock (_access)
            {
                return _state.RatingCount;
            }
        }
    }

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_access)
            {
                return _state.UserIdBound;
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        lock (_writing)
        {
            lock (_access)
            {
                _state.Learn(rating);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The result does not depend on the order of the ratings, but where a user rates an item more than once.</remarks>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            Validate(rating);
        }

        lock (_writing)
        {
            WeightedNetworkState state = NewState();
            foreach (ref readonly Rating rating in ratings)
            {
                state.Add(rating);
            }

            state.Train(progress, cancellationToken);
            lock (_access)
            {
                _state = state;
            }
        }
    }

    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return Scale.Clamp(ToRating(_state.Score(_state.Find(user), item)));
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by the rating that is expected, which as a score is not moved into the scale: at its upper end all the best
    /// would be equal.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (_access)
        {
            using UnavailableItems unavailable = new(_catalog.Count, _state.RatedBy(user), excluded);
            WeightedNetworkModel? model = _state.Find(user);
            for (int item = 0; item < _catalog.Count; item++)
            {
                if (!unavailable.Contains(item))
                {
                    best.Offer(item, ToRating(_state.Score(model, item)));
                }
            }
        }

        return best.Complete();
    }

    private void Validate(in Rating rating)
    {
        Scale.Validate(rating, _catalog.Count);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
    }

    private WeightedNetworkState NewState() => new(_catalog, Scale, _options);

    private double ToRating(double units) => Scale.Minimum + (units / RatingUnits.Range * ((double)Scale.Maximum - Scale.Minimum));
}
