using WeightlessNet.Bits;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The discriminators of all classes over one input layer, cells side by side, and how many examples each has learned.
/// </summary>
/// <remarks>One writer or many readers.</remarks>
internal sealed partial class DiscriminatorBank
{
    private readonly List<long> _examples = [];
    private readonly long _mostDenseCells;
    private NodeStorage _cellStorage;

    public DiscriminatorBank(InputLayer layer, NodeStorage storage, long mostDenseCells = NodeStorage.MostDenseCells)
    {
        if (layer.NodeCount > CellKernels.MaximumRows)
        {
            throw new ArgumentException($"A model has up to {CellKernels.MaximumRows} nodes, this layer {layer.NodeCount}.", nameof(layer));
        }

        Layer = layer;
        Storage = storage.For(layer.NodeCount, layer.Mapping.TupleSize, nameof(layer));
        Plan = new AddressPlan(layer, Storage);
        Cells = Storage.CreateBank(layer.NodeCount, layer.Mapping.TupleSize, CellKernels.SmallestStride);
        _cellStorage = Storage;
        _mostDenseCells = mostDenseCells;
    }

    public InputLayer Layer { get; }

    /// <summary>The storage decided at the creation; with many classes dense cells may have become sparse.</summary>
    public NodeStorage Storage { get; }

    public AddressPlan Plan { get; }

    public ICellBank Cells { get; private set; }

    /// <summary>How many discriminators there are, those without examples too.</summary>
    public int Count => _examples.Count;

    public int Stride => Cells.Stride;

    public long ExamplesOf(int discriminator) => _examples[discriminator];

    /// <summary>Adds an empty discriminator and gives its index.</summary>
    /// <exception cref="InvalidOperationException">Hashed cells have no room for it; nothing has changed.</exception>
    public int Add()
    {
        if (_examples.Count == Stride)
        {
            Widen(CellKernels.StrideOf(Stride + 1));
        }

        _examples.Add(0);
        return _examples.Count - 1;
    }

    public void Learn(ReadOnlySpan<ulong> addresses, int discriminator)
    {
        Cells.Increment(addresses, discriminator);
        _examples[discriminator]++;
    }

    /// <summary>Whether an example may have been learned, so far as cells show.</summary>
    public bool MayHaveLearned(ReadOnlySpan<ulong> addresses, int discriminator) =>
        _examples[discriminator] > 0 && Cells.CanDecrement(addresses, discriminator, _examples[discriminator]);

    /// <summary>Takes an example away, or changes nothing where a cell shows that it was never learned.</summary>
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

    /// <summary>All cells that are not 0 of discriminators with examples, by node, then address, then discriminator.</summary>
    public IEnumerable<CellCount> NonZero() => Cells.NonZero().Where(cell => _examples[cell.Class] > 0);

    /// <summary>Counts an example whose cells were written by other means.</summary>
    public void AddExamples(int discriminator, long count) => _examples[discriminator] += count;

    /// <summary>The rows of cells at a sample's addresses, in working memory of this thread.</summary>
    public Span<ushort> Read(ReadOnlySpan<ulong> addresses)
    {
        Span<ushort> rows = AddressScratch.Current.Rows(Layer.NodeCount * Stride);
        Cells.Read(addresses, rows);
        return rows;
    }

    private void Widen(int stride)
    {
        int inputs = Layer.Mapping.TupleSize;
        NodeStorage wider = _cellStorage.ForMore(Layer.NodeCount, inputs, stride, _mostDenseCells);
        if (wider == _cellStorage)
        {
            Cells.Widen(stride);
            return;
        }

        // Made whole before it takes the place of the other.
        ICellBank cells = wider.CreateBank(Layer.NodeCount, inputs, stride);
        foreach (CellCount cell in Cells.NonZero())
        {
            cells.Add(cell);
        }

        (Cells, _cellStorage) = (cells, wider);
    }
}
