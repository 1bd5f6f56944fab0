using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingRecommender : ISnapshot<WeightlessRankingRecommender>
{
    static SnapshotKind ISnapshot<WeightlessRankingRecommender>.Kind => SnapshotKind.WeightlessRankingRecommender;

    private const byte StoresCentral = 1;
    private const byte StoresAudience = 2;

    // Seed: of the mappings and of the initial audience factors. Shape: items, users, ratings. Content: the scale; the options; the
    // catalog, an object; the ratings; flags, u8: 1 if there is a central model that can be stored, 2 if there is an audience; the central
    // model, an object, if flagged; the bits of the audience, a catalog, an object, if flagged.
    void ISnapshot.WriteTo(SnapshotWriter writer)
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
                writer.WriteObject(_networks.Own.Addresses.Catalog);
                StoredRatings.Write(writer, log, ItemCount);
                bool stores = _central is not null && StoredRecommender.CanBeStored(_central);
                ItemCatalog? audience = _networks.Audience?.Addresses.Catalog;
                writer.Write((byte)((stores ? StoresCentral : 0) + (audience is null ? 0 : StoresAudience)));
                if (stores)
                {
                    StoredRecommender.Write(writer, _central!);
                }

                if (audience is not null)
                {
                    writer.WriteObject(audience);
                }
            }
        }
    }

    static WeightlessRankingRecommender ISnapshot<WeightlessRankingRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessRankingOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        WeightlessRankingRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new WeightlessRankingRecommender(catalog, scale, options));
        byte stored = reader.ReadFlags((byte)(options.AudienceFactors == 0 ? StoresCentral : StoresCentral | StoresAudience));
        var central = (stored & StoresCentral) == 0 ? null : StoredRecommender.Read<IItemScoringRecommender>(reader, shape[0], scale);
        var audience = (stored & StoresAudience) == 0 ? null : ItemCatalog.ReadOf(reader, shape[0]);
        if (stored != 0)
        {
            recommender.CheckCentral(central);
            recommender.PutInPlace(catalog, audience is null ? null : recommender.AddressesOf(audience), central);
        }

        return recommender;
    }
}
