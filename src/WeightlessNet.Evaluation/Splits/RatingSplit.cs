using System.Globalization;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Splits;

/// <summary>A rule that divides ratings into training ratings and held-out test ratings.</summary>
/// <remarks>
/// If a user rates an item more than once, only the latest rating counts (by time, then by position). A part may be empty. Immutable and
/// safe to share between threads.
/// </remarks>
public sealed class RatingSplit
{
    private readonly string _description;
    private readonly Func<Rating[], bool[]> _markHeldOut;

    private RatingSplit(string description, Func<Rating[], bool[]> markHeldOut)
    {
        _description = description;
        _markHeldOut = markHeldOut;
    }

    /// <summary>
    /// Holds out a random share of each user's ratings, rounded to whole ratings with halves up. At least one rating of a user is kept for
    /// training.
    /// </summary>
    /// <remarks>What is held out depends only on the seed, the user and the user's items, not on the order of the ratings.</remarks>
    /// <param name="heldOutShare">The held-out share, above 0 and below 1.</param>
    /// <param name="seed">The seed of the random choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOutShare"/> is not above 0 and below 1.</exception>
    public static RatingSplit RandomPerUser(double heldOutShare = 0.2, ulong seed = 0)
    {
        OptionRange.Share(heldOutShare, nameof(heldOutShare));
        return new RatingSplit(
            string.Create(CultureInfo.InvariantCulture, $"a random share of {heldOutShare} of each user's ratings, seed {seed}"),
            ratings =>
            {
                bool[] heldOut = new bool[ratings.Length];
                UserPositions users = UserPositions.ByItem(ratings);
                for (int user = 0; user < users.Count; user++)
                {
                    Span<int> positions = users.Shuffle(user, seed);
                    Mark(positions[..HeldOutCount(positions.Length, heldOutShare)], heldOut);
                }

                return heldOut;
            });
    }

