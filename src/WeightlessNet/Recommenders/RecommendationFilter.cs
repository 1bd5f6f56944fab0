namespace WeightlessNet.Recommenders;

/// <summary>Which items may be recommended; the default value lets every item through.</summary>
/// <remarks>A view over memory that the caller owns.</remarks>
public readonly ref struct RecommendationFilter
{
    /// <summary>Items to leave out, in any order; ids that are not in the catalogue are passed over.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>
    /// The items that are allowed: bit i % 64 of word i / 64 is item i, and items beyond the last word are not allowed. Where it is
    /// empty, all are.
    /// </summary>
    public ReadOnlySpan<ulong> Allowed { get; init; }

    /// <summary>The least score that an item is recommended with; any where it is null.</summary>
    public double? MinimumScore { get; init; }

    /// <summary>Whether an item may be recommended with a score.</summary>
    internal bool Allows(int item, double score) =>
        !(score < MinimumScore) && (Allowed.IsEmpty || (item >> 6 < Allowed.Length && ((Allowed[item >> 6] >> item) & 1) != 0));
}
