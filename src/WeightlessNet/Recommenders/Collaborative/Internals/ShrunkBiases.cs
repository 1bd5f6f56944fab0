using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The biases of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1: an item's from its ratings without the means of the users
/// who gave them, then a user's from the user's ratings without the biases of the items, both shrunk. They answer for users of whom the
/// factors know little.
/// </summary>
/// <remarks>
/// <para>
/// The biases of users are shrunk as much as <see cref="LearnedShrinkage"/> says; their means, which the biases of items leave out, are
/// shrunk as usual.
/// </para>
/// <para>
/// A user without ratings has no bias. Users of few ratings may rate much higher than others, but most of them left after these ratings: a
/// newcomer who stays is not like them.
/// </para>
/// <para>
/// Not safe for concurrent use; its owner locks.
/// </para>
/// </remarks>
internal sealed class ShrunkBiases
{
    private const double ItemShrinkage = 2;

    private double[] _userMeans = [];
    private double[] _users = [];
    private double[] _items;

    /// <summary>Creates biases of 0.</summary>
    public ShrunkBiases(int itemCount) => _items = new double[itemCount];

    /// <summary>The bias that is expected of a user without ratings: 0, except in snapshots of earlier builds.</summary>
    public double Newcomer { get; private set; }

    /// <summary>How many ratings of this bias are added to a user's own.</summary>
    public double UserShrinkage { get; private set; } = LearnedShrinkage.Usual;

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

    /// <summary>Reads what was written.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="userCount">The number of users.</param>
    /// <param name="userShrinkage">How many ratings are added to a user's own, which is stored elsewhere.</param>
    public void Read(SnapshotReader reader, int userCount, double userShrinkage)
    {
        UserShrinkage = userShrinkage;
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
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UpdateMean(user, ofUsers.OfUser(user), target);
        }

        for (int item = 0; item < ofItems.UserCount; item++)
        {
            UpdateItem(item, ofItems.OfUser(item), target);
        }

        LearnShrinkage(ofUsers, ofItems, target);
        Array.Clear(_users);
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UpdateBias(user, ofUsers.OfUser(user), target);
        }
    }

    /// <summary>The bias of a user whose targets without the biases of their items have this sum.</summary>
    public static double UserBias(double sum, int ratings, double newcomer, double shrinkage) =>
        (sum + (shrinkage * newcomer)) / (ratings + shrinkage);

    /// <summary>The share of the factors in the answers for a user; biases have the rest.</summary>
    /// <param name="ratings">The number of the user's ratings.</param>
    /// <param name="shrinkage">How many ratings are added to a user's own, or 0 if biases have no share.</param>
    /// <remarks>Factors are shrunk by themselves, so where biases are shrunk more than usual the share stays.</remarks>
    public static double ShareOfFactors(int ratings, double shrinkage) =>
        shrinkage == 0 ? 1 : ratings / (ratings + Math.Min(shrinkage, LearnedShrinkage.Usual));

    private void LearnShrinkage(RatingLog ofUsers, RatingLog ofItems, MatrixFactorizationTarget target)
    {
        LearnedShrinkage learned = new();
        for (int user = 0; user < ofUsers.UserCount; user++)
        {
            UserRatings ratings = ofUsers.OfUser(user);
            double sum = 0;
            double squares = 0;
            for (int entry = 0; entry < ratings.Length; entry++)
            {
                RatedItem rated = ratings[entry];
                double value = target.Of(rated.Value);
                double itemRatings = ofItems.OfUser(rated.Item).Length + ItemShrinkage;
                double itemWithout = ((_items[rated.Item] * itemRatings) - (value - _userMeans[user])) / (itemRatings - 1);
                double residual = value - itemWithout;
                sum += residual;
                squares += residual * residual;
            }

            learned.Add(ratings.Length, sum, squares);
        }

        UserShrinkage = learned.Best;
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

        _userMeans[user] = UserBias(sum, ratings.Length, Newcomer, LearnedShrinkage.Usual);
    }

    private void UpdateBias(int user, in UserRatings ratings, MatrixFactorizationTarget target) =>
        _users[user] = UserBias(WithoutItems(ratings, target), ratings.Length, Newcomer, UserShrinkage);
}