    /// <summary>Holds out the last ratings of each user, by time and then by position.</summary>
    /// <param name="heldOutCount">How many ratings of each user to hold out, 1 or more. Users who do not have more than that keep all
    /// ratings for training.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOutCount"/> is below 1.</exception>
    public static RatingSplit LeaveLastOut(int heldOutCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heldOutCount, 1);
        return new RatingSplit(
            heldOutCount == 1
                ? "the last of each user's ratings"
                : string.Create(CultureInfo.InvariantCulture, $"the last {heldOutCount} of each user's ratings"),
            ratings =>
            {
                bool[] heldOut = new bool[ratings.Length];
                UserPositions users = UserPositions.ByTime(ratings);
                for (int user = 0; user < users.Count; user++)
                {
                    Span<int> positions = users.PositionsAt(user);
                    if (positions.Length > heldOutCount)
                    {
                        Mark(positions[^heldOutCount..], heldOut);
                    }
                }

                return heldOut;
            });
    }

    /// <summary>Holds out the latest share of all ratings: those from one point in time on, the same for all users.</summary>
    /// <remarks>
    /// No training rating is later than a test rating, of whatever user. Users who start to rate after that point are unknown to the
    /// recommenders.
    /// </remarks>
    /// <param name="heldOutShare">
    /// The held-out share, above 0 and below 1. Ratings with equal timestamps stay together, so more than the share may be held out.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOutShare"/> is not above 0 and below 1.</exception>
    public static RatingSplit Latest(double heldOutShare = 0.2)
    {
        OptionRange.Share(heldOutShare, nameof(heldOutShare));
        return new RatingSplit(
            string.Create(CultureInfo.InvariantCulture, $"the latest share of {heldOutShare} of all ratings"),
            ratings =>
            {
                long[] times = [.. ratings.Select(rating => rating.Timestamp).Order()];
                int count = (int)Math.Round(times.Length * heldOutShare, MidpointRounding.AwayFromZero);
                return count == 0 ? new bool[ratings.Length] : MarkFrom(ratings, times[^count]);
            });
    }

    /// <summary>Holds out the ratings from a point in time on, the same for all users.</summary>
    /// <param name="timestamp">The first held-out time, in the unit of <see cref="Rating.Timestamp"/>.</param>
    public static RatingSplit From(long timestamp) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"the ratings from time {timestamp} on"),
            ratings => MarkFrom(ratings, timestamp));

    /// <summary>Holds out the ratings that satisfy a condition of your own, such as those of some users or items.</summary>
    /// <param name="isHeldOut">Whether to hold a rating out; the same for equal ratings, or reports differ from run to run.</param>
    /// <param name="description">What is held out, for reports.</param>
    /// <exception cref="ArgumentNullException"><paramref name="isHeldOut"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="description"/> is blank.</exception>
    public static RatingSplit Where(Func<Rating, bool> isHeldOut, string description = "chosen ratings")
    {
        ArgumentNullException.ThrowIfNull(isHeldOut);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        return new RatingSplit(description, ratings => Array.ConvertAll(ratings, rating => isHeldOut(rating)));
    }

    /// <summary>Holds out given ratings: a split that comes with a data set, or that another program made.</summary>
    /// <remarks>
    /// Ratings are matched by user and item. Pairs of the two parts that do not occur in the ratings to be divided are ignored.
    /// <see cref="Divide"/> throws an <see cref="ArgumentException"/> if one of its ratings is in neither part.
    /// </remarks>
    /// <param name="train">The ratings to train on.</param>
    /// <param name="heldOut">The ratings to hold out.</param>
    /// <exception cref="ArgumentException">A pair of user and item is in both parts.</exception>
    public static RatingSplit Given(ReadOnlySpan<Rating> train, ReadOnlySpan<Rating> heldOut)
    {
        Dictionary<(int User, int Item), bool> isHeldOut = new(train.Length + heldOut.Length);
        foreach (ref readonly Rating rating in train)
        {
            isHeldOut[(rating.User, rating.Item)] = false;
        }

        foreach (ref readonly Rating rating in heldOut)
        {
            if (isHeldOut.TryGetValue((rating.User, rating.Item), out bool known) && !known)
            {
                throw new ArgumentException(
                    $"User {rating.User}'s rating of item {rating.Item} is to be trained on and held out.", nameof(heldOut));
            }

            isHeldOut[(rating.User, rating.Item)] = true;
        }

        return new RatingSplit(
            string.Create(CultureInfo.InvariantCulture, $"{heldOut.Length} given ratings"),
            ratings => [.. ratings.Select(rating => isHeldOut.TryGetValue((rating.User, rating.Item), out bool held)
                ? held
                : throw new ArgumentException(
                    $"User {rating.User}'s rating of item {rating.Item} is in neither given part.", nameof(ratings)))]);
    }

    /// <summary>Divides ratings.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <exception cref="ArgumentException">The split was <see cref="Given"/>, and a rating is in neither part.</exception>
    public SplitRatings Divide(ReadOnlySpan<Rating> ratings)
    {
        Rating[] kept = RatingStream.Latest(ratings);
        bool[] heldOut = _markHeldOut(kept);
        return new SplitRatings
        {
            Train = kept.Where((_, i) => !heldOut[i]).ToArray(),
            HeldOut = kept.Where((_, i) => heldOut[i]).ToArray(),
        };
    }

    /// <summary>Describes what is held out.</summary>
    public override string ToString() => _description;

    /// <summary>How many of a user's ratings a held-out share amounts to.</summary>
    internal static int HeldOutCount(int ratings, double heldOutShare) =>
        Math.Min((int)Math.Round(ratings * heldOutShare, MidpointRounding.AwayFromZero), ratings - 1);

    /// <summary>Divides ratings for a protocol, which needs both parts.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    internal SplitRatings DivideInTwo(ReadOnlySpan<Rating> ratings)
    {
        SplitRatings split = Divide(ratings);
        return split.Train.IsEmpty || split.HeldOut.IsEmpty
            ? throw new ArgumentException(
                $"Holding out {_description} leaves {split.Train.Length} ratings to train on and {split.HeldOut.Length} to test.",
                nameof(ratings))
            : split;
    }

    private static void Mark(ReadOnlySpan<int> positions, bool[] marks)
    {
        foreach (int position in positions)
        {
            marks[position] = true;
        }
    }

    private static bool[] MarkFrom(Rating[] ratings, long timestamp) => [.. ratings.Select(rating => rating.Timestamp >= timestamp)];
}
