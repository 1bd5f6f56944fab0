using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Recommends by a factorization of what users like: implicit alternating least squares. It is made for rankings; predicted ratings come
/// from biases alone.
/// </summary>
/// <remarks>
/// <para>
/// Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets" (ICDM 2008): the inner product of the factors of a user
/// and an item should be 1 where the user likes the item, and 0 for all other pairs, which weigh less. A like is a rating of
/// <see cref="ImplicitFactorizationOptions.LikedFrom"/> or more; a lower rating is no like, but the item is not recommended.
/// </para>
/// <para>
/// <see cref="Fit"/> trains the items' factors, which stay the same until the next training. A user's factors are the exact solution for
/// the user's own likes, given those of the items: after <see cref="Learn"/>, which takes constant time apart from the user's log, they
/// are solved again when they are next read. So new users get factors as good as those of trained users, and the state does not depend on
/// the order in which ratings are learned. Items that nobody liked at the last training have no factors.
/// </para>
/// <para>
/// The same ratings and seed give the same bytes on every machine, whatever the number of threads. Thread-safe. No call waits
/// for <see cref="Fit"/>, for a save or while another thread solves factors: a private lock is held only to change or copy ratings.
/// </para>
/// </remarks>
public sealed class ImplicitFactorizationRecommender :
    IItemScoringRecommender, IKnownUsersRecommender, IRatingsOfTraining, ISnapshot<ImplicitFactorizationRecommender>
{
    private readonly ImplicitFactorizationOptions _options;
    private readonly LoggedModel<ImplicitFactorizationModel> _logged;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it learns; the defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or so high that its factors do not fit into an array, or <paramref name="scale"/> was
    /// not made by its constructor.
    /// </exception>
    /// <exception cref="ArgumentException"><see cref="ImplicitFactorizationOptions.LikedFrom"/> is not on the scale.</exception>
    public ImplicitFactorizationRecommender(int itemCount, RatingScale scale, ImplicitFactorizationOptions? options = null)
    {
        _options = options ?? new ImplicitFactorizationOptions();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            itemCount, Array.MaxLength / NormalEquations.VectorsFor(_options.Factors), nameof(itemCount));
        _logged = new(itemCount, scale, () => new ImplicitFactorizationModel(itemCount, scale, _options));
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <summary>How many factors a user and an item have.</summary>
    public int FactorCount => _options.Factors;

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
    /// <remarks>The mean of all ratings and the shrunk biases of the user and the item; the factors are not used.</remarks>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// The score is the inner product of the factors, mostly between 0 and 1. Items without factors come after all others, by how many
    /// users like them. A user who likes no item that has factors gets all items by how many users like them, and that number is the score.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.RecommendLiked(user, destination, excluded);

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
    {
        RecommenderArguments.CheckScoring(ratings, scores, ItemCount);
        _logged.Model.Score(ratings, scores);
    }

    /// <summary>Copies the factors of an item from the last training. Items that the same users like have similar factors.</summary>
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
        _logged.Model.CopyItemFactors(item, destination);
    }

    /// <summary>Copies the factors of a user: the solution for the user's present likes, given the factors of the items.</summary>
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
        using LikeQuestion question = _logged.QuestionOf(user, out ImplicitFactorizationModel model);
        model.CopyUserFactors(user, question.Ratings, destination);
    }

    /// <summary>A recommender of so many items with the same options and without ratings, trained by at most so many threads.</summary>
    internal ImplicitFactorizationRecommender Untrained(int itemCount, int mostThreads) =>
        new(itemCount, Scale, _options.WithAtMost(mostThreads));

    /// <summary>After what time a like counts half; null if likes do not age.</summary>
    internal TimeSpan? HalfLife => _options.HalfLife;

    /// <summary>A recommender of the same items without ratings in which likes age otherwise.</summary>
    /// <param name="halfLife">After what time a like counts half; null for likes that do not age.</param>
    /// <param name="most">The most factors and iterations; null for the same numbers.</param>
    internal ImplicitFactorizationRecommender Aging(TimeSpan? halfLife, (int Factors, int Iterations)? most = null) => new(
        ItemCount,
        Scale,
        _options with
        {
            HalfLife = halfLife,
            Factors = Math.Min(_options.Factors, most?.Factors ?? int.MaxValue),
            Iterations = Math.Min(_options.Iterations, most?.Iterations ?? int.MaxValue),
        });

    private void CheckLength(Span<double> destination)
    {
        if (destination.Length < FactorCount)
        {
            throw new ArgumentException(
                $"There is room for {destination.Length} numbers, not for {FactorCount} factors.", nameof(destination));
        }
    }

    Rating[] IRatingsOfTraining.CopyRatings() => _logged.CopyRatings();

    void IRatingsOfTraining.Withdraw(int user, int? item)
    {
        lock (_logged.Access)
        {
            _logged.Model.Withdraw(user, item);
        }
    }

    static SnapshotKind ISnapshot<ImplicitFactorizationRecommender>.Kind => SnapshotKind.ImplicitFactorizationRecommender;

    // Seed: of the first factors. After the ratings: the items that have factors, and the factors.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.ImplicitFactorizationRecommender, _options.Seed, _options.WriteTo, _options.Weighting.Layout);

    static ImplicitFactorizationRecommender ISnapshot<ImplicitFactorizationRecommender>.ReadContent(
        SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.ReadSeeded(reader, head, LikeWeighting.NewestLayout);
        var options = ImplicitFactorizationOptions.Read(reader, head.Seed, stored.Layout);
        return stored.ReadModel(() => new ImplicitFactorizationRecommender(stored.ItemCount, stored.Scale, options), made => made._logged);
    }
}
