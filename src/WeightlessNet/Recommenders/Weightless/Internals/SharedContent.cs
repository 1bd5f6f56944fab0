using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>All that users share at one moment, without a rating of any one of them: what a version is made of.</summary>
/// <param name="Scale">The scale of the ratings.</param>
/// <param name="Options">The options of the networks.</param>
/// <param name="Catalog">The items, which do not change.</param>
/// <param name="Removed">The items that are not to be recommended, ascending.</param>
/// <param name="Counts">The number of ratings of each item.</param>
/// <param name="Sums">The sum of each item's ratings, in units.</param>
/// <param name="LevelCounts">The number of ratings of each level of the scale.</param>
/// <param name="Moments">What all ratings say about shrinkages; empty if none is learned.</param>
/// <param name="Calibrated">What calibration has given to the networks.</param>
internal sealed record SharedContent(
    RatingScale Scale,
    WeightlessOptions Options,
    ItemCatalog Catalog,
    int[] Removed,
    int[] Counts,
    long[] Sums,
    long[] LevelCounts,
    RatingMoments Moments,
    Calibrated Calibrated)
{
    /// <summary>The content of a version.</summary>
    public static SharedContent Of(
        SharedModel shared, RatingScale scale, WeightlessOptions options, ItemCatalog catalog, Calibrated calibrated)
    {
        CatalogVersion version = shared.Catalog;
        int[] items = [.. Enumerable.Range(0, version.ItemCount)];
        return new SharedContent(
            scale,
            options,
            catalog,
            [.. items.Where(item => !version.Has(item))],
            [.. items.Select(version.CountOf)],
            [.. items.Select(version.SumOf)],
            shared.LevelCounts.ToArray(),
            shared.Moments,
            calibrated);
    }

    /// <summary>Makes the version.</summary>
    /// <param name="addresses">The items' addresses, if they are known already.</param>
    /// <exception cref="ArgumentException">The options do not suit the catalog or the scale.</exception>
    /// <exception cref="OverflowException">There are too many ratings.</exception>
    public FixedCrowd Make(ItemAddresses? addresses = null)
    {
        CrowdStatistics crowd = CrowdStatistics.Of(Counts, Sums, Options.Crowd);
        addresses ??= Calibrated.AddressesOf(Catalog, Options);
        SharedNetworks networks = new(Options, Scale, addresses.Layout, Calibrated.Central, Calibrated.Weights);
        CatalogVersion version = CatalogVersion.Of(crowd, addresses);
        foreach (int item in Removed)
        {
            version = version.WithRemoved(crowd, item, isRemoved: true);
        }

        return new FixedCrowd(crowd, new SharedModel(0, 0, version, networks, LevelCounts, Moments));
    }
}
