using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class MatrixFactorizationRecommender : ISnapshot<MatrixFactorizationRecommender>
{
    static SnapshotKind ISnapshot<MatrixFactorizationRecommender>.Kind => SnapshotKind.MatrixFactorizationRecommender;

    // Seed: that of the items' scatter. Shape: items, users, ratings. Content: the scale; the options; the ratings; the model.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_trained.Access)
        {
            RatingLog log = _trained.Model.Log;
            writer.BeginSeededObject(
                SnapshotKind.MatrixFactorizationRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            StoredRatings.Write(writer, log, ItemCount);
            _trained.Model.WriteTo(writer);
        }
    }

    static MatrixFactorizationRecommender ISnapshot<MatrixFactorizationRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = MatrixFactorizationOptions.Read(reader, head.Seed);
        MatrixFactorizationRecommender recommender = StoredRatings.Read(
            reader,
            shape[0],
            shape[1],
            shape[2],
            () => new MatrixFactorizationRecommender(shape[0], scale, options),
            static (recommender, rating) => recommender._trained.Restore(rating));
        recommender._trained.Model.Read(reader);
        return recommender;
    }
}
