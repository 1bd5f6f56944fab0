using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class UserNeighborRecommender : ISnapshot<UserNeighborRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static UserNeighborRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.UserNeighborRecommender, ReadContent);

    internal void WriteTo(SnapshotWriter writer) => _model.WriteTo(writer, SnapshotKind.UserNeighborRecommender);

    internal static UserNeighborRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        var options = NeighborOptions.Read(reader);
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new UserNeighborRecommender(shape[0], scale, options));
    }
}
