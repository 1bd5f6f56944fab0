using System.Buffers;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders.Tuning.Internals;

/// <summary>A caller's filter combined with a user's controls. Hiding an item overrides everything else.</summary>
/// <remarks>Uses rented memory, which is cleared when it is returned; dispose of it.</remarks>
internal readonly ref struct TunedFilter
{
    private readonly ulong[] _allowed = [];
    private readonly int[] _adjustments = [];
    private readonly int[] _first = [];

    public TunedFilter(UserControls controls, int itemCount, in RecommendationFilter filter)
    {
        Filter = filter;
        if (controls.All.IsEmpty)
        {
            return;
        }

        int words = (itemCount + 63) / 64;
        _allowed = ArrayPool<ulong>.Shared.Rent(words);
        _adjustments = ArrayPool<int>.Shared.Rent(itemCount);
        _first = ArrayPool<int>.Shared.Rent(controls.All.Length + filter.First.Length);
        Span<ulong> allowed = _allowed.AsSpan(0, words);
        Span<int> adjustments = _adjustments.AsSpan(0, itemCount);
        CopyAllowed(filter.Allowed, allowed);
        for (int item = 0; item < itemCount; item++)
        {
            adjustments[item] = filter.AdjustmentOf(item);
        }

        int pinned = 0;
        foreach (ActiveControl control in controls.All)
        {
            control.Hide(allowed);
            control.Adjust(adjustments);
            if (control.Applied.Control is { Kind: TuningKind.Pin, Item: { } item })
            {
                _first[pinned++] = item;
            }
        }

        filter.First.CopyTo(_first.AsSpan(pinned));
        Filter = filter with { Allowed = allowed, Adjustments = adjustments, First = _first.AsSpan(0, pinned + filter.First.Length) };
    }

    /// <summary>The filter for the inner recommender.</summary>
    public RecommendationFilter Filter { get; }

    public void Dispose()
    {
        Return(_allowed);
        Return(_adjustments);
        Return(_first);
    }

    private static void CopyAllowed(ReadOnlySpan<ulong> from, Span<ulong> to)
    {
        if (from.IsEmpty)
        {
            to.Fill(ulong.MaxValue);
            return;
        }

        to.Clear();
        from[..Math.Min(from.Length, to.Length)].CopyTo(to);
    }

    private static void Return<T>(T[] rented)
    {
        if (rented.Length > 0)
        {
            ArrayPool<T>.Shared.Return(rented, clearArray: true);
        }
    }
}
