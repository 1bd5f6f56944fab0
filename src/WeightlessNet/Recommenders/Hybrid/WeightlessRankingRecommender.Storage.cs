using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingRecommender : ISnapshot<WeightlessRankingRecommender>
{
    static SnapshotKind ISnapshot<WeightlessRankingRecommender>.Kind => SnapshotKind.WeightlessRankingRecommender;

    private const byte StoresCentral = 1;
    private const byte StoresTrained = 2;

    // Seed: of the mappings and of the initial audience factors. Shape: items, users, ratings. Content: the scale; the options; the
    // catalog, an object; the ratings; the number of central models, compact, and each, an object; 1, u8, and the bits made from ratings, a
    // catalog, an object, or 0, u8; the weights. If a central model cannot be stored, as after replacing all of them by none.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_writing)
        {
            lock (_access)
            {
                RatingLog log = _ratings.Log;
                RankingModel model = _model.Centrals.All(StoredRecommender.CanBeStored)
                    ? _model
                    : Untrained(new RankingFields(_model.Fields.Own, null), []);
                writer.BeginSeededObject(
                    SnapshotKind.WeightlessRankingRecommender, _options.Seed, ItemCount, StoredRatings.UserCount(log), log.RatingCount);
                Scale.WriteTo(writer);
                _options.WriteTo(writer);
                writer.WriteObject(model.Fields.Own);
                StoredRatings.Write(writer, log, ItemCount);
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
        recommender._model = old is null
            ? recommender.ReadModel(reader, catalog)
            : recommender.ReadOld(reader, catalog, old.Value.Gain, old.Value.HasAudience);
        recommender._model.Follow(recommender._ratings);
        return recommender;
    }

    private RankingModel ReadModel(SnapshotReader reader, ItemCatalog catalog)
    {
        IItemScoringRecommender[] centrals = reader.ReadArray(
            reader.ReadCompact(int.MaxValue), reader => StoredRecommender.Read<IItemScoringRecommender>(reader, ItemCount, Scale));
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
            : [StoredRecommender.Read<IItemScoringRecommender>(reader, ItemCount, Scale)];
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
}
