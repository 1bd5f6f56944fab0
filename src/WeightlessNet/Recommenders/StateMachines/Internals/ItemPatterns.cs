namespace WeightlessNet.Recommenders.StateMachines.Internals;

/// <summary>The different patterns of the items of a catalog, so that items with equal patterns are predicted once.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ItemPatterns
{
    private readonly int[] _patternOf;

    public ItemPatterns(ItemCatalog catalog)
    {
        int[] items = [.. Enumerable.Range(0, catalog.Count)];
        Array.Sort(items, (left, right) => catalog.PatternOf(left).SequenceCompareTo(catalog.PatternOf(right)));
        _patternOf = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0 && !catalog.PatternOf(items[i]).SequenceEqual(catalog.PatternOf(items[i - 1])))
            {
                Count++;
            }

            _patternOf[items[i]] = Count;
        }

        Count += items.Length > 0 ? 1 : 0;
    }

    /// <summary>How many different patterns there are.</summary>
    public int Count { get; }

    /// <summary>The number of an item's pattern, 0 to <see cref="Count"/> - 1.</summary>
    public int this[int item] => _patternOf[item];
}
