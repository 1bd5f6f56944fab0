using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

public sealed partial class PopularityRecommender : ISnapshot<PopularityRecommender>
{
    static SnapshotKind ISnapshot<PopularityRecommender>.Kind => SnapshotKind.PopularityRecommender;

    // Shape: items, users, ratings. Content: the scale; the shrinkage, f64; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            writer.BeginObject(SnapshotKind.PopularityRecommender, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            writer.Write(_shrinkage);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    static PopularityRecommender ISnapshot<PopularityRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        double shrinkage = reader.ReadDouble();
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new PopularityRecommender(shape[0], scale, shrinkage));
    }
}
