using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class ItemNeighborRecommender : ISnapshot<ItemNeighborRecommender>
{
    static SnapshotKind ISnapshot<ItemNeighborRecommender>.Kind => SnapshotKind.ItemNeighborRecommender;

    void ISnapshot.WriteTo(SnapshotWriter writer) => _model.WriteTo(writer, SnapshotKind.ItemNeighborRecommender);

    static ItemNeighborRecommender ISnapshot<ItemNeighborRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        var scale = RatingScale.Read(reader);
        var options = NeighborOptions.Read(reader);
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () => new ItemNeighborRecommender(shape[0], scale, options));
    }
}
