using System.Buffers;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What is added to the scores of items, in rented memory. Dispose of it.</summary>
/// <param name="rented">The memory.</param>
/// <param name="count">The number of items.</param>
internal readonly ref struct LikeAdjustments(int[] rented, int count)
{
    /// <summary>Whether nothing is added.</summary>
    public bool IsEmpty => rented is null;

    /// <summary>A filter that adds it, for a filter whose own adjustments are in it.</summary>
    public RecommendationFilter With(in RecommendationFilter filter) => IsEmpty ? filter : new RecommendationFilter
    {
        Excluded = filter.Excluded,
        Allowed = filter.Allowed,
        MinimumScore = filter.MinimumScore,
        First = filter.First,
        RanksRated = filter.RanksRated,
        Adjustments = rented.AsSpan(0, count),
    };

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented, clearArray: true);
        }
    }
}
