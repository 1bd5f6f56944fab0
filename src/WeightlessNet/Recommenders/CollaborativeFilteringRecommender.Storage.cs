using System.Buffers;
using WeightlessNet.Recommenders.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public sealed partial class CollaborativeFilteringRecommender : ISnapshot<CollaborativeFilteringRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static CollaborativeFilteringRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.CollaborativeFilteringRecommender, ReadContent);

    // Seed: that of the items' scatter. Shape: items, users, ratings. Content: the scale; the options; the ratings; the model.
    internal void WriteTo(SnapshotWriter writer)
    {
        lock (_trained.Access)
        {
            RatingLog log = _trained.Model.Log;
            writer.BeginSeededObject(
                SnapshotKind.CollaborativeFilteringRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            StoredRatings.Write(writer, log, ItemCount);
            _trained.Model.WriteTo(writer);
        }
    }

    internal static CollaborativeFilteringRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = CollaborativeFilteringOptions.Read(reader, head.Seed);
        CollaborativeFilteringRecommender recommender = StoredRatings.Read(
            reader,
            shape[0],
            shape[1],
            shape[2],
            () => new CollaborativeFilteringRecommender(shape[0], scale, options),
            static (recommender, rating) => recommender._trained.Restore(rating));
        recommender._trained.Model.Read(reader);
        return recommender;
    }
}
