namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>Sums over the totals of all users, or of all items.</summary>
/// <param name="Count">How many have ratings.</param>
/// <param name="SquaredCounts">The sum of the squares of their numbers of ratings.</param>
/// <param name="Squares">The sum of <see cref="RatingTotals.SquareOverCount"/>.</param>
internal readonly record struct TotalsMoments(long Count, long SquaredCounts, long Squares)
{
    /// <summary>The sums with one more (a sign of 1) or without one (-1).</summary>
    public TotalsMoments With(RatingTotals totals, int sign) => totals.Count == 0
        ? this
        : new TotalsMoments(
            Count + sign,
            SquaredCounts + (sign * ((long)totals.Count * totals.Count)),
            Squares + (sign * totals.SquareOverCount));
}
