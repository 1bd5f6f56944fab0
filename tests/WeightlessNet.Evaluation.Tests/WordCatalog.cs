using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Catalogs of items whose words are single letters.</summary>
internal static class WordCatalog
{
    /// <summary>Every item has bit 0; the field "words" has one bit each for a, b and c.</summary>
    public static ItemCatalog Of(params string[] items)
    {
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>()
            .OneHot("all", _ => "all")
            .MultiHot("words", item => item.Select(letter => letter.ToString()))
            .Fit(["abc", "ab", "a"]);
        return ItemCatalog.Create(schema, items);
    }
}
