using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class EaseRecommender : ISnapshot<EaseRecommender>
{
    static SnapshotKind ISnapshot<EaseRecommender>.Kind => SnapshotKind.EaseRecommender;

    // Shape: items, users, ratings. Content: the scale; the options; the ratings; the items that have weights, and the weights.
    void ISnapshot.WriteTo(SnapshotWriter writer)
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

    static EaseRecommender ISnapshot<EaseRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
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
