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
    // catalog, an object; the number of removed items, compact, and their ids, ascending, compact each; the ratings; the number of central
    // models, compact, and each, an object, which may have fewer items; 1, u8, and the bits made from ratings, a catalog, which may have
    // fewer items, an object, or 0, u8; the weights. If a central model cannot be stored, as after replacing all of them by none.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_saving)
        {
            RankingVersion shared = _versions.Current;
            RankingTotals totals = default;
            int[] ofItem = [];
            ItemCatalog catalog;
            int users;
            lock (_changingCatalog)
            {
                users = _versions.Begin(version => (shared, totals, ofItem) = (version, _sums.Totals, _sums.RatingsByItem()));
                catalog = CopyCatalog();
            }

            try
            {
                writer.BeginSeededObject(
                    SnapshotKind.WeightlessRankingRecommender, _options.Seed, catalog.Count, users, totals.Ratings);
                Scale.WriteTo(writer);
                _options.WriteTo(writer);
                writer.WriteObject(catalog);
                StoredItems.WriteRemoved(writer, shared.Items.Removed());
                StoredRatings.Write(writer, ofItem, users, user => _ratings.ReadNext(user));
                Write(writer, shared.Model, catalog);
            }
            finally
            {
                _ratings.End();
            }
        }
    }

    private void Write(SnapshotWriter writer, RankingModel model, ItemCatalog catalog)
    {
        (IReadOnlyList<IItemScoringRecommender> centrals, ItemCatalog? trained, RankingWeights weights) =
            model.Centrals.All(StoredRecommender.CanBeStored)
                ? (model.Centrals, model.Fields.Trained, model.Weights)
                : ([], null, RankingWeights.Untrained(
                    LogOddsGroup.Untrained(new RankingFields(catalog, null), _options.Nodes), hasCentral: false));
        writer.WriteCompact((ulong)centrals.Count);
        foreach (IItemScoringRecommender central in centrals)
        {
            StoredRecommender.Write(writer, central);
        }

        writer.Write((byte)(trained is null ? 0 : 1));
        if (trained is not null)
        {
            writer.WriteObject(trained);
        }

        weights.WriteTo(writer);
    }

    static WeightlessRankingRecommender ISnapshot<WeightlessRankingRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessRankingOptions.Read(
            reader, head.Seed, out bool hasRemoved, out (double? Gain, bool HasAudience)? old);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        int[] removed = hasRemoved ? StoredItems.ReadRemoved(reader, catalog.Count) : [];
        WeightlessRankingRecommender recommender = StoredRatings.Read(
            reader, shape[0], shape[1], shape[2], () => new WeightlessRankingRecommender(catalog, scale, options, []));
        (RankingModel model, RankingItems items) = old is null
            ? recommender.ReadModel(reader, catalog)
            : recommender.ReadOld(reader, catalog, old.Value.Gain, old.Value.HasAudience);
        foreach (int item in removed)
        {
            items = items.Without(item);
        }

        RankingBackground background = recommender._versions.Current.BackgroundOf(items);
        recommender._versions.Publish(before => before.With(model, items, background));
        return recommender;
    }

    private (RankingModel Model, RankingItems Items) ReadModel(SnapshotReader reader, ItemCatalog catalog)
    {
        IItemScoringRecommender[] centrals = reader.ReadArray(
            reader.ReadCompact(int.MaxValue), ReadCentral);
        RankingFields fields = new(catalog, reader.ReadBoolean() ? ItemCatalog.ReadWithin(reader, ItemCount) : null);
        var weights = RankingWeights.Read(reader, centrals.Length, fields, _options.Nodes);
        return ModelOf(fields, catalog, centrals, weights);
    }

    // The layout of version 0.1, after the ratings: flags, u8: 1 if there is a central model that can be stored, 2 if there is an audience;
    // the central model, an object, if flagged; the bits of the audience, a catalog, an object, if flagged.
    private (RankingModel Model, RankingItems Items) ReadOld(SnapshotReader reader, ItemCatalog catalog, double? gain, bool hasAudience)
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
        return ModelOf(fields, catalog, centrals, weights);
    }

    // It may have been trained before items were added.
    private IItemScoringRecommender ReadCentral(SnapshotReader reader) =>
        StoredRecommender.Read<IItemScoringRecommender>(reader, ItemCount, Scale);
}
