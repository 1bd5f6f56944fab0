using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class StreamingQuantiles : ISnapshot<StreamingQuantiles>
{
    static SnapshotKind ISnapshot<StreamingQuantiles>.Kind => SnapshotKind.StreamingQuantiles;

    // Shape: maximum number of bins, number of bins. Content: the bins' values, ascending, f64 each; their counts, i64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.StreamingQuantiles, _maximumBins, _binCount);
        writer.Write(_values.AsSpan(0, _binCount));
        writer.Write<long>(_counts.AsSpan(0, _binCount));
    }

    static StreamingQuantiles ISnapshot<StreamingQuantiles>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        StreamingQuantiles summary = new(shape[0]);
        if (shape[1] > shape[0])
        {
            throw reader.Invalid($"the number of bins must be at most {shape[0]}, not {shape[1]}");
        }

        summary._values = reader.ReadDoubles(shape[1]);
        summary._counts = reader.ReadArray<long>(shape[1]);
        summary._binCount = shape[1];
        for (int bin = 0; bin < shape[1]; bin++)
        {
            double value = summary._values[bin];
            if (!double.IsFinite(value) || (bin > 0 && !(value > summary._values[bin - 1])) || summary._counts[bin] <= 0)
            {
                throw reader.Invalid($"bin {bin} must have a finite value above the one before and a count above 0");
            }

            summary.Count = checked(summary.Count + summary._counts[bin]);
        }

        return summary;
    }
}
