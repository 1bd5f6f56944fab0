using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

public sealed partial class UserMeanRecommender : ISnapshot<UserMeanRecommender>
{
    static SnapshotKind ISnapshot<UserMeanRecommender>.Kind => SnapshotKind.UserMeanRecommender;

    // Shape: items, users, ratings. Content: the scale; the shrinkage, f64; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            writer.BeginObject(SnapshotKind.UserMeanRecommender, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            writer.Write(_shrinkage);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    static UserMeanRecommender ISnapshot<UserMeanRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        double shrinkage = reader.ReadDouble();
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new UserMeanRecommender(shape[0], scale, shrinkage));
    }
}
