using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class KernelCanvas : ISnapshot<KernelCanvas>
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static KernelCanvas Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.KernelCanvas, ReadContent);

    // The kernels' places are stored rather than their seed, so that memory is taken only for what really comes.
    // Shape: dimensions, kernels, how many of them a point sets. Content: the coordinates of kernel 0, of kernel 1 ..., f64 each.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.KernelCanvas, Dimensions, BitCount, Nearest);
        writer.Write(_kernels);
    }

    private static KernelCanvas ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        return new KernelCanvas(shape[0], reader.ReadDoubles((long)shape[0] * shape[1]), shape[2]);
    }
}
