using System.Numerics.Tensors;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

/// <summary>The items that can be recommended, each with the bits that personal models learn from.</summary>
/// <remarks>Immutable and safe to share between threads and between recommenders.</remarks>
public sealed class ItemCatalog : ISnapshot<ItemCatalog>
{
    private const int BlockSize = 64;

    private readonly int _wordsPerItem;
    private readonly Func<int, string> _describe;

    // The patterns of 64 items each; the last block has room for as many. Copies share blocks, so a change replaces the block.
    // Items without bits have no blocks.
    private ulong[][] _blocks;

    private ItemCatalog(int count, int bitCount, ulong[][] blocks, IReadOnlyList<FeatureField> fields, Func<int, string> describe)
    {
        Count = count;
        BitCount = bitCount;
        Fields = fields;
        _blocks = blocks;
        _wordsPerItem = BitSlice.WordCount(bitCount);
        _describe = describe;
    }

    /// <summary>The number of items; their ids are 0 to <see cref="Count"/> - 1.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bits per item.</summary>
    public int BitCount { get; }

    /// <summary>The fields of the bits, in bit order.</summary>
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
        ulong[][] blocks = new ulong[BlocksOf(items.Count, words)][];
        for (int item = 0; item < items.Count; item++)
        {
            Span<ulong> pattern = default;
            if (words > 0)
            {
                ulong[] block = blocks[item / BlockSize] ??= new ulong[BlockSize * words];
                pattern = block.AsSpan(item % BlockSize * words, words);
            }

            schema.Encode(items[item], pattern);
        }

