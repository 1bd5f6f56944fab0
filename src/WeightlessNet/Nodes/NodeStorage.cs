using WeightlessNet.Bits;

namespace WeightlessNet.Nodes;

/// <summary>How the RAM nodes of a layer store their cells.</summary>
/// <remarks>
/// <para>
/// All kinds count exactly, so forgetting is exact. Cells have 16 bits; the excess of larger counts is stored separately. Readings
/// treat a count above 65,535 as 65,535.
/// </para>
/// <para>
/// Forgetting an example that was never learned is refused if the cells show it. Dense and sparse cells show it unless every part of the
/// sample was learned with the label from other examples. Hashed cells show it less often, because addresses collide and, with several
/// hashes, each cell may come from another example. They refuse a forget that would leave a count below 0, or counts that the remaining
/// examples cannot produce, such as a count above their number; to check this, a forget with several hashes reads all cells of the class.
/// After a wrong forget that was not detected, counts of its class may be too low, and a right forget may be refused. A class without
/// examples never has counts above 0.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed partial record NodeStorage
{
    private const int MaximumDenseAddressBits = 24;
    private const int MaximumHashes = 8;
    private const long AutomaticDenseBytes = 128L << 20;

    /// <summary>The number of 16-bit cells above which dense storage becomes sparse when classes are added.</summary>
    internal const long MostDenseCells = 256L << 20;

    private const string InsteadOfDense =
        $"Use {nameof(NodeStorage)}.{nameof(Sparse)}, with cells only for addresses that occur, or {nameof(NodeStorage)}.{nameof(Hashed)}.";

    private NodeStorage(NodeStorageKind kind) => Kind = kind;

    /// <summary>
    /// Dense if the layer's cells for up to 16 classes take at most 128 MiB, otherwise sparse. With many classes, dense storage can become
    /// sparse; see <see cref="Dense"/>.
    /// </summary>
    public static NodeStorage Automatic { get; } = new(NodeStorageKind.Automatic);

    /// <summary>
    /// A cell for every address, in one flat array: fastest, for small tuples (up to 24 bits). If a new class would make the cells exceed
    /// 512 MiB, they become sparse: slower, with the same counts and answers.
    /// </summary>
    public static NodeStorage Dense { get; } = new(NodeStorageKind.Dense);

    /// <summary>Cells only for the addresses that occur, in a hash table for each node: exact for any tuple size.</summary>
    public static NodeStorage Sparse { get; } = new(NodeStorageKind.Sparse);

    /// <summary>The kind of storage.</summary>
    internal NodeStorageKind Kind { get; }

    /// <summary>The number of bits of a hashed address: a node has 2^AddressBits cells. 0 unless hashed.</summary>
    internal int AddressBits { get; private init; }

    /// <summary>The number of hashes of an address; its count is the minimum of their cells. 0 unless hashed.</summary>
    public int Hashes { get; private init; }

    /// <summary>The seed of the hashes; 0 unless hashed.</summary>
    public ulong Seed { get; private init; }

    /// <summary>
    /// A fixed number of cells for each node, addressed by H3 hashes of the node's tuple; with several hashes, a counting Bloom filter.
    /// Memory is bounded for any tuple size. Counts may be too high if addresses collide, never too low.
    /// </summary>
    /// <remarks>
    /// H3 is from Carter and Wegman, "Universal Classes of Hash Functions" (1979), section 3; Bloom filters as RAM nodes are from Santiago
    /// et al., "Memory Efficient Weightless Neural Network using Bloom Filter" (ESANN 2019) and BTHOWeN (PACT 2022).
    /// </remarks>
    /// <param name="addressBits">The number of bits of a hashed address, 1 to 24: a node has 2^addressBits cells.</param>
    /// <param name="hashes">The number of hashes, 1 to 8.</param>
    /// <param name="seed">The seed of the hashes.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NodeStorage Hashed(int addressBits, int hashes = 1, ulong seed = 0)
    {
        ThrowIfOutOfRange(addressBits, hashes);
        return new(NodeStorageKind.Hashed) { AddressBits = addressBits, Hashes = hashes, Seed = seed };
    }

    /// <summary>
    /// Like <see cref="Hashed"/>, but learning increments only the cells with the smallest count (conservative update): counts are too
    /// high less often, and still never too low. The result depends on the order of the examples, so models with this storage cannot
    /// forget, leave one out or merge.
    /// </summary>
    /// <remarks>Estan and Varghese, "New Directions in Traffic Measurement and Accounting" (SIGCOMM 2002), section 3.2.</remarks>
    /// <param name="addressBits">The number of bits of a hashed address, 1 to 24: a node has 2^addressBits cells.</param>
    /// <param name="hashes">The number of hashes, 1 to 8.</param>
    /// <param name="seed">The seed of the hashes.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static NodeStorage HashedConservative(int addressBits, int hashes = 2, ulong seed = 0)
    {
        ThrowIfOutOfRange(addressBits, hashes);
        return new(NodeStorageKind.HashedConservative) { AddressBits = addressBits, Hashes = hashes, Seed = seed };
    }

    /// <summary>Whether addresses are hashed, so that a cell's address is unknown.</summary>
    internal bool IsHashed => Hashes > 0;

    /// <summary>The storage for a layer, with <see cref="Automatic"/> resolved.</summary>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="tupleSize">The number of bits of a tuple.</param>
    /// <param name="parameter">The parameter name for exceptions.</param>
    /// <exception cref="ArgumentException">The tuples are too large, or the nodes are too many, for this storage.</exception>
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
                $"Dense storage takes tuples of at most {MaximumDenseAddressBits} bits, not {tupleSize}. {InsteadOfDense}",
                parameter);
        }

        if (Kind != NodeStorageKind.Sparse)
        {
            int addressBits = IsHashed ? AddressBits : tupleSize;
            long cells = DenseCellBank.CellCountOf(nodeCount, addressBits, Bits.CellKernels.SmallestStride);
            if (cells > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{nodeCount} nodes with 2^{addressBits} addresses need {cells} cells for 16 classes, more than an array can hold. "
                    + (IsHashed ? "Use fewer address bits." : InsteadOfDense),
                    parameter);
            }
        }

        return this;
    }

    /// <summary>The storage for a bank that needs room for more classes.</summary>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="tupleSize">The number of bits of a tuple.</param>
    /// <param name="stride">The number of classes to make room for.</param>
    /// <param name="mostDenseCells">The largest number of cells for dense storage.</param>
    /// <exception cref="InvalidOperationException">The hashed cells would be more than an array can hold.</exception>
    internal NodeStorage ForMore(int nodeCount, int tupleSize, int stride, long mostDenseCells)
    {
        if (Kind == NodeStorageKind.Dense && DenseCellBank.CellCountOf(nodeCount, tupleSize, stride) > mostDenseCells)
        {
            return Sparse;
        }

        if (IsHashed && DenseCellBank.CellCountOf(nodeCount, AddressBits, stride) > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{nodeCount} nodes with 2^{AddressBits} hashed addresses need more cells for {stride} classes than an array can hold: "
                + "use fewer address bits.");
        }

        return this;
    }

    /// <summary>Creates a bank of cells of this kind; not for <see cref="Automatic"/>.</summary>
    internal ICellBank CreateBank(int nodeCount, int tupleSize, int stride) => Kind switch
    {
        NodeStorageKind.Dense => new DenseCellBank(nodeCount, tupleSize, 1, stride, CellUpdate.Every),
        NodeStorageKind.Sparse => new SparseCellBank(nodeCount, stride),
        NodeStorageKind.Hashed => new DenseCellBank(nodeCount, AddressBits, Hashes, stride, CellUpdate.Every),
        NodeStorageKind.HashedConservative => new DenseCellBank(nodeCount, AddressBits, Hashes, stride, CellUpdate.Least),
        _ => throw new InvalidOperationException($"Storage {Kind} is not resolved."),
    };

    /// <summary>
    /// The kind; of hashed storage also the bits of an address, the hashes and the seed, such as
    /// "Hashed (12 address bits, 2 hashes, seed 0)". The same in every culture.
    /// </summary>
    public override string ToString() => IsHashed
        ? FormattableString.Invariant($"{Kind} ({AddressBits} address bits, {Hashes} hashes, seed {Seed})")
        : Kind.ToString();

    private static void ThrowIfOutOfRange(int addressBits, int hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(addressBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addressBits, MaximumDenseAddressBits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hashes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes, MaximumHashes);
    }
}
