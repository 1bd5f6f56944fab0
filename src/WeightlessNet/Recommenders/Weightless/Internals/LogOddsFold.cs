using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Folds a user's ratings into tables of log-odds: how much more often than chance the user's likes hit each cell.</summary>
/// <remarks>
/// With c the likes at a cell, m all likes of the user, p the cell's share of the background and k the shrinkage, a cell answers log2((c +
/// k p) / ((m + k) p)): 0 if the likes are distributed as the background. All arithmetic is integer. Not thread-safe; the owner locks.
/// </remarks>
internal sealed class LogOddsFold
{
    /// <summary>The number of table steps per bit of log-odds.</summary>
    public const int StepsPerBit = 16;

    /// <summary>The weight of a rating at the top of the scale.</summary>
    public const int TopWeight = RatingUnits.Range / 2;

    private const int DroppedBits = FixedLog2.FractionBits - 4;

    private readonly LogOddsAddresses _addresses;
    private readonly CellBackground _background;
    private readonly RatingUnits _units;
    private readonly long _shrinkage;
    private readonly long[] _likes;

    public LogOddsFold(LogOddsAddresses addresses, CellBackground background, RatingUnits units, double shrinkage)
    {
        _addresses = addresses;
        _background = background;
        _units = units;
        _shrinkage = (long)Math.Round(shrinkage * TopWeight);
        _likes = new long[addresses.NodeCount * addresses.Stride];
    }

    /// <summary>The weight of a rating as a like: its distance above the middle of the scale, 0 below it.</summary>
    public int WeightOf(RatedItem rating) => Math.Max(0, _units.FromRating(rating.Value) - (RatingUnits.Range / 2));

    /// <summary>Sums the likes of a user by cell.</summary>
    /// <param name="log">The user's ratings.</param>
    /// <param name="total">The sum of all likes.</param>
    /// <returns>The sums, node by node. Valid until the next call.</returns>
    public ReadOnlySpan<long> LikesOf(UserRatings log, out long total)
    {
        Array.Clear(_likes);
        total = 0;
        foreach (RatedItem rating in log)
        {
            int weight = WeightOf(rating);
            if (weight > 0)
            {
                total += weight;
                int table = 0;
                foreach (byte address in _addresses[rating.Item])
                {
                    _likes[table + address] += weight;
                    table += _addresses.Stride;
                }
            }
        }

        return _likes;
    }

    /// <summary>The answer of a cell without likes.</summary>
    public sbyte AbsenceOf(long total) => ToSteps(FixedLog2.Of((ulong)_shrinkage) - FixedLog2.Of((ulong)(total + _shrinkage)));

    /// <summary>Fills a user's tables.</summary>
    public void Fill(Span<sbyte> tables, UserRatings log)
    {
        ReadOnlySpan<long> likes = LikesOf(log, out long total);
        ReadOnlySpan<long> background = _background.Cells;
        UInt128 all = (UInt128)_background.Total;
        long logTotal = FixedLog2.Of((ulong)(total + _shrinkage));
        tables.Fill(AbsenceOf(total));
        for (int cell = 0; cell < likes.Length; cell++)
        {
            if (likes[cell] > 0)
            {
                UInt128 expected = (UInt128)_shrinkage * (UInt128)background[cell];
                long odds = FixedLog2.Of(((UInt128)likes[cell] * all) + expected) - FixedLog2.Of((ulong)background[cell]) - logTotal;
                tables[cell] = ToSteps(odds);
            }
        }
    }

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear() => Array.Clear(_likes);

    private static sbyte ToSteps(long logarithm) =>
        (sbyte)Math.Clamp((logarithm + (1 << (DroppedBits - 1))) >> DroppedBits, -sbyte.MaxValue, sbyte.MaxValue);
}
