using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.StateMachines;

public sealed partial class StateMachineRecommender : ISnapshot<StateMachineRecommender>
{
    static SnapshotKind ISnapshot<StateMachineRecommender>.Kind => SnapshotKind.StateMachineRecommender;

    // Machines are functions of the ratings: they are not stored.
    // Seed: of the machines. Shape: items, users, ratings. Content: the scale; the options; the catalog, an object; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_lock)
        {
            writer.BeginSeededObject(
                SnapshotKind.StateMachineRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            writer.WriteObject(_catalog);
            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    static StateMachineRecommender ISnapshot<StateMachineRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = StateMachineOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        return StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new StateMachineRecommender(catalog, scale, options));
    }
}
