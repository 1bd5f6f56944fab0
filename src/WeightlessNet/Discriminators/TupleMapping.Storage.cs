using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

public sealed partial class TupleMapping : ISnapshot<TupleMapping>
{
    static SnapshotKind ISnapshot<TupleMapping>.Kind => SnapshotKind.TupleMapping;

    // The tuples are stored rather than their seed: a mapping may have been made in any way.
    // Shape: bits of a pattern, inputs of a node, nodes. Content: the tuple of node 0, of node 1 ..., i32 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.TupleMapping, BitCount, TupleSize, NodeCount);
        writer.Write<int>(_bits);
    }

    internal ulong[] SeenBits()
    {
        ulong[] seen = new ulong[BitSlice.WordCount(BitCount)];
        foreach (int bit in _bits)
        {
            seen[bit >> 6] |= 1UL << (bit & 63);
        }

        return seen;
    }

    static TupleMapping ISnapshot<TupleMapping>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        return new TupleMapping(shape[0], shape[1], reader.ReadArray<int>((long)shape[1] * shape[2]));
    }
}
