using System.Numerics.Tensors;
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
    private const string CrowdRating = "crowd rating";
    private const string CrowdPopularity = "crowd popularity";

    private readonly AddressRows _rowsOfBits;
    private byte[] _itemRows;
    private readonly byte[] _meanRows;
    private readonly byte[] _countRows;
    private int _itemCount;

    /// <exception cref="ArgumentException">
    /// A field of the catalog has a reserved name, or there are too many addresses for an array.
    /// </exception>
    public ItemAddresses(ItemCatalog catalog, WeightlessOptions options)
    {
        int meanLevels = options.Crowd.MeanLevels;
        int countLevels = options.Crowd.CountLevels;
        int meanOffset = catalog.BitCount;
        int countOffset = meanOffset + meanLevels;
        Mapping = TupleMapping.Random(countOffset + countLevels, options.TupleSize, options.Nodes, options.Seed);
        Fields =
        [
            .. catalog.Fields,
            new FeatureField(CrowdRating, meanOffset, meanLevels),
            new FeatureField(CrowdPopularity, countOffset, countLevels),
        ];
        foreach (FeatureField field in catalog.Fields)
        {
            if (field.Name is CrowdRating or CrowdPopularity)
            {
                throw new ArgumentException(
                    $"The field name '{field.Name}' is reserved for the crowd's statistics. Rename the field.", nameof(catalog));
            }
        }

        if ((long)catalog.Count * NodeCount > Array.MaxLength - CatalogScan.BlockSize)
        {
            throw new ArgumentException(
                $"There is no room for {NodeCount} addresses of each of {catalog.Count} items. Use fewer nodes.", nameof(options));
        }

        _rowsOfBits = new AddressRows(Mapping);
        _meanRows = _rowsOfBits.ThermometerRows(meanOffset, meanLevels);
        _countRows = _rowsOfBits.ThermometerRows(countOffset, countLevels);
        _itemCount = catalog.Count;
        _itemRows = new byte[checked(_itemCount * NodeCount)];
        for (int item = 0; item < _itemCount; item++)
        {
            Replace(item, catalog.PatternOf(item));
        }
    }

    public TupleMapping Mapping { get; }

    public int NodeCount => Mapping.NodeCount;

    /// <summary>The fields of an item's bits: the catalog's fields, then the two of the crowd.</summary>
    public IReadOnlyList<FeatureField> Fields { get; }

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
    public void Replace(int item, ReadOnlySpan<ulong> pattern) =>
        _rowsOfBits.AddressesOf(pattern, _itemRows.AsSpan(item * NodeCount, NodeCount));

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
        foreach (int bit in Mapping.TupleOf(node))
        {
            int field = Fields.Count - 1;
            while (bit < Fields[field].Offset || Fields[field].BitCount == 0)
            {
                field--;
            }

            inputs[field]++;
        }
    }
}
