using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public sealed class ItemCatalogTests
{
    private static readonly FeatureSchema<int> Schema = new FeatureSchemaBuilder<int>()
        .LinearThermometer("low", i => i, 0, 61, 60)
        .LinearThermometer("high", i => i, 60, 71, 10)
        .Fit([]);

    [Fact]
    public void An_items_position_is_its_id_and_its_pattern_is_that_of_the_schema()
    {
        int[] items = [2, 0, 62, 99];
        ItemCatalog catalog = ItemCatalog.Create(Schema, items);
        Assert.Equal((4, 70), (catalog.Count, catalog.BitCount));
        for (int item = 0; item < items.Length; item++)
        {
            ulong[] pattern = new ulong[2];
            Schema.Encode(items[item], pattern);
            Assert.Equal(pattern, catalog.PatternOf(item).ToArray());
        }

        Assert.Equal([0b1UL, 0UL], catalog.PatternOf(0).ToArray());
        Assert.Equal([ulong.MaxValue, (1UL << 6) - 1], catalog.PatternOf(3).ToArray());
    }

    [Fact]
    public void Fields_and_descriptions_are_those_of_the_schema()
    {
        ItemCatalog catalog = ItemCatalog.Create(Schema, []);
        Assert.Equal(Schema.Fields, catalog.Fields);
        Assert.Equal(Enumerable.Range(0, 70).Select(Schema.Describe), Enumerable.Range(0, 70).Select(catalog.Describe));
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => catalog.Describe(70)).ParamName);
    }

    [Fact]
    public void The_value_of_a_field_is_its_words_or_the_highest_of_its_levels()
    {
        (string[] Words, double? Year)[] items = [(["b", "a"], 1995), (["known"], 1950), ([], null)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<(string[] Words, double? Year)>()
                .MultiHot("words", item => item.Words)
                .LinearThermometer("year", item => item.Year, 1970, 2000, 2)
                .Fit(items),
            items);

        Assert.Equal(["a, b", "known", null], Enumerable.Range(0, 3).Select(item => catalog.ValueOf(item, "words")));

        // The bit that tells that a number is known is no level.
        Assert.Equal(["above 1990", null, null], Enumerable.Range(0, 3).Select(item => catalog.ValueOf(item, "year")));
        Assert.Null(catalog.ValueOf(0, "no such field"));
    }

    [Fact]
    public void A_catalog_may_be_empty_or_of_items_without_bits()
    {
        Assert.Equal(0, ItemCatalog.Create(Schema, []).Count);
        FeatureSchema<string> empty = new FeatureSchemaBuilder<string>().MultiHot("none", _ => null).Fit([]);
        ItemCatalog catalog = ItemCatalog.Create(empty, ["a", "b"]);
        Assert.Equal((2, 0), (catalog.Count, catalog.BitCount));
        Assert.True(catalog.PatternOf(1).IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    public void Items_without_bits_take_no_memory(int count)
    {
        using MemoryStream stored = new();
        SnapshotWriter.Save(part => stored.Write(part), writer => writer.BeginObject(SnapshotKind.ItemCatalog, count, 0, 0));
        stored.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();

        ItemCatalog catalog = Snapshot.Load<ItemCatalog>(stored);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Equal((count, 0), (catalog.Count, catalog.BitCount));
        Assert.True(count == 0 || catalog.PatternOf(count - 1).IsEmpty);
    }

    [Fact]
    public void Items_without_bits_can_be_added_and_replaced()
    {
        FeatureSchema<string> empty = new FeatureSchemaBuilder<string>().MultiHot("none", _ => null).Fit([]);
        ItemCatalog catalog = ItemCatalog.Create(empty, []).Copy();
        for (int item = 0; item < 65; item++)
        {
            catalog.Add([]);
        }

        catalog.Replace(64, []);

        Assert.Equal(65, catalog.Copy().Count);
        Assert.True(catalog.PatternOf(64).IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void An_item_that_is_not_in_the_catalog_is_refused(int item)
    {
        ItemCatalog catalog = ItemCatalog.Create(Schema, [5]);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => catalog.PatternOf(item).Length).ParamName);
    }

    [Fact]
    public void What_is_missing_is_refused()
    {
        FeatureSchema<string> words = new FeatureSchemaBuilder<string>().OneHot("word", word => word).Fit(["a"]);
        Assert.Equal("schema", Assert.Throws<ArgumentNullException>(() => ItemCatalog.Create(null!, ["a"])).ParamName);
        Assert.Equal("items", Assert.Throws<ArgumentNullException>(() => ItemCatalog.Create(words, null!)).ParamName);
        Assert.Throws<ArgumentNullException>(() => ItemCatalog.Create(words, ["a", null!]));
    }
}
