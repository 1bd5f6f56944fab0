using WeightlessNet.Storage;

namespace WeightlessNet.Nodes;

internal sealed partial class SumCells
{
    // Layout: number of examples, compact; sum of their targets; then per cell, by node and address: node plus 1, address, count, compact
    // each; sum; and a final 0. A sum is a signed 128-bit number: its low 64 bits and its high 64 bits, compact.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Examples);
        Write(writer, TargetSum);
        foreach ((int node, ulong address, long count, Int128 sum) in State())
        {
            writer.WriteCompact((ulong)node + 1);
            writer.WriteCompact(address);
            writer.WriteCompact((ulong)count);
            Write(writer, sum);
        }

        writer.WriteCompact(0);
    }

    public static SumCells Read(SnapshotReader reader, int nodeCount, int tupleSize)
    {
        ulong examples = reader.ReadCompact();
        SumCells cells = new(nodeCount) { Examples = checked((long)examples), TargetSum = ReadSum(reader) };
        (int Node, ulong Address) before = (-1, 0);
        (long Count, Int128 Sum) ofNode = default;
        for (int node = reader.ReadCompact(nodeCount); node > 0; node = reader.ReadCompact(nodeCount))
        {
            (int Node, ulong Address) at = (node - 1, reader.ReadCompact());
            (ulong count, Int128 sum) = (reader.ReadCompact(), ReadSum(reader));
            bool isInNode = tupleSize >= 64 || at.Address >> tupleSize == 0;
            if (at.CompareTo(before) <= 0 || !isInNode || count == 0 || count > examples)
            {
                throw reader.Invalid($"a cell is out of order or out of range: node {at.Node}, address {at.Address}, count {count}");
            }

            cells.CheckNodes(reader, ref ofNode, before.Node, at.Node);
            ofNode = checked((ofNode.Count + (long)count, ofNode.Sum + sum));
            cells._nodes[at.Node].Add(at.Address, ((long)count, sum));
            before = at;
        }

        cells.CheckNodes(reader, ref ofNode, before.Node, nodeCount);
        return cells;
    }

    // Every example counts once in each node. Checks the nodes from the last one read up to the next.
    private void CheckNodes(SnapshotReader reader, ref (long Count, Int128 Sum) ofNode, int node, int next)
    {
        for (; node < next; node++)
        {
            if (node >= 0 && ofNode != (Examples, TargetSum))
            {
                throw reader.Invalid(
                    $"node {node} must have {Examples} examples with sum {TargetSum}, not {ofNode.Count} with sum {ofNode.Sum}");
            }

            ofNode = default;
        }
    }

    private static void Write(SnapshotWriter writer, Int128 sum)
    {
        var folded = (UInt128)((sum << 1) ^ (sum >> 127));
        writer.WriteCompact((ulong)folded);
        writer.WriteCompact((ulong)(folded >> 64));
    }

    private static Int128 ReadSum(SnapshotReader reader)
    {
        UInt128 folded = reader.ReadCompact();
        folded |= (UInt128)reader.ReadCompact() << 64;
        return (Int128)(folded >> 1) ^ -(Int128)(folded & 1);
    }
}
