namespace WeightlessNet.Recommenders;

/// <summary>
/// Which items may be recommended, which come first, and what is added to their scores; the default value lets every item through as it is.
/// </summary>
/// <remarks>A view over memory that the caller owns.</remarks>
public readonly ref struct RecommendationFilter
{
    /// <summary>How many units of <see cref="Adjustments"/> the range of the rating scale has.</summary>
    public const int UnitsPerRange = 1 << 20;

    /// <summary>The greatest adjustment either way: 256 times the range. Greater ones count as this.</summary>
    public const int MaximumAdjustment = 256 * UnitsPerRange;

    /// <summary>Items to leave out, in any order; ids that are not in the catalog are passed over.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>
    /// The items that are allowed: bit i % 64 of word i / 64 is item i, and items beyond the last word are not allowed. Where it is
    /// empty, all are.
    /// </summary>
    public ReadOnlySpan<ulong> Allowed { get; init; }

    /// <summary>The least score, after <see cref="Adjustments"/>, that an item is recommended with; any where it is null.</summary>
    public double? MinimumScore { get; init; }

    /// <summary>
    /// What is added to the score of each item, by id, in units of which the scale's range has <see cref="UnitsPerRange"/>. Scores are
    /// whole numbers of this unit, so that the sum is exact. Items beyond the end keep their score.
    /// </summary>
    public ReadOnlySpan<int> Adjustments { get; init; }

    /// <summary>
    /// The items that come before all others whatever their scores, in this order. Those that are rated, left out or not allowed, or not in
    /// the catalog, do not come at all; repeated ones come once.
    /// </summary>
    public ReadOnlySpan<int> First { get; init; }

    /// <summary>Whether an item may be recommended with a score.</summary>
    internal bool Allows(int item, double score) =>
        !(score < MinimumScore) && (Allowed.IsEmpty || (item >> 6 < Allowed.Length && ((Allowed[item >> 6] >> item) & 1) != 0));

    /// <summary>What is added to the score of an item.</summary>
    internal int AdjustmentOf(int item) =>
        (uint)item < (uint)Adjustments.Length ? Math.Clamp(Adjustments[item], -MaximumAdjustment, MaximumAdjustment) : 0;
}
