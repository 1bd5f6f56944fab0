using System.Buffers;
using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

public sealed partial class TupleMapping : ISnapshot<TupleMapping>
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static TupleMapping Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.TupleMapping, ReadContent);

    // The tuples are stored rather than their seed: a mapping may have been made in any way.
    // Shape: bits of a pattern, inputs of a node, nodes. Content: the tuple of node 0, of node 1 ..., i32 each.
    internal void WriteTo(SnapshotWriter writer)
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

    internal static TupleMapping ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        return new TupleMapping(shape[0], shape[1], reader.ReadArray<int>((long)shape[1] * shape[2]));
    }
}
