using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class ItemNeighborRecommender : ISnapshot<ItemNeighborRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static ItemNeighborRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.ItemNeighborRecommender, ReadContent);

    internal void WriteTo(SnapshotWriter writer) => _model.WriteTo(writer, SnapshotKind.ItemNeighborRecommender);

    internal static ItemNeighborRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        var options = NeighborOptions.Read(reader);
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new ItemNeighborRecommender(shape[0], scale, options));
    }
}
