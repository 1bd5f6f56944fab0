using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders;

/// <summary>The items that can be recommended and the bits of each: what personal models learn from.</summary>
/// <remarks>Immutable and safe to share between threads and between recommenders.</remarks>
public sealed partial class ItemCatalog
{
    private readonly ulong[] _patterns;
    private readonly int _wordsPerItem;
    private readonly Func<int, string> _describe;

    private ItemCatalog(int count, int bitCount, ulong[] patterns, IReadOnlyList<FeatureField> fields, Func<int, string> describe)
    {
        Count = count;
        BitCount = bitCount;
        Fields = fields;
        _patterns = patterns;
        _wordsPerItem = BitSlice.WordCount(bitCount);
        _describe = describe;
    }

    /// <summary>How many items there are; their ids are 0 to this less 1.</summary>
    public int Count { get; }

    /// <summary>How many bits an item has.</summary>
    public int BitCount { get; }

    /// <summary>The fields that the bits belong to, in the order of their bits.</summary>
    public IReadOnlyList<FeatureField> Fields { get; }

    /// <summary>Encodes items; an item's position becomes its id.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="schema">How an item becomes bits.</param>
    /// <param name="items">The items.</param>
    /// <exception cref="ArgumentNullException">An argument or an item is null.</exception>
    public static ItemCatalog Create<T>(FeatureSchema<T> schema, IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(items);
        int words = BitSlice.WordCount(schema.BitCount);
        ulong[] patterns = new ulong[checked(items.Count * words)];
        for (int item = 0; item < items.Count; item++)
        {
            schema.Encode(items[item], patterns.AsSpan(item * words, words));
        }

        return new ItemCatalog(items.Count, schema.BitCount, patterns, schema.Fields, schema.Describe);
    }

    /// <summary>An item's bits, packed: bit i is bit i % 64 of word i / 64.</summary>
    /// <param name="item">The item's id.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalogue.</exception>
    public ReadOnlySpan<ulong> PatternOf(int item)
    {
        if ((uint)item >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The catalogue has {Count} items.");
        }

        return _patterns.AsSpan(item * _wordsPerItem, _wordsPerItem);
    }

    /// <summary>Says in words what it means that a bit is set.</summary>
    /// <param name="bit">0 to <see cref="BitCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not a bit of the items.</exception>
    public string Describe(int bit) => _describe(bit);
}