        return new ItemCatalog(items.Count, schema.BitCount, blocks, schema.Fields, schema.Describe);
    }

    /// <summary>An item's bits, packed: bit i of the item is bit i % 64 of word i / 64.</summary>
    /// <param name="item">The item's id.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public ReadOnlySpan<ulong> PatternOf(int item)
    {
        if ((uint)item >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The item must be 0 to {Count - 1}.");
        }

        return _wordsPerItem == 0 ? default : _blocks[item / BlockSize].AsSpan(item % BlockSize * _wordsPerItem, _wordsPerItem);
    }

    /// <summary>An item's value in a field, in words: its words, or the highest of its levels.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="field">The field's name.</param>
    /// <returns>
    /// The value, such as "Comedy, Drama" or "above 1994"; null if there is no such field, or the item has none of its words and is above
    /// none of its levels.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public string? ValueOf(int item, string field)
    {
        ReadOnlySpan<ulong> pattern = PatternOf(item);
        return InWords(pattern, Fields.FirstOrDefault(one => one.Name == field));
    }

    /// <summary>
    /// What two items have in common in a field, in words: the words of both, or their highest level if it is the same; null if nothing.
    /// </summary>
    internal string? SharedValueOf(int item, int other, string field)
    {
        FeatureField found = Fields.FirstOrDefault(one => one.Name == field);
        if (found.IsOrdered)
        {
            string? level = InWords(PatternOf(item), found);
            return level == InWords(PatternOf(other), found) ? level : null;
        }

        ulong[] shared = PatternOf(item).ToArray();
        TensorPrimitives.BitwiseAnd<ulong>(shared, PatternOf(other), shared);
        return InWords(shared, found);
    }

    /// <summary>A pattern's value in a field, in words; null if it has none of its words and is above none of its levels.</summary>
    internal string? InWords(ReadOnlySpan<ulong> pattern, in FeatureField field)
    {
        List<string> values = [];
        for (int bit = field.Offset; bit < field.Offset + field.BitCount; bit++)
        {
            if (((pattern[bit >> 6] >> bit) & 1) != 0)
            {
                values.Add(Describe(bit));
            }
        }

        if (field.IsOrdered && values is [ThermometerEncoder.Known])
        {
            // The number is known, but above no level.
            return null;
        }

        return values.Count == 0 ? null : field.IsOrdered ? values[^1] : string.Join(", ", values);
    }

    /// <summary>A copy that its owner may change. The owner must not share it. Copies share the items that do not change.</summary>
    internal ItemCatalog Copy() => new(Count, BitCount, _blocks[..BlocksOf(Count, _wordsPerItem)], Fields, _describe);

    /// <summary>The same catalog without a reference to the schema it was created with.</summary>
    internal ItemCatalog Detach()
    {
        string[] descriptions = [.. Enumerable.Range(0, BitCount).Select(_describe)];
        return new ItemCatalog(Count, BitCount, _blocks, Fields, DescribedBy(descriptions));
    }

    /// <summary>Adds an item. Only for a catalog made by <see cref="Copy"/>.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is added.
    /// </exception>
    internal void Add(ReadOnlySpan<ulong> pattern)
    {
        CheckPattern(pattern);
        if (_wordsPerItem > 0)
        {
            int block = Count / BlockSize;
            if (block == _blocks.Length)
            {
                Array.Resize(ref _blocks, Math.Max(1, 2 * _blocks.Length));
            }

            _blocks[block] ??= new ulong[BlockSize * _wordsPerItem];
            Write(Count, pattern);
        }

        Count++;
    }

    /// <summary>Replaces an item's bits. Only for a catalog made by <see cref="Copy"/>.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is changed.
    /// </exception>
    internal void Replace(int item, ReadOnlySpan<ulong> pattern)
    {
        CheckPattern(pattern);
        if (_wordsPerItem > 0)
        {
            Write(item, pattern);
        }
    }

    private static int BlocksOf(int count, int words) => words == 0 ? 0 : (int)((count + (BlockSize - 1L)) / BlockSize);

    private void Write(int item, ReadOnlySpan<ulong> pattern)
    {
        ulong[] block = [.. _blocks[item / BlockSize]];
        pattern.CopyTo(block.AsSpan(item % BlockSize * _wordsPerItem, _wordsPerItem));
        _blocks[item / BlockSize] = block;
    }

    private static Func<int, string> DescribedBy(string[] descriptions) => bit => (uint)bit < (uint)descriptions.Length
        ? descriptions[bit]
        : throw new ArgumentOutOfRangeException(nameof(bit), bit, $"A bit must be 0 to {descriptions.Length - 1}.");

    /// <summary>Throws if a pattern does not have the catalog's number of bits.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal void CheckPattern(ReadOnlySpan<ulong> pattern, string parameter = "pattern")
    {
        if (pattern.Length != _wordsPerItem)
        {
            throw new ArgumentException(
                $"The pattern must have {_wordsPerItem} words for {BitCount} bits, but has {pattern.Length}.", parameter);
        }

        int bitsInLast = BitCount - ((_wordsPerItem - 1) * 64);
        if (_wordsPerItem > 0 && bitsInLast < 64 && pattern[^1] >> bitsInLast != 0)
        {
            throw new ArgumentException(
                $"The pattern has bits set beyond the catalog's {BitCount}: its last word is 0x{pattern[^1]:x}.", parameter);
        }
    }

    /// <summary>Describes in words what a set bit means.</summary>
    /// <param name="bit">0 to <see cref="BitCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not a bit of the items.</exception>
    public string Describe(int bit) => _describe(bit);

    static SnapshotKind ISnapshot<ItemCatalog>.Kind => SnapshotKind.ItemCatalog;

    // Shape: items, bits per item, fields. Content: per field: name, text; number of bits, compact; 1 if ordered, else 0, u8. Per bit: its
    // description, text. Then the patterns of item 0, item 1 ..., u64 per word.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ItemCatalog, Count, BitCount, Fields.Count);
        foreach (FeatureField field in Fields)
        {
            writer.Write(field.Name);
            writer.WriteCompact((ulong)field.BitCount);
            writer.Write(field.IsOrdered ? (byte)1 : (byte)0);
        }

        for (int bit = 0; bit < BitCount; bit++)
        {
            writer.Write(Describe(bit));
        }

        for (int item = 0; item < Count; item++)
        {
            writer.Write(PatternOf(item));
        }
    }

    /// <summary>Reads the catalog of a recommender with a known number of items.</summary>
    internal static ItemCatalog ReadOf(SnapshotReader reader, int itemCount)
    {
        ItemCatalog catalog = reader.ReadObject<ItemCatalog>();
        return catalog.Count == itemCount
            ? catalog
            : throw reader.Invalid($"the catalog has {catalog.Count} items, but the recommender has {itemCount}");
    }

    /// <summary>Reads the bits of the first items of a recommender, to which items may have been added since.</summary>
    internal static ItemCatalog ReadWithin(SnapshotReader reader, int itemCount)
    {
        ItemCatalog catalog = reader.ReadObject<ItemCatalog>();
        return catalog.Count <= itemCount
            ? catalog
            : throw reader.Invalid($"there are bits of {catalog.Count} items, but the recommender has {itemCount}");
    }

    static ItemCatalog ISnapshot<ItemCatalog>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        (int count, int bitCount) = (shape[0], shape[1]);
        int offset = 0;
        FeatureField[] fields = reader.ReadArray(shape[2], reader =>
        {
            FeatureField field = new(reader.ReadText(), offset, reader.ReadCompact(bitCount - offset))
            {
                IsOrdered = reader.ReadBoolean(),
            };
            offset += field.BitCount;
            return field.Name.Length > 0 ? field : throw reader.Invalid("a field has no name");
        });
        if (offset != bitCount || fields.Select(field => field.Name).Distinct().Count() < fields.Length)
        {
            throw reader.Invalid($"the fields have {offset} bits in total, not {bitCount}, or a field name occurs twice");
        }

        string[] descriptions = reader.ReadArray(bitCount, static reader => reader.ReadText());
        return new ItemCatalog(count, bitCount, ReadBlocks(reader, count, bitCount), fields, DescribedBy(descriptions));
    }

    private static ulong[][] ReadBlocks(SnapshotReader reader, int count, int bitCount)
    {
        List<ulong[]> blocks = [];
        int blockCount = BlocksOf(count, BitSlice.WordCount(bitCount));
        for (int block = 0; block < blockCount; block++)
        {
            int first = block * BlockSize;
            blocks.Add(ReadBlock(reader, first, Math.Min(BlockSize, count - first), bitCount));
        }

        return [.. blocks];
    }

    private static ulong[] ReadBlock(SnapshotReader reader, int first, int count, int bitCount)
    {
        int words = BitSlice.WordCount(bitCount);
        ulong[] block = reader.ReadArray<ulong>((long)count * words);
        for (int last = words - 1; last >= 0 && last < block.Length && (bitCount & 63) != 0; last += words)
        {
            if (block[last] >> (bitCount & 63) != 0)
            {
                throw reader.Invalid($"item {first + (last / words)} has bits beyond its {bitCount}");
            }
        }

        Array.Resize(ref block, BlockSize * words);
        return block;
    }
}
