using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

public sealed partial class ConstantRecommender : ISnapshot<ConstantRecommender>
{
    static SnapshotKind ISnapshot<ConstantRecommender>.Kind => SnapshotKind.ConstantRecommender;

    // Shape: items, users, ratings. Content: the scale; the value that is predicted, f64; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            writer.BeginObject(SnapshotKind.ConstantRecommender, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            writer.Write(Value);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    static ConstantRecommender ISnapshot<ConstantRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        double value = reader.ReadDouble();
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new ConstantRecommender(shape[0], scale, value));
    }
}
