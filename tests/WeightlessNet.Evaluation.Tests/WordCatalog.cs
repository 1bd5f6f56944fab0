using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Items of words of one letter.</summary>
internal static class WordCatalog
{
    /// <summary>Bit 0 is set for every item; the field "words" has one bit for each of a, b and c.</summary>
    public static ItemCatalog Of(params string[] items)
    {
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>()
            .OneHot("all", _ => "all")
            .MultiHot("words", item => item.Select(letter => letter.ToString()))
            .Fit(["abc", "ab", "a"]);
        return ItemCatalog.Create(schema, items);
    }
}
