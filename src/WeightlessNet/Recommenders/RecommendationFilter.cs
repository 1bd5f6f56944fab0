namespace WeightlessNet.Recommenders;

/// <summary>
/// Which items may be recommended, which come first, and what is added to their scores. The default value allows every item unchanged.
/// </summary>
/// <remarks>Refers to memory that the caller owns.</remarks>
public readonly ref struct RecommendationFilter
{
    /// <summary>The number of units of <see cref="Adjustments"/> in the range of the rating scale.</summary>
    public const int UnitsPerRange = 1 << 20;

    /// <summary>The largest adjustment, up or down: 256 times the range. Larger ones are clamped to it.</summary>
    internal const int MaximumAdjustment = 256 * UnitsPerRange;

    /// <summary>Items to leave out, in any order; ids that are not in the catalog are ignored.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>
    /// The allowed items: item i is bit i % 64 of word i / 64; items beyond the last word are not allowed. If empty, all items are allowed.
    /// </summary>
    public ReadOnlySpan<ulong> Allowed { get; init; }

    /// <summary>
    /// The minimum score, after <see cref="Adjustments"/>, of a recommended item, also of those in <see cref="First"/>; no minimum if null.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public double? MinimumScore
    {
        get;
        init => field = value is double.NaN
            ? throw new ArgumentOutOfRangeException(
                nameof(MinimumScore), value, "A minimum score must be a number, or null for no minimum.")
            : value;
    }

    /// <summary>
    /// The amounts added to the scores of items, indexed by item id, in units of 1/<see cref="UnitsPerRange"/> of the scale's range. Scores
    /// are multiples of this unit, so the sum is exact. Items beyond the end keep their score.
    /// </summary>
    public ReadOnlySpan<int> Adjustments { get; init; }

    /// <summary>
    /// The items that come before all others, in this order, even if others have higher scores. Items that are rated, excluded, not
    /// allowed, below <see cref="MinimumScore"/> or not in the catalog are omitted; repeated items come once.
    /// </summary>
    public ReadOnlySpan<int> First { get; init; }

    /// <summary>
    /// Whether items that the user has rated are ranked like all others, as suits groceries and music; by default they are left out. Where
    /// they are ranked, <see cref="First"/> may name them too.
    /// </summary>
    public bool RanksRated { get; init; }

    /// <summary>Whether an item may be recommended with this score.</summary>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <param name="score">The item's score, adjusted. NaN is below every minimum.</param>
    public bool Allows(int item, double score) =>
        (MinimumScore is not double minimum || score >= minimum)
        && (Allowed.IsEmpty || (item >> 6 < Allowed.Length && ((Allowed[item >> 6] >> item) & 1) != 0));

    /// <summary>The clamped adjustment of an item; 0 beyond the end of <see cref="Adjustments"/>.</summary>
    /// <param name="item">The item's id, 0 or more.</param>
    internal int AdjustmentOf(int item) =>
        (uint)item < (uint)Adjustments.Length ? Math.Clamp(Adjustments[item], -MaximumAdjustment, MaximumAdjustment) : 0;
}
