using System.Numerics.Tensors;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of every item at all nodes, the same for all users: a row for the item's own bits, XORed with the rows of the crowd's
/// levels.
/// </summary>
/// <remarks>Immutable and thread-safe. A change of an item makes a new version, which shares all other items with the old one.</remarks>
internal sealed class ItemAddresses
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    // Tables of users who rated none of the items replaced since they were made are still right; so many replacements are remembered.
    private const int RememberedReplacements = 64;

    private readonly AddressRows _rowsOfBits;
    private readonly ItemCatalog? _audience;
    private readonly int[] _fieldsOfInputs;
    private readonly byte[] _meanRows;
    private readonly byte[] _countRows;
    private readonly byte[][] _blocks;
    private readonly int[] _replaced;

    /// <param name="catalog">The items and their bits.</param>
    /// <param name="layout">The nodes and their inputs.</param>
    /// <param name="audience">The bits of each item's audience, as many as the layout says; null for none.</param>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public ItemAddresses(ItemCatalog catalog, NetworkLayout layout, ItemCatalog? audience = null)
    {
        Layout = layout;
        NodeCount = layout.Mapping.NodeCount;
        if ((long)catalog.Count * NodeCount > Array.MaxLength - BlockSize)
        {
            throw new ArgumentException(
                $"There is no room for {NodeCount} addresses of each of {catalog.Count} items. Use fewer nodes.", nameof(catalog));
        }

        _audience = audience;
        _rowsOfBits = new AddressRows(layout.Mapping);
        foreach (NodeGroup group in layout.Groups)
        {
            if (group.Key >= 0 && NetworkLayout.IsWide(layout.ItemFields[group.Key]))
            {
                _rowsOfBits.Exclude(group.First, group.Count);
            }
        }

        _meanRows = _rowsOfBits.ThermometerRows(layout.MeanOffset, layout.CountOffset - layout.MeanOffset);
        _countRows = _rowsOfBits.ThermometerRows(layout.CountOffset, layout.AudienceOffset - layout.CountOffset);
        _fieldsOfInputs = layout.FieldsOfInputs();
        ItemCount = catalog.Count;
        _replaced = [];
        _blocks = new byte[(ItemCount + BlockSize - 1) / BlockSize][];
        for (int item = 0; item < ItemCount; item++)
        {
            byte[] block = _blocks[item / BlockSize] ??= new byte[BlockSize * NodeCount];
            WriteRow(item, catalog.PatternOf(item), block);
        }
    }

    private ItemAddresses(ItemAddresses before, byte[][] blocks, int itemCount, long replacements, int[] replaced)
    {
        Layout = before.Layout;
        NodeCount = before.NodeCount;
        _audience = before._audience;
        _rowsOfBits = before._rowsOfBits;
        _meanRows = before._meanRows;
        _countRows = before._countRows;
        _fieldsOfInputs = before._fieldsOfInputs;
        _blocks = blocks;
        ItemCount = itemCount;
        Replacements = replacements;
        _replaced = replaced;
    }

    /// <summary>The number of items.</summary>
    public int ItemCount { get; }

    /// <summary>How many items have been replaced in all versions up to this one.</summary>
    public long Replacements { get; }

    public NetworkLayout Layout { get; }

    public int NodeCount { get; }

    public int TupleSize => Layout.Mapping.TupleSize;

    /// <summary>The fields that explanations name.</summary>
    public IReadOnlyList<FeatureField> Fields => Layout.Fields;

    /// <summary>Whether there is room for the addresses of one more item.</summary>
    public bool HasRoom => (ItemCount + 1L) * NodeCount <= Array.MaxLength - BlockSize;

    /// <summary>The rows of a block of 64 items, item after item. Another version with the same rows returns the same array.</summary>
    public byte[] RowsOf(int block) => _blocks[block];

    /// <summary>A version with one more item. <see cref="HasRoom"/> must be true.</summary>
    public ItemAddresses With(ReadOnlySpan<ulong> added) => Changed(ItemCount, added, ItemCount + 1, Replacements, _replaced);

    /// <summary>A version in which an item has other bits.</summary>
    public ItemAddresses With(int item, ReadOnlySpan<ulong> pattern) =>
        Changed(item, pattern, ItemCount, Replacements + 1, [item, .. _replaced.Take(RememberedReplacements - 1)]);

    /// <summary>
    /// The items replaced since the version that had so many replacements, in any order; false if there are too many to tell.
    /// </summary>
    public bool TryReplacedSince(long replacements, out ReadOnlySpan<int> replaced)
    {
        long count = Replacements - replacements;
        bool known = count >= 0 && count <= _replaced.Length;
        replaced = known ? _replaced.AsSpan(0, (int)count) : [];
        return known;
    }

    /// <summary>Writes the addresses of an item; an item that is not in the catalog has no bits of its own.</summary>
    public void Write(int item, byte meanLevel, byte countLevel, Span<byte> addresses)
    {
        int nodes = NodeCount;
        if ((uint)item < (uint)ItemCount)
        {
            byte[] rows = _blocks[item / BlockSize];
            TensorPrimitives.Xor(rows.AsSpan(item % BlockSize * nodes, nodes), _meanRows.AsSpan(meanLevel * nodes, nodes), addresses);
        }
        else
        {
            _meanRows.AsSpan(meanLevel * nodes, nodes).CopyTo(addresses);
        }

        TensorPrimitives.Xor(addresses, _countRows.AsSpan(countLevel * nodes, nodes), addresses);
    }

    /// <summary>Counts the inputs of a node by field.</summary>
    public void CountInputsByField(int node, Span<int> inputs)
    {
        inputs.Clear();
        foreach (int field in _fieldsOfInputs.AsSpan(node * TupleSize, TupleSize))
        {
            inputs[field]++;
        }
    }

    private ItemAddresses Changed(int item, ReadOnlySpan<ulong> pattern, int itemCount, long replacements, int[] replaced)
    {
        byte[][] blocks = new byte[(itemCount + BlockSize - 1) / BlockSize][];
        _blocks.CopyTo(blocks, 0);
        int changed = item / BlockSize;
        byte[] block = blocks[changed] is byte[] before ? [.. before] : new byte[BlockSize * NodeCount];
        WriteRow(item, pattern, block);
        blocks[changed] = block;
        return new ItemAddresses(this, blocks, itemCount, replacements, replaced);
    }

    private void WriteRow(int item, ReadOnlySpan<ulong> pattern, byte[] block)
    {
        ulong[] packed = new ulong[BitSlice.WordCount(Layout.BitCount)];
        Layout.Pack(pattern, packed);
        if (_audience is not null && item < _audience.Count)
        {
            ReadOnlySpan<ulong> audience = _audience.PatternOf(item);
            for (int bit = 0, to = Layout.AudienceOffset; bit < _audience.BitCount; bit++, to++)
            {
                packed[to >> 6] |= ((audience[bit >> 6] >> (bit & 63)) & 1) << (to & 63);
            }
        }

        Span<byte> row = block.AsSpan(item % BlockSize * NodeCount, NodeCount);
        _rowsOfBits.AddressesOf(packed, row);
        Layout.Hash(pattern, row);
    }
}
