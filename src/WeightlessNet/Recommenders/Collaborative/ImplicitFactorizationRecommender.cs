using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Recommends by a factorization of what users like: implicit alternating least squares. Made for rankings; predicted ratings are those
/// of biases alone.
/// </summary>
/// <remarks>
/// <para>
/// Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets" (ICDM 2008): the factors of users and items are to
/// make inner products of 1 where a user likes an item and 0 for all other pairs, which weigh less. What is liked is a rating from
/// <see cref="ImplicitFactorizationOptions.LikedFrom"/> on; lower ratings count as not liked, but keep an item from being recommended.
/// </para>
/// <para>
/// <see cref="Fit"/> trains the items' factors, which then stand until the next training. A user's factors are the exact solution for
/// the user's own likes, given those of the items: after <see cref="Learn"/>, which takes constant time but for the user's log, they
/// are solved anew when they are next read. So a new user is known as well as one who was trained, and the state does not depend on the
/// order in which ratings are learned. Items that nobody liked at the last training have no factors.
/// </para>
/// <para>
/// The same ratings and seed give the same bytes on every machine, whatever the number of threads. Safe for use from many threads: a
/// private lock guards the state, and training holds it only to put the new state in place.
/// </para>
/// </remarks>
public sealed partial class ImplicitFactorizationRecommender : IItemScoringRecommender, IKnownUsersRecommender
{
    private readonly ImplicitFactorizationOptions _options;
    private readonly BatchTrained<ImplicitFactorizationModel> _trained;

    /// <summary>Creates a recommender that knows no ratings yet.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    /// <exception cref="ArgumentException"><see cref="ImplicitFactorizationOptions.LikedFrom"/> is not on the scale.</exception>
    public ImplicitFactorizationRecommender(int itemCount, RatingScale scale, ImplicitFactorizationOptions? options = null)
    {
        _options = options ?? new ImplicitFactorizationOptions();
        RecommenderArguments.Check(itemCount, scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            itemCount, Array.MaxLength / NormalEquations.VectorsFor(_options.Factors), nameof(itemCount));
        ItemCount = itemCount;
        Scale = scale;
        _trained = new BatchTrained<ImplicitFactorizationModel>(
            itemCount, scale, RecommenderArguments.UserBound, () => new ImplicitFactorizationModel(itemCount, scale, _options));
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>How many factors a user and an item have.</summary>
    public int FactorCount => _options.Factors;

    /// <inheritdoc/>
    public int UserIdBound => _trained.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _trained.Learn(rating);

    /// <inheritdoc/>
    /// <remarks>The result does not depend on the order of the ratings, but where a user rates an item more than once.</remarks>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        _trained.Fit(ratings, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The mean of all ratings and the shrunk biases of the user and the item; the factors do not enter.</remarks>
    public double Predict(int user, int item) => _trained.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// The score is the inner product of the factors, mostly between 0 and 1. Items without factors come after all others, by how many
    /// users like them. To users who like no item that has factors, all items are recommended by how many users like them, and that
    /// number is the score.
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

    /// <summary>Copies the factors of an item as they were last trained: its place among the items by who likes it.</summary>
    /// <param name="item">The item's id, 0 to <see cref="ItemCount"/> - 1.</param>
    /// <param name="destination">
    /// Where to write <see cref="FactorCount"/> numbers: zeros where nobody liked the item at the last training.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="FactorCount"/>.</exception>
    public void CopyItemFactors(int item, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, ItemCount);
        CheckLength(destination);
        lock (_trained.Access)
        {
            _trained.Model.CopyItemFactors(item, destination);
        }
    }

    /// <summary>Copies the factors of a user: the solution for what the user likes now, given the factors of the items.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="destination">
    /// Where to write <see cref="FactorCount"/> numbers: zeros where the user likes no item that has factors.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="FactorCount"/>.</exception>
    public void CopyUserFactors(int user, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckLength(destination);
        lock (_trained.Access)
        {
            _trained.Model.CopyUserFactors(user, destination);
        }
    }

    private void CheckLength(Span<double> destination)
    {
        if (destination.Length < FactorCount)
        {
            throw new ArgumentException($"{destination.Length} numbers do not hold {FactorCount} factors.", nameof(destination));
        }
    }
}
