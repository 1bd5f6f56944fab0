using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The biases of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1: an item's from its ratings without the means of the users
/// who gave them, then a user's from the user's ratings without the biases of the items, both shrunk. They answer for users of whom the
/// factors know little.
/// </summary>
/// <remarks>
/// Users are shrunk towards <see cref="Newcomer"/>: where many users have few ratings, they may differ from those who have many.
/// Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class ShrunkBiases
{
    /// <summary>How many ratings without a bias are added to a user's own.</summary>
    public const double UserShrinkage = 5;

    private const double ItemShrinkage = 2;
    private const double NewcomerShrinkage = 20;

    // Users of more ratings say next to nothing about newcomers.
    private const int MaximumRatingsOfNewcomer = 30;

    private double[] _userMeans = [];
    private double[] _users = [];
    private double[] _items;

    /// <summary>Creates biases of 0.</summary>
    public ShrunkBiases(int itemCount) => _items = new double[itemCount];

    /// <summary>The bias that is expected of a user without ratings; 0 where no users have few ratings, and before training.</summary>
    public double Newcomer { get; private set; }

    /// <summary>The biases of all items.</summary>
    public ReadOnlySpan<double> Items => _items;

    /// <summary>The bias of a user.</summary>
    public double OfUser(int user) => user < _users.Length ? _users[user] : Newcomer;

    /// <summary>The bias of an item.</summary>
    public double OfItem(int item) => item < _items.Length ? _items[item] : 0;

    /// <summary>Makes room for users up to an id.</summary>
    public void EnsureUser(int user)
    {
        if (user >= _users.Length)
        {
            int known = _users.Length;
            int length = Math.Max(user + 1, 2 * known);
            Array.Resize(ref _userMeans, length);
            Array.Resize(ref _users, length);
            _users.AsSpan(known).Fill(Newcomer);
        }
    }

    // The bias of a newcomer; the mean of each user, then the bias of each, then the bias of each item; f64 each.
    public void WriteTo(SnapshotWriter writer, int userCount)
    {
        writer.Write(Newcomer);
        writer.Write(_userMeans.AsSpan(0, userCount));
        writer.Write(_users.AsSpan(0, userCount));
        writer.Write(_items);
    }

    public void Read(SnapshotReader reader, int userCount)
    {
        Newcomer = MatrixFactorizationModel.ReadBounded(reader, 1)[0];
        _userMeans = MatrixFactorizationModel.ReadBounded(reader, userCount);
        _users = MatrixFactorizationModel.ReadBounded(reader, userCount);
        _items = MatrixFactorizationModel.ReadBounded(reader, _items.Length);
    }

    /// <summary>Sets the mean and then the bias of a user for whom there is room.</summary>
    public void UpdateUser(int user, in UserRatings ratings, MatrixFactorizationTarget target)
    {
        UpdateMean(user, ratings, target);
        UpdateBias(user, ratings, target);
    }

    /// <summary>Sets the bias of an item, whose raters all have room.</summary>
    public void UpdateItem(int item, in UserRatings ratings, MatrixFactorizationTarget target)
    {
        double sum = 0;
        for (int entry = 0; entry < ratings.Length; entry++)
        {
            RatedItem rated = ratings[entry];
            sum += target.Of(rated.Value) - _userMeans[rated.Item];
        }

        _items[item] = sum / (ratings.Length + ItemShrinkage);
    }

    /// <summary>Sets the means of all users, then the biases of all items, then those of all users.</summary>
    public void Train(RatingLog ofUsers, RatingLog ofItems, MatrixFactorizationTarget target)
    {
        Newcomer = 0;
        UpdateItems(ofUsers, ofItems, target);
        EstimateNewcomer(ofUsers, target);
        UpdateItems(ofUsers, ofItems, target);
        Array.Fill(_users, Newcomer);
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UpdateBias(user, ofUsers.OfUser(user), target);
        }
    }

    /// <summary>The bias of a user whose targets without the biases of their items have this sum.</summary>
    public static double UserBias(double sum, int ratings, double newcomer) =>
        (sum + (UserShrinkage * newcomer)) / (ratings + UserShrinkage);

    // From users of few ratings: a rating more halves the weight of a user.
    private void EstimateNewcomer(RatingLog ofUsers, MatrixFactorizationTarget target)
    {
        double sum = 0;
        double weights = NewcomerShrinkage;
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UserRatings ratings = ofUsers.OfUser(user);
            if (ratings.Length is > 0 and <= MaximumRatingsOfNewcomer)
            {
                double weight = 2.0 / (1L << ratings.Length);
                sum += weight * WithoutItems(ratings, target) / ratings.Length;
                weights += weight;
            }
        }

        Newcomer = sum / weights;
    }

    private void UpdateItems(RatingLog ofUsers, RatingLog ofItems, MatrixFactorizationTarget target)
    {
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UpdateMean(user, ofUsers.OfUser(user), target);
        }

        for (int item = 0; item < ofItems.UserCount; item++)
        {
            UpdateItem(item, ofItems.OfUser(item), target);
        }
    }

    private double WithoutItems(in UserRatings ratings, MatrixFactorizationTarget target)
    {
        double sum = 0;
        for (int entry = 0; entry < ratings.Length; entry++)
        {
            RatedItem rated = ratings[entry];
            sum += target.Of(rated.Value) - _items[rated.Item];
        }

        return sum;
    }

    private void UpdateMean(int user, in UserRatings ratings, MatrixFactorizationTarget target)
    {
        double sum = 0;
        for (int entry = 0; entry < ratings.Length; entry++)
        {
            sum += target.Of(ratings[entry].Value);
        }

        _userMeans[user] = UserBias(sum, ratings.Length, Newcomer);
    }

    private void UpdateBias(int user, in UserRatings ratings, MatrixFactorizationTarget target) =>
        _users[user] = UserBias(WithoutItems(ratings, target), ratings.Length, Newcomer);
}
