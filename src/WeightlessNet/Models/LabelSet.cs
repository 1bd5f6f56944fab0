using System.Runtime.InteropServices;

namespace WeightlessNet.Models;

/// <summary>The labels of a classifier: an index for each, in the order of first use, and an order among the labels.</summary>
internal sealed class LabelSet<TLabel>
    where TLabel : notnull
{
    private readonly Dictionary<TLabel, int> _indexes = [];
    private readonly List<TLabel> _labels = [];
    private readonly List<int> _inOrder = [];
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
            throw new NotSupportedException(
                $"Labels of type {typeof(TLabel)} have no order to break ties with: implement IComparable<T>.");
        }
    }

    public int Count => _labels.Count;

    public TLabel this[int index] => _labels[index];

    /// <summary>
    /// All indexes, in the order of their labels. What is summed over classes is summed in this order, since a sum of floating-point
    /// numbers depends on it and the indexes change by saving and loading.
    /// </summary>
    public ReadOnlySpan<int> InOrder => CollectionsMarshal.AsSpan(_inOrder);

    /// <summary>Throws if a label is null, without boxing it.</summary>
    public static void ThrowIfNull(TLabel? label)
    {
#pragma warning disable CA1510 // ArgumentNullException.ThrowIfNull takes an object.
        if (!typeof(TLabel).IsValueType && label is null)
        {
            throw new ArgumentNullException(nameof(label));
        }
#pragma warning restore CA1510
    }

    /// <summary>Throws if a label cannot be learned: if it is null, or a string that could not be stored.</summary>
    public static void ThrowIfNotLabels(ReadOnlySpan<TLabel> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            ThrowIfNotALabel(labels[i], i, nameof(labels));
        }
    }

    /// <summary>Finds the index of a label, which must not be null.</summary>
    public bool TryGetIndex(TLabel label, out int index)
    {
        ThrowIfNull(label);
        return _indexes.TryGetValue(label, out index);
    }

    /// <summary>The index of a label, or the index that it would get. Throws if it cannot be added.</summary>
    public int IndexOrNext(TLabel label)
    {
        if (!TryGetIndex(label, out int index))
        {
            ThrowIfNotALabel(label, null, nameof(label));
            index = Count;
        }

        return index;
    }

    /// <summary>Adds a label that is valid and not in the set yet.</summary>
    public void Add(TLabel label)
    {
        // Labels that compare as equal keep the order of first use.
        (int from, int to) = (0, _inOrder.Count);
        while (from < to)
        {
            int middle = (from + to) / 2;
            (from, to) = _order.Compare(_labels[_inOrder[middle]], label) <= 0 ? (middle + 1, to) : (from, middle);
        }

        _indexes.Add(label, _labels.Count);
        _inOrder.Insert(from, _labels.Count);
        _labels.Add(label);
    }

    public int Compare(int left, int right) => _order.Compare(_labels[left], _labels[right]);

    /// <summary>The indexes that satisfy a condition, in the order of their labels.</summary>
    public int[] InOrderWhere(Func<int, bool> isWanted) => [.. _inOrder.Where(isWanted)];

    private static void ThrowIfNotALabel(TLabel label, int? index, string parameter)
    {
        if (label is null)
        {
            throw new ArgumentException($"{NameOf(index)} is null. Each sample needs a label.", parameter);
        }

        // An unpaired surrogate would be changed by saving and loading.
        if (label is string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (char.IsSurrogatePair(text, i))
                {
                    i++;
                }
                else if (char.IsSurrogate(text[i]))
                {
                    throw new ArgumentException(
                        $"{NameOf(index)} has an unpaired surrogate, U+{(int)text[i]:X4}, as its character {i}.", parameter);
                }
            }
        }
    }

    private static string NameOf(int? index) => index is int label ? $"Label {label}" : "The label";
}
