using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class EaseRecommender : ISnapshot<EaseRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static EaseRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.EaseRecommender, ReadContent);

    // Shape: items, users, ratings. Content: the scale; the options; the ratings; the items that have weights, and the weights.
    internal void WriteTo(SnapshotWriter writer)
    {
        lock (_trained.Access)
        {
            RatingLog log = _trained.Model.Log;
            writer.BeginObject(SnapshotKind.EaseRecommender, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            StoredRatings.Write(writer, log, ItemCount);
            _trained.Model.WriteTrainingTo(writer);
        }
    }

    internal static EaseRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        var options = EaseOptions.Read(reader);
        EaseRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new EaseRecommender(shape[0], scale, options));
        recommender._trained.Model.ReadTraining(reader);
        return recommender;
    }
}
