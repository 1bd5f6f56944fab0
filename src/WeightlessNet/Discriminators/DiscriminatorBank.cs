using WeightlessNet.Bits;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The discriminators of all classes over one input layer, with their cells side by side, and the number of examples of each.
/// </summary>
/// <remarks>Thread-safe for many readers, or one writer without readers.</remarks>
internal sealed partial class DiscriminatorBank
{
    private readonly List<long> _examples = [];
    private readonly long _mostDenseCells;
    private NodeStorage _cellStorage;

    public DiscriminatorBank(InputLayer layer, NodeStorage storage, long mostDenseCells = NodeStorage.MostDenseCells)
    {
        if (layer.NodeCount > CellKernels.MaximumRows)
        {
            throw new ArgumentException(
                $"A model has at most {CellKernels.MaximumRows} nodes, not {layer.NodeCount}. Use fewer nodes.", nameof(layer));
        }

        Layer = layer;
        Storage = storage.For(layer.NodeCount, layer.Mapping.TupleSize, nameof(layer));
        Plan = new AddressPlan(layer, Storage);
        Cells = Storage.CreateBank(layer.NodeCount, layer.Mapping.TupleSize, CellKernels.SmallestStride);
        _cellStorage = Storage;
        _mostDenseCells = mostDenseCells;
    }

    public InputLayer Layer { get; }

    /// <summary>The storage chosen at creation; with many classes, dense cells may have become sparse since.</summary>
    public NodeStorage Storage { get; }

    public AddressPlan Plan { get; }

    public ICellBank Cells { get; private set; }

    /// <summary>The number of discriminators, including those without examples.</summary>
    public int Count => _examples.Count;

    public int Stride => Cells.Stride;

    public long ExamplesOf(int discriminator) => _examples[discriminator];

    /// <summary>Adds an empty discriminator and returns its index.</summary>
    /// <exception cref="InvalidOperationException">Hashed cells have no room for it; nothing is changed.</exception>
    public int Add()
    {
        EnsureRoom(1);
        _examples.Add(0);
        return _examples.Count - 1;
    }

    /// <summary>Makes room for further discriminators.</summary>
    /// <exception cref="InvalidOperationException">Hashed cells have no room for them; nothing is changed.</exception>
    public void EnsureRoom(int count)
    {
        if (_examples.Count + count > Stride)
        {
            Widen(CellKernels.StrideOf(_examples.Count + count));
        }
    }

    public void Learn(ReadOnlySpan<ulong> addresses, int discriminator)
    {
        Cells.Increment(addresses, discriminator);
        _examples[discriminator]++;
    }

    /// <summary>Whether an example may have been learned, as far as the cells show.</summary>
    public bool MayHaveLearned(ReadOnlySpan<ulong> addresses, int discriminator) =>
        _examples[discriminator] > 0 && Cells.CanDecrement(addresses, discriminator, _examples[discriminator]);

    /// <summary>Subtracts an example. Returns false, with nothing changed, if a cell shows that it was never learned.</summary>
    public bool TryForget(ReadOnlySpan<ulong> addresses, int discriminator)
    {
        if (!MayHaveLearned(addresses, discriminator))
        {
            return false;
        }

        Cells.Decrement(addresses, discriminator);
        _examples[discriminator]--;
        return true;
    }

    /// <summary>All cells that are not 0, of discriminators with examples, ordered by node, address and discriminator.</summary>
    public IEnumerable<CellCount> NonZero() => Cells.NonZero().Where(cell => _examples[cell.Class] > 0);

    /// <summary>Adds to the number of examples only; their cells are written separately.</summary>
    public void AddExamples(int discriminator, long count) => _examples[discriminator] += count;

    /// <summary>The rows of cells at a sample's addresses, in this thread's scratch memory.</summary>
    public Span<ushort> Read(ReadOnlySpan<ulong> addresses)
    {
        Span<ushort> rows = AddressScratch.Current.Rows(Layer.NodeCount * Stride);
        Cells.Read(addresses, rows);
        return rows;
    }

    private void Widen(int stride)
    {
        int tupleSize = Layer.Mapping.TupleSize;
        NodeStorage wider = _cellStorage.ForMore(Layer.NodeCount, tupleSize, stride, _mostDenseCells);
        if (wider == _cellStorage)
        {
            Cells.Widen(stride);
            return;
        }

        // Complete before it replaces the old one, so that an exception changes nothing.
        ICellBank cells = wider.CreateBank(Layer.NodeCount, tupleSize, stride);
        foreach (CellCount cell in Cells.NonZero())
        {
            cells.Add(cell);
        }

        (Cells, _cellStorage) = (cells, wider);
    }
}
