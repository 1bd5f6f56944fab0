namespace WeightlessNet.Recommenders;

/// <summary>Which items may be recommended.</summary>
/// <remarks>A view over memory that the caller owns.</remarks>
public readonly ref struct RecommendationFilter
{
    /// <summary>Creates a filter that lets every item through.</summary>
    public RecommendationFilter()
    {
    }

    /// <summary>Items to leave out, in any order; ids that are not in the catalogue are passed over.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>
    /// The items that are allowed: bit i % 64 of word i / 64 is item i, and items beyond the last word are not allowed. Where it is
    /// empty, all are.
    /// </summary>
    public ReadOnlySpan<ulong> Allowed { get; init; }

    /// <summary>The least score that an item is recommended with.</summary>
    public double MinimumScore { get; init; } = double.NegativeInfinity;

    internal bool Allows(int item) => Allowed.IsEmpty || (item >> 6 < Allowed.Length && ((Allowed[item >> 6] >> item) & 1) != 0);
}
