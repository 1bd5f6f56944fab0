using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Adds the ratings of a snapshot to a recommender without ratings that no other thread knows yet. The crowd's sums are gathered meanwhile
/// and added once, at the end.
/// </summary>
/// <param name="ratings">Receives the ratings of each user.</param>
/// <param name="scale">The scale of the ratings.</param>
/// <param name="itemCount">The number of items.</param>
internal sealed class RestoredRatings(StripedRatings ratings, RatingScale scale, int itemCount)
{
    private readonly RatingUnits _units = new(scale);
    private readonly int[] _unitsOfLevel = UnitsOfLevels(scale);
    private readonly int[] _counts = new int[itemCount];
    private readonly long[] _sums = new long[itemCount];
    private readonly long[] _levelCounts = new long[scale.LevelCount];
    private readonly UserTotals _users = new();
    private TotalsMoments _ofUsers;
    private long _squares;

    /// <summary>Adds all ratings of a user.</summary>
    /// <param name="user">The user, 0 or more.</param>
    /// <param name="rated">The ratings, one or more, in the order of their items, each of another item.</param>
    /// <exception cref="ArgumentOutOfRangeException">The user's id is too high, or a rating is not on the scale.</exception>
    public void Add(int user, ReadOnlySpan<RatedItem> rated)
    {
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, RatingOf(user, rated[0]));
        RatingStripe stripe = ratings.Of(user);
        int id = StripedRatings.IdOf(user);
        lock (stripe.Lock)
        {
            stripe.Log.AddAll(id, rated);
            UserRatings added = stripe.Log.OfUser(id);
            if (!added.ArePacked)
            {
                // Packed ratings have the values of levels, so they are on the scale.
                Validate(user, rated);
            }

            RatingTotals totals = new(rated.Length, Sum(added));
            _users[user] = totals;
            _ofUsers = _ofUsers.With(totals, 1);
        }

        ratings.AddToCount(rated.Length);
    }

    /// <summary>Tells the crowd of all ratings that were added.</summary>
    public void End(SharedWriter writer) => writer.Add(_counts, _sums, _levelCounts, _users, _squares, _ofUsers);

    private static int[] UnitsOfLevels(RatingScale scale)
    {
        RatingUnits units = new(scale);
        return [.. Enumerable.Range(0, scale.LevelCount).Select(level => units.FromRating(scale.ValueOf(level)))];
    }

    private static Rating RatingOf(int user, in RatedItem rated) => new(user, rated.Item, rated.Value, rated.Timestamp);

    private void Validate(int user, ReadOnlySpan<RatedItem> rated)
    {
        foreach (ref readonly RatedItem each in rated)
        {
            scale.Validate(RatingOf(user, each), itemCount);
        }
    }

    private long Sum(UserRatings added)
    {
        long sum = 0;
        for (int i = 0; i < added.Length; i++)
        {
            int item = added.ItemAt(i);
            int level = added.LevelAt(i);
            int units = level >= 0 ? _unitsOfLevel[level] : _units.FromRating(added[i].Value);
            _counts[item]++;
            _sums[item] += units;
            _squares += (long)units * units;
            _levelCounts[level >= 0 ? level : scale.LevelOf(added[i].Value)]++;
            sum += units;
        }

        return sum;
    }
}
