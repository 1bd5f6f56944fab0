using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

internal sealed partial class DiscriminatorBank
{
    // Layout: for node 0, node 1 ..., the cells in which any discriminator has counts, one bit each in u64 words; empty for sparse nodes.
    public void WriteUsedCells(SnapshotWriter writer) => writer.Write<ulong>(UsedCells());

    /// <summary>Reads which cells have counts, so that dense cells are allocated only after their bytes have arrived.</summary>
    public static ulong[] ReadUsedCells(SnapshotReader reader, InputLayer layer, NodeStorage storage) =>
        reader.ReadArray<ulong>(UsedCellWords(layer, storage.For(layer.NodeCount, layer.Mapping.TupleSize, nameof(layer))));

    // Layout: per count, by node, address and discriminator: node plus 1, address, discriminator, count, compact each; and a final 0.
    public static void WriteCells(SnapshotWriter writer, IEnumerable<CellCount> cells)
    {
        foreach (CellCount cell in cells)
        {
            writer.WriteCompact((ulong)cell.Node + 1);
            writer.WriteCompact(cell.Address);
            writer.WriteCompact((ulong)cell.Class);
            writer.WriteCompact((ulong)cell.Count);
        }

        writer.WriteCompact(0);
    }

    /// <summary>Adds a discriminator with a number of examples.</summary>
    public void ReadDiscriminator(SnapshotReader reader, ulong examples)
    {
        if (examples is 0 or > long.MaxValue)
        {
            throw reader.Invalid($"discriminator {Count} must have 1 to {long.MaxValue} examples, not {examples}");
        }

        try
        {
            AddExamples(Add(), (long)examples);
        }
        catch (InvalidOperationException full)
        {
            throw reader.Invalid(full.Message, full);
        }
    }

    /// <summary>Reads the counts of all discriminators into empty cells.</summary>
    public void ReadCells(SnapshotReader reader, ulong[] used)
    {
        int addressBits = AddressBits(Layer, Storage);
        CellCount before = new(-1, 0, 0, 0);
        Int128[] sums = new Int128[Count];
        for (int node = reader.ReadCompact(Layer.NodeCount); node > 0; node = reader.ReadCompact(Layer.NodeCount))
        {
            (ulong address, int discriminator) = (reader.ReadCompact(), reader.ReadCompact(Count - 1));
            CellCount cell = new(node - 1, address, discriminator, (long)Math.Min(reader.ReadCompact(), long.MaxValue));
            bool isNext = (cell.Node, cell.Address, cell.Class).CompareTo((before.Node, before.Address, before.Class)) > 0;
            bool isInNode = addressBits >= 64 || cell.Address >> addressBits == 0;
            if (!isNext || !isInNode || cell.Count <= 0 || cell.Count > ExamplesOf(cell.Class))
            {
                throw reader.Invalid($"a cell is out of order or out of range: {cell}");
            }

            CheckSums(reader, sums, before.Node, cell.Node);
            sums[cell.Class] += cell.Count;
            Cells.Add(cell);
            before = cell;
        }

        CheckSums(reader, sums, before.Node, Layer.NodeCount);
        if (!used.AsSpan().SequenceEqual(UsedCells()))
        {
            throw reader.Invalid("the cells with counts differ from the stored cells in use");
        }
    }

    // Every example counts once in each node; in a hashed node, in 1 to as many cells as there are hashes. Checks the nodes from the last
    // one read, whose sums these are, up to the next.
    private void CheckSums(SnapshotReader reader, Int128[] sums, int node, int next)
    {
        for (; node < next; node++)
        {
            for (int discriminator = 0; node >= 0 && discriminator < sums.Length; discriminator++)
            {
                long examples = ExamplesOf(discriminator);
                if (sums[discriminator] < examples || sums[discriminator] > (Int128)examples * Math.Max(1, Storage.Hashes))
                {
                    throw reader.Invalid(
                        $"the counts of discriminator {discriminator} in node {node} sum to {sums[discriminator]}: "
                        + $"for {examples} examples this is not possible");
                }
            }

            Array.Clear(sums);
        }
    }

    private ulong[] UsedCells()
    {
        ulong[] used = new ulong[UsedCellWords(Layer, Storage)];
        if (used.Length > 0)
        {
            int addressBits = AddressBits(Layer, Storage);
            foreach (CellCount cell in NonZero())
            {
                long row = ((long)cell.Node << addressBits) + (long)cell.Address;
                used[row >> 6] |= 1UL << (int)(row & 63);
            }
        }

        return used;
    }

    private static long UsedCellWords(InputLayer layer, NodeStorage storage) =>
        storage.Kind == NodeStorageKind.Sparse ? 0 : (((long)layer.NodeCount << AddressBits(layer, storage)) + 63) >> 6;

    private static int AddressBits(InputLayer layer, NodeStorage storage) =>
        storage.IsHashed ? storage.AddressBits : layer.Mapping.TupleSize;
}
