namespace WeightlessNet.Models;

/// <summary>The labels of a classifier: a dense index for each, in the order of first use, and an order among them.</summary>
internal sealed class LabelSet<TLabel>
    where TLabel : notnull
{
    private readonly Dictionary<TLabel, int> _indexes = [];
    private readonly List<TLabel> _labels = [];
    private readonly IComparer<TLabel> _order;

    public LabelSet()
    {
        if (typeof(TLabel) == typeof(string))
        {
            // The default comparer of strings depends on the culture.
            _order = (IComparer<TLabel>)(object)StringComparer.Ordinal;
        }
        else if (typeof(IComparable).IsAssignableFrom(typeof(TLabel)) || typeof(IComparable<TLabel>).IsAssignableFrom(typeof(TLabel)))
        {
            _order = Comparer<TLabel>.Default;
        }
        else
        {
            throw new NotSupportedException($"Labels of type {typeof(TLabel)} have no order, which settles ties: implement IComparable<T>.");
        }
    }

    public int Count => _labels.Count;

    public TLabel this[int index] => _labels[index];

    /// <summary>Refuses null without boxing a label.</summary>
    public static void ThrowIfNull(TLabel? label)
    {
#pragma warning disable CA1510 // Its throw helper takes an object.
        if (!typeof(TLabel).IsValueType && label is null)
        {
            throw new ArgumentNullException(nameof(label));
        }
#pragma warning restore CA1510
    }

    public bool TryGetIndex(TLabel label, out int index) => _indexes.TryGetValue(label, out index);

    /// <summary>Adds a label that is not there yet.</summary>
    public void Add(TLabel label)
    {
        _indexes.Add(label, _labels.Count);
        _labels.Add(label);
    }

    public int Compare(int left, int right) => _order.Compare(_labels[left], _labels[right]);

    /// <summary>The indexes of some labels in the order of the labels.</summary>
    public int[] InOrder(Func<int, bool> isWanted)
    {
        int[] indexes = [.. Enumerable.Range(0, Count).Where(isWanted)];
        Array.Sort(indexes, Compare);
        return indexes;
    }
}
