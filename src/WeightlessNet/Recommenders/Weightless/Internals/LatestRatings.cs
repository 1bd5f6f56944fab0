using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// How far a user's latest ratings lie from the user's own level, and how much that says of the user's next rating: moods, sessions and
/// changes of taste that the level is too slow for.
/// </summary>
/// <remarks>Scratch memory for one user after the other; not thread-safe.</remarks>
internal sealed class LatestRatings
{
    private const int Newest = 5;
    private const int Shrinkage = 5;
    private const int CenterToAnswer = PersonalReader.CenterBits - PersonalReader.AnswerBits;

    // Fraction bits of what is multiplied, so that the sums over all ratings of a user fit in 64 bits.
    private const int ProductBits = 3;
    private const int Whole = 1 << RatingWeights.FractionBits;

    // A share is 0 before there are ratings, and so many squared units say so: about as much as 100 ratings say of a user with moods.
    private const long PriorSquares = ((long)RatingUnits.Range * RatingUnits.Range / 4) << (2 * ProductBits);

    private int[] _order = [];
    private long[] _times = [];

    /// <summary>Sorts a user's ratings by time. The other members speak of the ratings of the last call.</summary>
    /// <param name="log">The ratings.</param>
    public void Sort(UserRatings log)
    {
        if (_order.Length < log.Length)
        {
            _order = new int[Math.Max(log.Length, 2 * _order.Length)];
            _times = new long[_order.Length];
        }

        for (int i = 0; i < log.Length; i++)
        {
            _order[i] = i;
            _times[i] = log[i].Timestamp;
        }

        Array.Sort(_times, _order, 0, log.Length);
    }

    /// <summary>
    /// The mean deviation from the user's level of the newest ratings, shrunk towards 0, in units with 6 fraction bits. Equally old ratings
    /// share the remaining places.
    /// </summary>
    /// <param name="ratings">The sorted ratings.</param>
    /// <param name="center">The user's own level, with 8 fraction bits.</param>
    public long DeviationOf(ReadOnlySpan<FoldedRating> ratings, long center) => DeviationOf(ratings, ratings.Length, center);

    /// <summary>
    /// How much of <see cref="DeviationOf(ReadOnlySpan{FoldedRating}, long)"/> to expect of the user's next rating: 0 to 1, with 10
    /// fraction bits. It is what would have suited the user's ratings so far.
    /// </summary>
    /// <remarks>
    /// Each rating is asked when only the earlier ones are known (A. P. Dawid, "Statistical Theory: The Prequential Approach", 1984), and
    /// the share is that of ridge regression (A. E. Hoerl and R. W. Kennard, 1970). Equally old ratings are asked together, so the order of
    /// learning and the numbering of items do not matter. Without times nothing is asked, and the share is 0.
    /// </remarks>
    /// <param name="ratings">The sorted ratings.</param>
    /// <param name="reader">Computes the user's level.</param>
    public int ShareOf(ReadOnlySpan<FoldedRating> ratings, PersonalReader reader)
    {
        long sum = 0;
        long products = 0;
        long squares = 0;
        for (int first = 0, next; first < ratings.Length; first = next)
        {
            long targets = 0;
            for (next = first; next < ratings.Length && _times[next] == _times[first]; next++)
            {
                targets += ratings[_order[next]].Target;
            }

            if (first > 0)
            {
                int asked = next - first;
                long center = reader.CenterOf(sum, first);
                long latest = DeviationOf(ratings, first, center) >> (PersonalReader.AnswerBits - ProductBits);
                long errors = ((targets << PersonalReader.CenterBits) - (asked * center)) >> (PersonalReader.CenterBits - ProductBits);
                products += latest * errors;
                squares += asked * latest * latest;
            }

            sum += targets;
        }

        return (int)Math.Clamp(products / ((squares + PriorSquares) >> RatingWeights.FractionBits), 0, Whole);
    }

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        Array.Clear(_order);
        Array.Clear(_times);
    }

    // Of the oldest ratings, so many. Another rating is older or newer than all of them.
    private long DeviationOf(ReadOnlySpan<FoldedRating> ratings, int count, long center)
    {
        int places = Math.Min(Newest, count);
        long sum = 0;
        int left = places;
        for (int end = count, first; left > 0; end = first)
        {
            long equallyOld = 0;
            for (first = end; first > 0 && _times[first - 1] == _times[end - 1]; first--)
            {
                equallyOld += ((long)ratings[_order[first - 1]].Target << PersonalReader.CenterBits) - center;
            }

            int taken = Math.Min(left, end - first);
            sum += equallyOld * taken / (end - first);
            left -= taken;
        }

        return (sum / (places + Shrinkage)) >> CenterToAnswer;
    }
}
