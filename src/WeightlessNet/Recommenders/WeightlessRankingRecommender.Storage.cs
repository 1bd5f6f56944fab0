using System.Buffers;
using WeightlessNet.Recommenders.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public sealed partial class WeightlessRankingRecommender : ISnapshot<WeightlessRankingRecommender>
{
    /// <inheritdoc/>
    /// <remarks>
    /// Other calls wait until all is written. A central model of this library is written too; an application's own is left out.
    /// </remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>
    /// Other calls wait until all is written. A central model of this library is written too; an application's own is left out.
    /// </remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    /// <remarks>
    /// Where the central model was an application's own, popularity stands in its place: call <see cref="Replace"/>.
    /// </remarks>
    public static WeightlessRankingRecommender Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.WeightlessRankingRecommender, ReadContent);

    // Seed: of the mapping. Shape: items, users, ratings. Content: the scale; the options; the catalogue, an object; the ratings; where
    // there is a central model that can be stored 1, u8, and it, an object, else 0, u8.
    private void WriteTo(SnapshotWriter writer)
    {
        lock (_writing)
        {
            lock (_access)
            {
                RatingLog log = _ratings.Log;
                writer.BeginSeededObject(
                    SnapshotKind.WeightlessRankingRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
                Scale.WriteTo(writer);
                _options.WriteTo(writer);
                _network.Addresses.Catalog.WriteTo(writer);
                StoredRatings.Write(writer, log, ItemCount);
                bool stores = _central is not null && StoredRecommender.CanBeStored(_central);
                writer.Write((byte)(stores ? 1 : 0));
                if (stores)
                {
                    StoredRecommender.Write(writer, _central!);
                }
            }
        }
    }

    private static WeightlessRankingRecommender ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessRankingOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        WeightlessRankingRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new WeightlessRankingRecommender(catalog, scale, options));
        if (reader.ReadBoolean())
        {
            recommender.Replace(catalog, StoredRecommender.Read<IItemScoringRecommender>(reader, shape[0], scale));
        }

        return recommender;
    }
}
