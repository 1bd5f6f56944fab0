using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

public sealed partial class BiasRecommender : ISnapshot<BiasRecommender>
{
    static SnapshotKind ISnapshot<BiasRecommender>.Kind => SnapshotKind.BiasRecommender;

    // Shape: items, users, ratings. Content: the scale; the shrinkage of users, then of items, f64 each; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            writer.BeginObject(SnapshotKind.BiasRecommender, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            writer.Write(_userShrinkage);
            writer.Write(_itemShrinkage);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    static BiasRecommender ISnapshot<BiasRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        double userShrinkage = reader.ReadDouble();
        double itemShrinkage = reader.ReadDouble();
        BiasRecommender recommender = StoredRatings.Read(
            reader,
            shape[0],
            shape[1],
            shape[2],
            () => new BiasRecommender(shape[0], scale, userShrinkage, itemShrinkage),
            static (recommender, rating) => recommender.AddUnweighed(rating));
        for (int user = 0; user < shape[1]; user++)
        {
            recommender.WeighUser(user, 1);
        }

        return recommender;
    }

    // A user's mean enters into the sums of all the user's items. Here that waits until the user's last rating, so that loading takes
    // time in proportion to the ratings.
    private void AddUnweighed(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        EnsureUser(rating.User);
        _log.Set(rating, out _);
        Add(rating.User, new RatedItem(rating.Item, rating.Value, rating.Timestamp), 1);
    }
}
