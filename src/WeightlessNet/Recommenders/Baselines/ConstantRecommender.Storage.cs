using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

public sealed partial class ConstantRecommender : ISnapshot<ConstantRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static ConstantRecommender Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.ConstantRecommender, ReadContent);

    // Shape: items, users, ratings. Content: the scale; the value that is predicted, f64; the ratings.
    internal void WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            writer.BeginObject(SnapshotKind.ConstantRecommender, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            writer.Write(Value);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    internal static ConstantRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        double value = reader.ReadDouble();
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new ConstantRecommender(shape[0], scale, value));
    }
}
