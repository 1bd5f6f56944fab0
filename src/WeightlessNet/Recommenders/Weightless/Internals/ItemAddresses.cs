using System.Numerics.Tensors;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of every item at all nodes, the same for all users: a row for the item's own bits, XORed with the rows of the crowd's
/// levels.
/// </summary>
/// <remarks>Not thread-safe while items change; the owner locks.</remarks>
internal sealed class ItemAddresses
{
    private readonly AddressRows _rowsOfBits;
    private readonly ItemCatalog? _audience;
    private readonly int[] _fieldsOfInputs;
    private readonly byte[] _meanRows;
    private readonly byte[] _countRows;
    private byte[] _itemRows;
    private int _itemCount;

    /// <param name="catalog">The items and their bits.</param>
    /// <param name="layout">The nodes and their inputs.</param>
    /// <param name="audience">The bits of each item's audience, as many as the layout says; null for none.</param>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public ItemAddresses(ItemCatalog catalog, NetworkLayout layout, ItemCatalog? audience = null)
    {
        Layout = layout;
        NodeCount = layout.Mapping.NodeCount;
        if ((long)catalog.Count * NodeCount > Array.MaxLength - CatalogScan.BlockSize)
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
        _itemCount = catalog.Count;
        _itemRows = new byte[checked(_itemCount * NodeCount)];
        for (int item = 0; item < _itemCount; item++)
        {
            Replace(item, catalog.PatternOf(item));
        }
    }

    public NetworkLayout Layout { get; }

    public int NodeCount { get; }

    public int TupleSize => Layout.Mapping.TupleSize;

    /// <summary>The number of cells of a node: one for each address of a tuple, and of a hash.</summary>
    public int CellsPerNode => Math.Max(1 << TupleSize, Layout.HasWideFields ? 1 << WideFieldHash.AddressBits : 0);

    /// <summary>The fields that explanations name.</summary>
    public IReadOnlyList<FeatureField> Fields => Layout.Fields;

    /// <summary>Whether there is room for the addresses of one more item.</summary>
    public bool HasRoom => (_itemCount + 1L) * NodeCount <= Array.MaxLength - CatalogScan.BlockSize;

    /// <summary>Adds an item's addresses. <see cref="HasRoom"/> must be true.</summary>
    public void Add(ReadOnlySpan<ulong> pattern)
    {
        int end = (_itemCount + 1) * NodeCount;
        if (_itemRows.Length < end)
        {
            Array.Resize(ref _itemRows, Math.Max(end, (int)Math.Min(2L * _itemRows.Length, Array.MaxLength)));
        }

        Replace(_itemCount++, pattern);
    }

    /// <summary>Recomputes an item's addresses.</summary>
    public void Replace(int item, ReadOnlySpan<ulong> pattern)
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

        Span<byte> row = _itemRows.AsSpan(item * NodeCount, NodeCount);
        _rowsOfBits.AddressesOf(packed, row);
        Layout.Hash(pattern, row);
    }

    /// <summary>Writes the addresses of an item; an item that is not in the catalog has no bits of its own.</summary>
    public void Write(int item, byte meanLevel, byte countLevel, Span<byte> addresses)
    {
        int nodes = NodeCount;
        if ((uint)item < (uint)_itemCount)
        {
            TensorPrimitives.Xor(_itemRows.AsSpan(item * nodes, nodes), _meanRows.AsSpan(meanLevel * nodes, nodes), addresses);
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
}
