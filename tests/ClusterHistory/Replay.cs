using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace ClusterHistory;

/// <summary>One process that learns and forgets what the cluster did, one operation after the other.</summary>
internal sealed class Replay
{
    private readonly HybridRecommender _recommender = World.Trained();
    private readonly Dictionary<int, RatedItem>[] _ratings =
        [.. Enumerable.Range(0, World.Users).Select(_ => new Dictionary<int, RatedItem>())];


    private readonly int[] _done = new int[World.Users];

    /// <summary>Does what is new in the history.</summary>
    /// <param name="user">The user.</param>
    /// <param name="history">All operations of the user, in the order in which they ended.</param>
    /// <param name="observed">
    /// The ratings that the user has at the end. They say in which order operations that overlapped took place, and which ones without an
    /// acknowledgment.
    /// </param>
    public void Advance(int user, IReadOnlyList<Operation> history, IReadOnlyList<RatedItem> observed)
    {
        foreach (Operation operation in history.Skip(_done[user]).Where(operation => operation.HasChanged))
        {
            switch (operation.Kind)
            {
                case OperationKind.Learn:
                    Learn(user, new RatedItem(operation.Item, operation.Value, operation.Number));
                    break;
                case OperationKind.Forget:
                    Forget(user, operation.Item);
                    break;
                default:
                    _recommender.ForgetUser(World.FirstUser + user);
                    _ratings[user].Clear();
                    break;
            }
        }

        _done[user] = history.Count;
        foreach (int item in _ratings[user].Keys.Except(observed.Select(rating => rating.Item)).ToArray())
        {
            Forget(user, item);
        }

        foreach (RatedItem rating in observed.Where(rating => _ratings[user].GetValueOrDefault(rating.Item) != rating))
        {
            Learn(user, rating);
        }
    }

    /// <summary>What the process answers a user.</summary>
    public double[] AnswersOf(int user) => Answers.Of(_recommender, World.FirstUser + user);

    private void Learn(int user, RatedItem rating)
    {
        _recommender.Learn(new Rating(World.FirstUser + user, rating.Item, rating.Value, rating.Timestamp));
        _ratings[user][rating.Item] = rating;
    }

    private void Forget(int user, int item)
    {
        _recommender.Forget(World.FirstUser + user, item);
        _ratings[user].Remove(item);
    }
}
