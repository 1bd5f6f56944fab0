using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// How alike two items are, 0 to 1: in each field, the share of common bits among those that one of the two has; the mean over the fields
/// that one of them has.
/// </summary>
internal sealed class ItemLikeness
{
    private readonly ItemCatalog _catalog;
    private readonly FieldOverlap[] _fields;

    public ItemLikeness(ItemCatalog catalog)
    {
        _catalog = catalog;
        _fields = [.. catalog.Fields.Select(static field => new FieldOverlap(field))];
    }

    /// <summary>The likeness of two items; 0 if one is not in the catalog, or both have no bit.</summary>
    public double Of(int one, int other)
    {
        if (Math.Max(one, other) >= _catalog.Count)
        {
            return 0;
        }

        ReadOnlySpan<ulong> first = _catalog.PatternOf(one);
        ReadOnlySpan<ulong> second = _catalog.PatternOf(other);
        double sum = 0;
        int counted = 0;
        foreach (FieldOverlap field in _fields)
        {
            if (field.TryCompare(first, second, out double share))
            {
                sum += share;
                counted++;
            }
        }

        return counted == 0 ? 0 : sum / counted;
    }
}
