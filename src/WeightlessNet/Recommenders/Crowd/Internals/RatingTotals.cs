namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>The number and the sum of the ratings of a user or an item, in units.</summary>
internal readonly record struct RatingTotals(int Count, long Sum)
{
    // A remainder below this, times a sum of fewer than this many ratings, fits in 64 bits.
    private const int SmallCount = 1 << 24;

    /// <summary>The square of the sum, divided by the count and rounded down; 0 without ratings.</summary>
    public long SquareOverCount
    {
        get
        {
            if (Count == 0)
            {
                return 0;
            }

            (long quotient, long remainder) = Math.DivRem(Sum, Count);
            long rest = Count < SmallCount ? remainder * Sum / Count : (long)((Int128)remainder * Sum / Count);
            return (quotient * Sum) + rest;
        }
    }

    /// <summary>The totals with a rating more (a sign of 1) or without one of them (-1).</summary>
    public RatingTotals With(int units, int sign) => new(Count + sign, Sum + (sign * (long)units));
}
