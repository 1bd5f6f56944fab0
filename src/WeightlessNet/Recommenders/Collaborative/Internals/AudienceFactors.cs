using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The factors of who rates what, whatever the ratings, of all users and items that have ratings (Hu, Koren and Volinsky, ICDM 2008).
/// </summary>
/// <remarks>Read only once trained. Several factorizations of the same ratings share it.</remarks>
internal sealed class AudienceFactors
{
    /// <summary>How much more a rating counts than none.</summary>
    public const double Confidence = 10;

    /// <summary>The strength of regularization.</summary>
    public const double Regularization = 60;

    private const int Iterations = 6;
    private const int IterationsFromOthers = 2;

    private AudienceFactors(int[] userIds, ImplicitFactors users, int[] itemIds, ImplicitFactors items) =>
        (UserIds, Users, ItemIds, Items) = (userIds, users, itemIds, items);

    /// <summary>The users that have ratings, ascending.</summary>
    public int[] UserIds { get; }

    /// <summary>The factors of these users.</summary>
    public ImplicitFactors Users { get; }

    /// <summary>The items that have ratings, ascending.</summary>
    public int[] ItemIds { get; }

    /// <summary>The factors of these items.</summary>
    public ImplicitFactors Items { get; }

    /// <summary>How many factors each has.</summary>
    public int FactorCount => Items.FactorCount;

    /// <summary>Trains on all ratings.</summary>
    /// <param name="users">The ratings by user.</param>
    /// <param name="factors">How many factors to train, 1 or more.</param>
    /// <param name="seed">The seed of the items' first factors.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static AudienceFactors Train(
        RatingLog users, int factors, ulong seed, int parallelism, CancellationToken cancellationToken) =>
        Train(users, Options(factors, seed, Iterations, parallelism), null, cancellationToken);

    /// <summary>Trains on all ratings, in fewer iterations, from the factors of another training.</summary>
    /// <param name="users">The ratings by user.</param>
    /// <param name="warm">The factors to begin with.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static AudienceFactors TrainFrom(
        RatingLog users, AudienceFactors warm, int parallelism, CancellationToken cancellationToken)
    {
        int known = warm.ItemIds is [.., int last] ? last + 1 : 0;
        double[] ofItems = warm.CopyItems(known);
        return TrainFrom(
            users,
            warm.FactorCount,
            (item, factors) =>
            {
                if (item < known)
                {
                    ofItems.AsSpan(item * factors.Length, factors.Length).CopyTo(factors);
                }
            },
            parallelism,
            cancellationToken);
    }

    /// <summary>Trains on all ratings, in fewer iterations, from given factors of the items.</summary>
    /// <param name="users">The ratings by user.</param>
    /// <param name="factors">How many factors to train, 1 or more.</param>
    /// <param name="copyStart">Copies the factors of an item to begin with.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static AudienceFactors TrainFrom(
        RatingLog users,
        int factors,
        Action<int, Span<double>> copyStart,
        int parallelism,
        CancellationToken cancellationToken) =>
        Train(users, Options(factors, 0, IterationsFromOthers, parallelism), copyStart, cancellationToken);

    /// <summary>The factors of the items up to a number, item after item; 0 for items without ratings.</summary>
    public double[] CopyItems(int itemCount)
    {
        double[] factors = new double[checked(itemCount * FactorCount)];
        for (int row = 0; row < ItemIds.Length && ItemIds[row] < itemCount; row++)
        {
            Items.NumbersOf(row).CopyTo(factors.AsSpan(ItemIds[row] * FactorCount));
        }

        return factors;
    }

    private static AudienceFactors Train(
        RatingLog users,
        ImplicitFactorizationOptions options,
        Action<int, Span<double>>? copyStart,
        CancellationToken cancellationToken)
    {
        int[] userIds = WithRatings(users);
        int[] itemIds = users.RatedItems();
        LikeMatrix likes = LikeMatrix.OfAllRatings(users, userIds, itemIds);
        double[]? start = copyStart is null ? null : new double[itemIds.Length * options.Factors];
        for (int row = 0; row < itemIds.Length; row++)
        {
            copyStart?.Invoke(itemIds[row], start.AsSpan(row * options.Factors, options.Factors));
        }

        (ImplicitFactors ofUsers, ImplicitFactors ofItems) = ImplicitFactors.TrainBoth(likes, start, options, cancellationToken);
        return new AudienceFactors(userIds, ofUsers, itemIds, ofItems);
    }

    private static ImplicitFactorizationOptions Options(int factors, ulong seed, int iterations, int parallelism) => new()
    {
        Factors = factors,
        Iterations = iterations,
        Confidence = Confidence,
        Regularization = Regularization,
        Seed = seed,
        MaxDegreeOfParallelism = parallelism,
    };

    private static int[] WithRatings(RatingLog log) => [.. Enumerable.Range(0, log.UserCount).Where(id => !log.OfUser(id).IsEmpty)];
}
