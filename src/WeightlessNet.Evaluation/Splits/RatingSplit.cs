using System.Globalization;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Splits;

/// <summary>A way to part ratings into those that train and those that are held out to test.</summary>
/// <remarks>
/// Where a user rates an item more than once only the latest rating counts (by time, else by position). A part may come out empty.
/// Immutable and safe to share between threads.
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
    /// A random share of each user's ratings is held out, rounded to whole ratings, halves up; one rating of a user always trains.
    /// </summary>
    /// <remarks>What is held out of a user hangs on the seed and the user's own items alone, not on the order of the ratings.</remarks>
    /// <param name="heldOutShare">The share that is held out, above 0 and below 1.</param>
    /// <param name="seed">The seed of the draw.</param>
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

    /// <summary>The last ratings of each user are held out, by time; of one moment the last in the order given.</summary>
    /// <param name="heldOutCount">How many ratings of each user, 1 or more. All ratings of users who have no more than that train.</param>
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

    /// <summary>The latest share of all ratings is held out: what comes from one moment on, the same for all users.</summary>
    /// <remarks>
    /// The only split that lets no rating of anybody train that is later than one that is tested. Users who begin to rate after the
    /// moment are unknown to the recommenders.
    /// </remarks>
    /// <param name="heldOutShare">
    /// The share that is held out, above 0 and below 1. It is more where ratings share the moment: they stay together.
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

    /// <summary>The ratings from one moment on are held out, the same for all users.</summary>
    /// <param name="timestamp">The moment in the unit of <see cref="Rating.Timestamp"/>; ratings of the moment itself are held out.</param>
    public static RatingSplit From(long timestamp) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"the ratings from time {timestamp} on"),
            ratings => MarkFrom(ratings, timestamp));

    /// <summary>Parts ratings.</summary>
    /// <param name="ratings">The ratings.</param>
    public SplitRatings Divide(ReadOnlySpan<Rating> ratings)
    {
        Rating[] kept = RatingStream.Latest(ratings);
        bool[] heldOut = _markHeldOut(kept);
        return new SplitRatings(
            kept.Where((_, i) => !heldOut[i]).ToArray(),
            kept.Where((_, i) => heldOut[i]).ToArray());
    }

    /// <summary>Says what is held out.</summary>
    public override string ToString() => _description;

    /// <summary>How many of a user's ratings a share holds out.</summary>
    internal static int HeldOutCount(int ratings, double heldOutShare) =>
        Math.Min((int)Math.Round(ratings * heldOutShare, MidpointRounding.AwayFromZero), ratings - 1);

    /// <summary>Parts ratings for a protocol, which needs some on either side.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    internal SplitRatings DivideInTwo(ReadOnlySpan<Rating> ratings)
    {
        SplitRatings split = Divide(ratings);
        return split.Train.IsEmpty || split.HeldOut.IsEmpty
            ? throw new ArgumentException(
                $"To hold out {_description} leaves {split.Train.Length} ratings to train on and {split.HeldOut.Length} to test.",
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
