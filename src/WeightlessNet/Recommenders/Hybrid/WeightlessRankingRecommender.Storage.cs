using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingRecommender : ISnapshot<WeightlessRankingRecommender>
{
    static SnapshotKind ISnapshot<WeightlessRankingRecommender>.Kind => SnapshotKind.WeightlessRankingRecommender;

    private const byte StoresCentral = 1;
    private const byte StoresTrained = 2;

    // One save, or one replacement of all ratings, at a time.
    private readonly Lock _saving = new();

    // Seed: of the mappings and of the initial audience factors. Shape: items, users, ratings. Content: the scale; the options; the
    // catalog, an object; the ratings; the number of central models, compact, and each, an object; 1, u8, and the bits made from ratings, a
    // catalog, an object, or 0, u8; the weights. If a central model cannot be stored, as after replacing all of them by none.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_saving)
        {
            RankingVersion shared = _versions.Current;
            RankingTotals totals = default;
            int[] ofItem = [];
            int users = _versions.Begin(version => (shared, totals, ofItem) = (version, _sums.Totals, _sums.RatingsByItem()));
            try
            {
                RankingModel model = shared.Model.Centrals.All(StoredRecommender.CanBeStored)
                    ? shared.Model
                    : Untrained(new RankingFields(shared.Model.Fields.Own, null), []);
                writer.BeginSeededObject(
                    SnapshotKind.WeightlessRankingRecommender, _options.Seed, ItemCount, users, totals.Ratings);
                Scale.WriteTo(writer);
                _options.WriteTo(writer);
                writer.WriteObject(model.Fields.Own);
                StoredRatings.Write(writer, ofItem, users, user => _ratings.ReadNext(user).View);
                writer.WriteCompact((ulong)model.Centrals.Count);
                foreach (IItemScoringRecommender central in model.Centrals)
                {
                    StoredRecommender.Write(writer, central);
                }

                writer.Write((byte)(model.Fields.Trained is null ? 0 : 1));
                if (model.Fields.Trained is not null)
                {
                    writer.WriteObject(model.Fields.Trained);
                }

                model.Weights.WriteTo(writer);
            }
            finally
            {
                _ratings.End();
            }
        }
    }

    static WeightlessRankingRecommender ISnapshot<WeightlessRankingRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessRankingOptions.Read(reader, head.Seed, out (double? Gain, bool HasAudience)? old);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        WeightlessRankingRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new WeightlessRankingRecommender(catalog, scale, options, []));
        recommender.Publish(old is null
            ? recommender.ReadModel(reader, catalog)
            : recommender.ReadOld(reader, catalog, old.Value.Gain, old.Value.HasAudience));
        return recommender;
    }

    private RankingModel ReadModel(SnapshotReader reader, ItemCatalog catalog)
    {
        IItemScoringRecommender[] centrals = reader.ReadArray(
            reader.ReadCompact(int.MaxValue), ReadCentral);
        RankingFields fields = new(catalog, reader.ReadBoolean() ? ItemCatalog.ReadOf(reader, ItemCount) : null);
        var weights = RankingWeights.Read(reader, centrals.Length, fields, _options.Nodes);
        return new RankingModel(fields, centrals, weights, _likedFrom, _options);
    }

    // The layout of version 0.1, after the ratings: flags, u8: 1 if there is a central model that can be stored, 2 if there is an audience;
    // the central model, an object, if flagged; the bits of the audience, a catalog, an object, if flagged.
    private RankingModel ReadOld(SnapshotReader reader, ItemCatalog catalog, double? gain, bool hasAudience)
    {
        byte stored = reader.ReadFlags(hasAudience ? (byte)(StoresCentral | StoresTrained) : StoresCentral);
        IItemScoringRecommender[] centrals = (stored & StoresCentral) == 0
            ? []
            : [ReadCentral(reader)];
        ItemCatalog? audience = (stored & StoresTrained) == 0 ? null : ItemCatalog.ReadOf(reader, ItemCount);
        RankingFields fields = new(catalog, audience);
        LogOddsGroup[] groups =
        [
            .. LogOddsGroup.Untrained(fields, _options.Nodes),
            .. audience is null ? [] : (LogOddsGroup[])[new LogOddsGroup(LogOddsGroupKind.Audience, 0, _options.Nodes)],
        ];
        var weights = RankingWeights.OfGain(groups, centrals.Length > 0, gain);
        return new RankingModel(fields, centrals, weights, _likedFrom, _options);
    }

    private IItemScoringRecommender ReadCentral(SnapshotReader reader)
    {
        IItemScoringRecommender central = StoredRecommender.Read<IItemScoringRecommender>(reader, ItemCount, Scale);
        return central.ItemCount == ItemCount
            ? central
            : throw reader.Invalid($"a central model has {central.ItemCount} items, but the recommender has {ItemCount}");
    }
}
