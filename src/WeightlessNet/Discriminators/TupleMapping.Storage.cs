using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

public sealed partial class TupleMapping : ISnapshot<TupleMapping>
{
    static SnapshotKind ISnapshot<TupleMapping>.Kind => SnapshotKind.TupleMapping;

    // Stores the tuples rather than a seed, because a mapping need not come from a seed. Shape: bits per pattern, tuple size, nodes.
    // Content: the tuple of node 0, of node 1 ..., i32 each.
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
