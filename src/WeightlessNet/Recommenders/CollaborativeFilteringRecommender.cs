using WeightlessNet.Recommenders.Central;
using WeightlessNet.Recommenders.Internals;

namespace WeightlessNet.Recommenders;

/// <summary>
/// Collaborative filtering by biased matrix factorisation: a rating is the mean of all ratings, the biases of the user and the item,
/// and the inner product of their factors. Trains in batches and goes on learning rating by rating.
/// </summary>
/// <remarks>
/// <para>
/// Biased matrix factorisation is that of Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems"
/// (Computer 42(8), 2009). It is trained by factorised variational Bayes (Raiko, Ilin and Karhunen, ECML 2007): every factor has a
/// mean and a variance, and the strength of regularisation is estimated from the ratings, for each factor apart. The prior means of
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
public sealed partial class CollaborativeFilteringRecommender : IBatchRecommender
{
    private readonly CollaborativeFilteringOptions _options;

    // Whoever changes the state holds the first lock throughout, and the second while readers could see it change.
    private readonly Lock _writing = new();
    private readonly Lock _access = new();
    private readonly int _maximumMembers;
    private CollaborativeFilteringModel _model;

    /// <summary>Creates a recommender that knows no ratings yet.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    public CollaborativeFilteringRecommender(int itemCount, RatingScale scale, CollaborativeFilteringOptions? options = null)
    {
        _options = options ?? new CollaborativeFilteringOptions();
        _maximumMembers = Array.MaxLength / (_options.Factors + 4);
        RecommenderArguments.Check(itemCount, scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(itemCount, _maximumMembers);
        ItemCount = itemCount;
        Scale = scale;
        _model = new CollaborativeFilteringModel(itemCount, scale, _options);
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        lock (_writing)
        {
            lock (_access)
            {
                _model.Learn(rating);
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
            CollaborativeFilteringModel model = new(ItemCount, Scale, _options);
            foreach (ref readonly Rating rating in ratings)
            {
                model.Add(rating);
            }

            model.Train(progress, cancellationToken);
            lock (_access)
            {
                _model = model;
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
            return Scale.Clamp(_model.Score(user, item));
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
            using UnavailableItems unavailable = new(ItemCount, _model.RatedBy(user), excluded);
            _model.Rank(user, ItemCount, unavailable, ref best);
        }

        return best.Complete();
    }

    private void Validate(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(_maximumMembers, rating);
    }
}
