using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class ImplicitFactorizationRecommender : ISnapshot<ImplicitFactorizationRecommender>
{
    static SnapshotKind ISnapshot<ImplicitFactorizationRecommender>.Kind => SnapshotKind.ImplicitFactorizationRecommender;

    // Seed: that of the first factors. Shape: items, users, ratings. Content: the scale; the options; the ratings; the items that have
    // factors, and the factors.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_trained.Access)
        {
            RatingLog log = _trained.Model.Log;
            writer.BeginSeededObject(
                SnapshotKind.ImplicitFactorizationRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            StoredRatings.Write(writer, log, ItemCount);
            _trained.Model.WriteTrainingTo(writer);
        }
    }

    static ImplicitFactorizationRecommender ISnapshot<ImplicitFactorizationRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = ImplicitFactorizationOptions.Read(reader, head.Seed);
        ImplicitFactorizationRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new ImplicitFactorizationRecommender(shape[0], scale, options));
        recommender._trained.Model.ReadTraining(reader);
        return recommender;
    }
}
