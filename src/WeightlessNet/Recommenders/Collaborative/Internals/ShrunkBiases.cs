using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// Plain biases of users and items: the mean of a member's targets without the biases of the other side, as if there were
/// <see cref="PriorRatings"/> further ratings without a bias. They answer for users of whom the factors know little.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class ShrunkBiases
{
    /// <summary>How many ratings without a bias are added to a member's own.</summary>
    public const double PriorRatings = 5;

    private const int Iterations = 5;

    private double[] _users = [];
    private double[] _items;

    /// <summary>Creates biases of 0.</summary>
    public ShrunkBiases(int itemCount) => _items = new double[itemCount];

    /// <summary>The biases of all items.</summary>
    public ReadOnlySpan<double> Items => _items;

    /// <summary>The bias of a user.</summary>
    public double OfUser(int user) => user < _users.Length ? _users[user] : 0;

    /// <summary>The bias of an item.</summary>
    public double OfItem(int item) => item < _items.Length ? _items[item] : 0;

    /// <summary>Makes room for users up to an id.</summary>
    public void EnsureUser(int user)
    {
        if (user >= _users.Length)
        {
            Array.Resize(ref _users, Math.Max(user + 1, 2 * _users.Length));
        }
    }

    /// <summary>Sets all biases.</summary>
    public void Restore(double[] users, double[] items) => (_users, _items) = (users, items);

    /// <summary>Solves for a user for whom there is room.</summary>
    public void UpdateUser(int user, in UserRatings ratings, MatrixFactorizationTarget target) =>
        _users[user] = Solve(ratings, _items, target);

    /// <summary>Solves for an item, whose raters all have room.</summary>
    public void UpdateItem(int item, in UserRatings ratings, MatrixFactorizationTarget target) =>
        _items[item] = Solve(ratings, _users, target);

    /// <summary>Solves for all items and all users in turn.</summary>
    public void Train(RatingLog ofUsers, RatingLog ofItems, MatrixFactorizationTarget target)
    {
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int item = 0; item < ofItems.UserCount; item++)
            {
                UpdateItem(item, ofItems.OfUser(item), target);
            }

            for (int user = 0; user < ofUsers.UserCount; user++)
            {
                UpdateUser(user, ofUsers.OfUser(user), target);
            }
        }
    }

    private static double Solve(in UserRatings ratings, double[] others, MatrixFactorizationTarget target)
    {
        double sum = 0;
        for (int entry = 0; entry < ratings.Length; entry++)
        {
            RatedItem rated = ratings[entry];
            sum += target.Of(rated.Value) - others[rated.Item];
        }

        return sum / (ratings.Length + PriorRatings);
    }
}
