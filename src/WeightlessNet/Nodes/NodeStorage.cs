using WeightlessNet.Bits;

namespace WeightlessNet.Nodes;

/// <summary>How the RAM nodes of a layer keep their cells.</summary>
/// <remarks>
/// <para>
/// All kinds count exactly: cells have 16 bits, and what is beyond them is kept beside, so that forgetting is exact; a reading takes
/// a count of 65,535 or more for 65,535.
/// </para>
/// <para>
/// What was never learned cannot be forgotten where cells show it. Dense and sparse cells show it unless every part of the sample was
/// learned with the label, from different examples. Hashed cells show less: addresses that collide are one to them, and of several
/// hashes each may be of a different example. What they refuse is what would leave a count below 0, or counts that no examples as many as
/// are left can make, such as one above their number; to see that, a forget with several hashes looks at all cells of the class. After a
/// wrong forget that no cell showed, the counts of its class may be too low, and a right one may be refused; no class without examples is
/// left with a count.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed partial record NodeStorage
{
    private const int MaximumDenseAddressBits = 24;
    private const int MaximumHashes = 8;
    private const long AutomaticDenseBytes = 128L << 20;

    /// <summary>With how many cells, of 16 bits, dense nodes take no more classes and go on as sparse ones.</summary>
    internal const long MostDenseCells = 256L << 20;

    private NodeStorage(NodeStorageKind kind) => Kind = kind;

    /// <summary>
    /// Dense where the cells of the layer take 128 MiB at the most for up to 16 classes, else sparse. See <see cref="Dense"/> for
    /// what many classes change.
    /// </summary>
    public static NodeStorage Automatic { get; } = new(NodeStorageKind.Automatic);

    /// <summary>
    /// A cell for every address in one flat array: fastest, for nodes of few inputs (up to 24). Where later classes would take the
    /// cells beyond 512 MiB, they go on as sparse ones: slower, with the same counts and answers.
    /// </summary>
    public static NodeStorage Dense { get; } = new(NodeStorageKind.Dense);

    /// <summary>Cells for the addresses that occur only, in a hash table for each node: exact at any number of inputs.</summary>
    public static NodeStorage Sparse { get; } = new(NodeStorageKind.Sparse);

    /// <summary>The kind of storage.</summary>
    public NodeStorageKind Kind { get; }

    /// <summary>The number of bits of a hashed address: a node has 2 to this power cells. 0 unless hashed.</summary>
    public int AddressBits { get; private init; }

    /// <summary>How many hashes an address has; its count is the least of their cells. 0 unless hashed.</summary>
    public int Hashes { get; private init; }

    /// <summary>The seed of the hashes; 0 unless hashed.</summary>
    public ulong Seed { get; private init; }

    /// <summary>
    /// A fixed number of cells for each node, addressed by H3 hashes of the node's inputs: with several hashes a counting Bloom
    /// filter. Bounded memory at any number of inputs; counts may be too high where addresses collide, never too low.
    /// </summary>
    /// <remarks>
    /// H3 is of Carter and Wegman, "Universal Classes of Hash Functions" (1979), section 3; Bloom filters as RAM nodes of Santiago et
    /// al., "Memory Efficient Weightless Neural Network using Bloom Filter" (ESANN 2019) and BTHOWeN (PACT 2022).
    /// </remarks>
    /// <param name="addressBits">A node has 2 to this power cells: 1 to 24.</param>
    /// <param name="hashes">How many hashes, 1 to 8.</param>
    /// <param name="seed">The seed of the hashes.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NodeStorage Hashed(int addressBits, int hashes = 1, ulong seed = 0)
    {
        ThrowIfOutOfRange(addressBits, hashes);
        return new(NodeStorageKind.Hashed) { AddressBits = addressBits, Hashes = hashes, Seed = seed };
    }

    /// <summary>
    /// A counting Bloom filter as <see cref="Hashed"/> of several hashes, of which only the cells that hold the least count rise
    /// (conservative update): counts are less often too high, and still never too low. What was added depends on the order, so models of
    /// this storage cannot forget, leave out or merge.
    /// </summary>
    /// <remarks>Estan and Varghese, "New Directions in Traffic Measurement and Accounting" (SIGCOMM 2002), section 3.2.</remarks>
    /// <param name="addressBits">A node has 2 to this power cells: 1 to 24.</param>
    /// <param name="hashes">How many hashes, 1 to 8.</param>
    /// <param name="seed">The seed of the hashes.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NodeStorage HashedConservative(int addressBits, int hashes = 2, ulong seed = 0)
    {
        ThrowIfOutOfRange(addressBits, hashes);
        return new(NodeStorageKind.HashedConservative) { AddressBits = addressBits, Hashes = hashes, Seed = seed };
    }

    /// <summary>Whether addresses are hashed, so that a cell does not tell its address.</summary>
    internal bool IsHashed => Hashes > 0;

    /// <summary>The storage that a layer's nodes get: <see cref="Automatic"/> is decided.</summary>
    /// <param name="nodeCount">How many nodes there are.</param>
    /// <param name="tupleSize">How many inputs a node has.</param>
    /// <param name="parameter">What exceptions name.</param>
    /// <exception cref="ArgumentException">The nodes have too many inputs or are too many for this storage.</exception>
    internal NodeStorage For(int nodeCount, int tupleSize, string parameter)
    {
        if (Kind == NodeStorageKind.Automatic)
        {
            const long RowBytes = Bits.CellKernels.SmallestStride * sizeof(ushort);
            bool fits = tupleSize <= MaximumDenseAddressBits && ((long)nodeCount << tupleSize) * RowBytes <= AutomaticDenseBytes;
            return fits ? Dense : Sparse;
        }

        if (Kind == NodeStorageKind.Dense && tupleSize > MaximumDenseAddressBits)
        {
            throw new ArgumentException(
                $"Dense nodes have up to {MaximumDenseAddressBits} inputs, these {tupleSize}: use sparse or hashed ones.", parameter);
        }

        if (Kind != NodeStorageKind.Sparse)
        {
            int addressBits = IsHashed ? AddressBits : tupleSize;
            long cells = DenseCellBank.CellCountOf(nodeCount, addressBits, Bits.CellKernels.SmallestStride);
            if (cells > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{nodeCount} nodes of 2^{addressBits} addresses are {cells} cells for 16 classes, more than an array holds.",
                    parameter);
            }
        }

        return this;
    }

    /// <summary>The storage with which a bank of these cells goes on where there are more classes than it has room for.</summary>
    /// <param name="nodeCount">How many nodes there are.</param>
    /// <param name="tupleSize">How many inputs a node has.</param>
    /// <param name="stride">For how many classes there is to be room.</param>
    /// <param name="mostDenseCells">With how many cells dense nodes go on as such.</param>
    /// <exception cref="InvalidOperationException">Hashed cells would be more than an array holds.</exception>
    internal NodeStorage ForMore(int nodeCount, int tupleSize, int stride, long mostDenseCells)
    {
        if (Kind == NodeStorageKind.Dense && DenseCellBank.CellCountOf(nodeCount, tupleSize, stride) > mostDenseCells)
        {
            return Sparse;
        }

        if (IsHashed && DenseCellBank.CellCountOf(nodeCount, AddressBits, stride) > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{nodeCount} nodes of 2^{AddressBits} hashed addresses have no room for {stride} classes in an array: "
                + "use fewer address bits.");
        }

        return this;
    }

    /// <summary>The bank of cells of this kind; not for <see cref="Automatic"/>.</summary>
    internal ICellBank CreateBank(int nodeCount, int tupleSize, int stride) => Kind switch
    {
        NodeStorageKind.Dense => new DenseCellBank(nodeCount, tupleSize, 1, stride, CellUpdate.Every),
        NodeStorageKind.Sparse => new SparseCellBank(nodeCount, stride),
        NodeStorageKind.Hashed => new DenseCellBank(nodeCount, AddressBits, Hashes, stride, CellUpdate.Every),
        NodeStorageKind.HashedConservative => new DenseCellBank(nodeCount, AddressBits, Hashes, stride, CellUpdate.Least),
        _ => throw new InvalidOperationException($"Storage {Kind} is not decided."),
    };

    private static void ThrowIfOutOfRange(int addressBits, int hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(addressBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addressBits, MaximumDenseAddressBits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hashes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes, MaximumHashes);
    }
}
