using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class UserNeighborRecommender : ISnapshot<UserNeighborRecommender>
{
    static SnapshotKind ISnapshot<UserNeighborRecommender>.Kind => SnapshotKind.UserNeighborRecommender;

    void ISnapshot.WriteTo(SnapshotWriter writer) => _model.WriteTo(writer, SnapshotKind.UserNeighborRecommender);

    static UserNeighborRecommender ISnapshot<UserNeighborRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        var options = NeighborOptions.Read(reader);
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new UserNeighborRecommender(shape[0], scale, options));
    }
}
