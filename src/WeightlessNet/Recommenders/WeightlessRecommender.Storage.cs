using System.Buffers;
using WeightlessNet.Recommenders.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public sealed partial class WeightlessRecommender : ISnapshot<WeightlessRecommender>
{
    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>Other calls wait until all is written.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static WeightlessRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.WeightlessRecommender, ReadContent);

    // Cells, tables and the crowd's sums are functions of the ratings: they are not stored.
    // Seed: that of the mapping. Shape: items, users, ratings. Content: the scale; the options; the catalogue, an object; how
    // many items were removed, compact, and their ids in rising order, compact; how many users' recent ratings count for more, compact, and
    // of each how many users lie between it and the one before, or the beginning, compact; the ratings.
    private void WriteTo(SnapshotWriter writer)
    {
        lock (_lock)
        {
            writer.BeginSeededObject(
                SnapshotKind.WeightlessRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(_log), _log.RatingCount);
            Scale.WriteTo(writer);
            _options.WriteTo(writer);
            _catalog.WriteTo(writer);
            int[] removed = [.. Enumerable.Range(0, ItemCount).Where(item => !_scan.Has(item))];
            writer.WriteCompact((ulong)removed.Length);
            foreach (int item in removed)
            {
                writer.WriteCompact((ulong)item);
            }

            writer.WriteCompact((ulong)_drifting.Count);
            int before = -1;
            foreach (int user in _drifting)
            {
                writer.WriteCompact((ulong)(user - before - 1));
                before = user;
            }

            StoredRatings.Write(writer, _log, ItemCount);
        }
    }

    private static WeightlessRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadContent(reader, reader.ReadObject(SnapshotKind.ItemCatalog));
        if (catalog.Count != shape[0])
        {
            throw reader.Invalid($"the catalogue has {catalog.Count} items, the recommender {shape[0]}");
        }

        int[] removed = reader.ReadArray(reader.ReadCompact(shape[0]), reader => reader.ReadCompact(shape[0] - 1));
        for (int i = 1; i < removed.Length; i++)
        {
            if (removed[i] <= removed[i - 1])
            {
                throw reader.Invalid($"removed item {removed[i]} comes after {removed[i - 1]}");
            }
        }

        long drifting = -1;
        int[] driftingUsers = reader.ReadArray(reader.ReadCompact(int.MaxValue), reader =>
        {
            drifting += 1 + reader.ReadCompact(int.MaxValue);
            return drifting <= int.MaxValue ? (int)drifting : throw reader.Invalid($"there is no user {drifting}");
        });
        return StoredRatings.Read(reader, shape[0], shape[1], shape[2], () =>
        {
            WeightlessRecommender recommender = new(catalog, scale, options);
            foreach (int item in removed)
            {
                recommender.RemoveItem(item);
            }

            foreach (int user in driftingUsers)
            {
                recommender.SetRecency(user, UserRecency.FollowDrift);
            }

            return recommender;
        });
    }
}
