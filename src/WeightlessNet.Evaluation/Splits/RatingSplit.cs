using System.Globalization;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Splits;

/// <summary>
/// A rule that divides ratings into two parts: those that a recommender is trained on, and those that are held out to test it.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="RandomPerUser"/> suits comparisons of accuracy where time does not matter. <see cref="LeaveLastOut"/> tests the next rating
/// of each user. <see cref="Latest"/> and <see cref="From"/> test the future of all users, as an application meets it: much harder, since
/// many users are new then.
/// </para>
/// <para>
/// If a user has rated an item more than once, only the latest of these ratings is in a part: by time, or by position where times are
/// equal. A part may be empty; the protocols refuse such a division. Immutable and safe to share between threads.
/// </para>
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

    /// <summary>Holds out a random share of each user's ratings. Each user keeps one rating for training, or more.</summary>
    /// <remarks>
    /// The number is rounded to the nearest whole one, halves up: with a share of 0.2, 10 ratings give 2 and 3 ratings give 1, but of a
    /// user with 1 or 2 ratings none is held out. Which ratings it is depends only on the seed, the user and the user's items, not on the
    /// order of the ratings.
    /// </remarks>
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

    /// <summary>Holds out the last ratings of each user: by time, or by position where times are equal or missing.</summary>
    /// <param name="heldOutCount">How many ratings of each user to hold out, 1 or more. Users with that many ratings or fewer keep all of
    /// them for training.</param>
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
    /// Every training rating, of whatever user, is earlier than every test rating. Users whose first rating is held out are unknown to
    /// the recommenders. Ratings of the same time are never separated, so more than the share may be held out: all ratings, if none has a
    /// time.
    /// </remarks>
    /// <param name="heldOutShare">The share to hold out at least, above 0 and below 1.</param>
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
    /// <remarks>As <see cref="Latest"/>, which finds the point from the share to hold out.</remarks>
    /// <param name="timestamp">The earliest time that is held out, in the unit of <see cref="Rating.Timestamp"/>.</param>
    public static RatingSplit From(long timestamp) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"the ratings from time {timestamp} on"),
            ratings => MarkFrom(ratings, timestamp));

    /// <summary>Holds out the ratings that satisfy a condition of your own, such as those of some users or items.</summary>
    /// <param name="isHeldOut">
    /// Says of a rating whether it is held out. It must say the same of the same rating each time, or reports differ from run to run.
    /// </param>
    /// <param name="description">What is held out, in words, for reports.</param>
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
    /// The two parts say only which pairs of user and item go where: the values and times are those of the ratings that are divided. Pairs
    /// that do not occur among these are ignored. <see cref="Divide"/> throws an <see cref="ArgumentException"/> if one of its ratings is
    /// in neither part.
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

    /// <summary>Divides ratings by the rule.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <returns>The two parts, each in the order of the ratings.</returns>
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

    /// <summary>Says what is held out, in words that follow "held out:".</summary>
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
