using System.Collections.Concurrent;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>Learns many ratings, predicts many ratings, and recommends for many users.</summary>
/// <remarks>
/// The answers are those of one call after the other, whatever the number of threads, unless other threads change the recommender
/// meanwhile. Predictions and lists are computed on several threads, so the recommender must be thread-safe, as all of this library are.
/// </remarks>
public static class RecommenderBatches
{
    private const int PredictionsAtOnce = 256;

    /// <summary>Learns ratings one by one, in their order.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="ratings">The ratings. Where a user rates an item more than once, the last rating counts.</param>
    /// <remarks>If learning a rating throws, those before it stay learned; it and those after it are not learned.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating is not valid, see <see cref="IRecommender.Learn"/>.</exception>
    public static void LearnAll(this IRecommender recommender, ReadOnlySpan<Rating> ratings)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        foreach (ref readonly Rating rating in ratings)
        {
            recommender.Learn(rating);
        }
    }

    /// <summary>Predicts the ratings of pairs of a user and an item.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="users">The user of each pair, 0 or more; may be unknown.</param>
    /// <param name="items">The item of each pair, 0 or more; may be unknown.</param>
    /// <param name="maxDegreeOfParallelism">The most threads, 1 or more; -1 for as many as there are processors.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The predicted rating of each pair, on the <see cref="IRecommender.Scale"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentException">There are not as many items as users.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An id is negative, or <paramref name="maxDegreeOfParallelism"/> is neither -1 nor 1 or more.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public static double[] PredictAll(
        this IRecommender recommender,
        ReadOnlySpan<int> users,
        ReadOnlySpan<int> items,
        int maxDegreeOfParallelism = -1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        if (items.Length != users.Length)
        {
            throw new ArgumentException(
                $"There are {users.Length} users and {items.Length} items: pass as many of one as of the other.", nameof(items));
        }

        ThrowIfAnyNegative(users, nameof(users));
        ThrowIfAnyNegative(items, nameof(items));
        ParallelOptions parallel = Parallelism(maxDegreeOfParallelism, cancellationToken);
        (int[] ofUsers, int[] ofItems) = (users.ToArray(), items.ToArray());
        double[] predictions = new double[ofUsers.Length];
        if (predictions.Length > 0)
        {
            FirstFailure.Of(() => Parallel.ForEach(Partitioner.Create(0, predictions.Length, PredictionsAtOnce), parallel, range =>
            {
                for (int pair = range.Item1; pair < range.Item2; pair++)
                {
                    predictions[pair] = recommender.Predict(ofUsers[pair], ofItems[pair]);
                }
            }), cancellationToken);
        }

        return predictions;
    }

    /// <summary>Finds the best items for many users. Items that a user has rated are left out of the user's list.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="users">The users, 0 or more each; may be unknown.</param>
    /// <param name="count">The maximum number of items for each user, 0 or more.</param>
    /// <param name="maxDegreeOfParallelism">The most threads, 1 or more; -1 for as many as there are processors.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// A list for each user, in the order of the users: the items of <see cref="IRecommender.Recommend"/>, best first; fewer than wanted if
    /// the catalog has no more.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A user or <paramref name="count"/> is negative, or <paramref name="maxDegreeOfParallelism"/> is neither -1 nor 1 or more.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public static ScoredItem[][] RecommendAll(
        this IRecommender recommender,
        ReadOnlySpan<int> users,
        int count,
        int maxDegreeOfParallelism = -1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ThrowIfAnyNegative(users, nameof(users));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ParallelOptions parallel = Parallelism(maxDegreeOfParallelism, cancellationToken);
        int[] asked = users.ToArray();
        ScoredItem[][] lists = new ScoredItem[asked.Length][];
        FirstFailure.Of(() => Parallel.For(0, asked.Length, parallel, index =>
        {
            ScoredItem[] list = new ScoredItem[Math.Min(count, recommender.ItemCount)];
            int found = recommender.Recommend(asked[index], list);
            lists[index] = found == list.Length ? list : list[..found];
        }), cancellationToken);
        return lists;
    }

    private static ParallelOptions Parallelism(int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (maxDegreeOfParallelism is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxDegreeOfParallelism),
                maxDegreeOfParallelism,
                "The number of threads must be 1 or more, or -1 for all processors.");
        }

        return new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
    }

    private static void ThrowIfAnyNegative(ReadOnlySpan<int> ids, string name)
    {
        int index = ids.IndexOfAnyInRange(int.MinValue, -1);
        if (index >= 0)
        {
            throw new ArgumentOutOfRangeException(name, ids[index], $"The id at position {index} must be 0 or more.");
        }
    }
}
