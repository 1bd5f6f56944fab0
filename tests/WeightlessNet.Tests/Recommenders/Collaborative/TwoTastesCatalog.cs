using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>Catalogs for <see cref="SomeRatings.OfTwoTastes"/>.</summary>
internal static class TwoTastesCatalog
{
    /// <summary>A field that tells which of the two kinds of users like an item.</summary>
    public static ItemCatalog Of(int items) => ItemCatalog.Create(
        new FeatureSchemaBuilder<int>().OneHot("kind", id => id % 2 == 0 ? "even" : "odd").Fit(Enumerable.Range(0, items)),
        [.. Enumerable.Range(0, items)]);

    /// <summary>A field with a word for each item.</summary>
    public static ItemCatalog OfNames(int items) => ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("name", id => id.ToString(CultureInfo.InvariantCulture), Math.Max(1, items))
            .Fit(Enumerable.Range(0, items)),
        [.. Enumerable.Range(0, items)]);
}
