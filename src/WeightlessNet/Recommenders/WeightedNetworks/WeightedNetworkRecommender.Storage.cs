using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks;

public sealed partial class WeightedNetworkRecommender : ISnapshot<WeightedNetworkRecommender>
{
    static SnapshotKind ISnapshot<WeightedNetworkRecommender>.Kind => SnapshotKind.WeightedNetworkRecommender;

    // Seed: that of the first weights. Shape: items, users, ratings. Content: the scale; the options; the catalog, an object; the
    // ratings; the networks.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_access)
        {
            RatingLog log = _state.Log;
            writer.BeginSeededObject(
                SnapshotKind.WeightedNetworkRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            writer.WriteObject(_catalog);
            StoredRatings.Write(writer, log, ItemCount);
            _state.WriteNetworksTo(writer);
        }
    }

    static WeightedNetworkRecommender ISnapshot<WeightedNetworkRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightedNetworkOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        WeightedNetworkRecommender recommender = StoredRatings.Read(
            reader,
            shape[0],
            shape[1],
            shape[2],
            () => new WeightedNetworkRecommender(catalog, scale, options),
            static (recommender, rating) =>
            {
                recommender.Validate(rating);
                recommender._state.Add(rating);
            });
        recommender._state.ReadNetworks(reader);
        return recommender;
    }
}
