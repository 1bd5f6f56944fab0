using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>A catalog that grows and changes.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <summary>
    /// Replaces the bits of all items and adds those beyond the present ones. Ratings, weights, central models and bits made from ratings
    /// stay; added items have none of these bits, and nothing from central models.
    /// </summary>
    /// <param name="catalog">The same fields, and at least as many items as now. It must not be changed later.</param>
    /// <remarks>Computes the addresses of all items; others learn and ask meanwhile. Waits for a training.</remarks>
    internal void ReplaceCatalog(ItemCatalog catalog)
    {
        lock (_training)
        {
            RankingModel present = _versions.Current.Model;
            RankingFields fields = new(catalog, WithItems(present.Fields.Trained, catalog.Count));
            RankingModel model = new(fields, present.Centrals, present.Weights, _likedFrom, _options);
            _versions.Publish(before =>
            {
                _sums.GrowTo(catalog.Count);
                return before.With(model, _sums.MakeBlocks());
            });
            _hot.Clear();
        }
    }

    private static ItemCatalog? WithItems(ItemCatalog? trained, int itemCount)
    {
        if (trained is null || trained.Count == itemCount)
        {
            return trained;
        }

        ItemCatalog grown = trained.Copy();
        ulong[] none = new ulong[Bits.BitSlice.WordCount(trained.BitCount)];
        while (grown.Count < itemCount)
        {
            grown.Add(none);
        }

        return grown;
    }
}
