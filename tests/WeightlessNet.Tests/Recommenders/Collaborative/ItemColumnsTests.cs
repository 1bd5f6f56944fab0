using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>Which bits of a catalog a matrix factorization uses.</summary>
public sealed class ItemColumnsTests
{
    private static readonly int[] Items = [.. Enumerable.Range(0, 70)];

    [Fact]
    public void Levels_are_used_whatever_their_number_as_long_as_there_is_room()
    {
        Assert.Equal(65 + 1, CountOf(schema => schema.LinearThermometer("year", item => item, 0, 70, 65)));
        Assert.Equal(1, CountOf(schema => schema.LinearThermometer("year", item => item, 0, 70, 128)));
    }

    [Fact]
    public void Words_are_used_if_there_are_few()
    {
        static string Word(int item) => item.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(1, CountOf(schema => schema.OneHot("brand", Word)));
        Assert.InRange(CountOf(schema => schema.OneHot("brand", item => Word(item % 40))), 41, 65);
    }

    private static int CountOf(Action<FeatureSchemaBuilder<int>> add)
    {
        FeatureSchemaBuilder<int> schema = new();
        add(schema);
        return ItemColumns.CountOf(ItemCatalog.Create(schema.Fit(Items), Items));
    }
}
