using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class KernelCanvas : ISnapshot<KernelCanvas>
{
    static SnapshotKind ISnapshot<KernelCanvas>.Kind => SnapshotKind.KernelCanvas;

    // Stores the kernels' coordinates rather than their seed, so that memory is allocated only as bytes arrive. Shape: dimensions, kernels,
    // kernels set per point. Content: the coordinates of kernel 0, of kernel 1 ..., f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.KernelCanvas, Dimensions, BitCount, Nearest);
        writer.Write(_kernels);
    }

    static KernelCanvas ISnapshot<KernelCanvas>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        return new KernelCanvas(shape[0], reader.ReadDoubles((long)shape[0] * shape[1]), shape[2]);
    }
}
