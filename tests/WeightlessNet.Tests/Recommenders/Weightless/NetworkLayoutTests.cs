using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class NetworkLayoutTests
{
    private const int Items = 200;
    private const int Words = 80;

    private static readonly WeightlessOptions Options = new() { Nodes = 12, TupleSize = 6, Seed = 3 };

    [Fact]
    public void Without_wide_fields_all_tuples_are_drawn_from_all_bits()
    {
        ItemCatalog catalog = CatalogOf(hasWords: false);
        NetworkLayout layout = NetworkLayout.Uncalibrated(catalog, Options);
        TupleMapping expected = TupleMapping.Random(
            catalog.BitCount + Options.Crowd.MeanLevels + Options.Crowd.CountLevels, Options.TupleSize, Options.Nodes, Options.Seed);

        Assert.True(layout.Mapping.IsSameAs(expected));
        Assert.Equal([new NodeGroup("all fields", NodeGroup.Mixed, 0, 12)], layout.Groups.ToArray());
        Assert.False(layout.HasWideFields);
    }

    [Fact]
    public void A_wide_field_has_hashed_nodes_of_its_own_and_no_share_in_other_tuples()
    {
        ItemCatalog catalog = CatalogOf(hasWords: true);
        NetworkLayout layout = NetworkLayout.Uncalibrated(catalog, Options);
        Assert.Equal(
            [new NodeGroup("all fields", NodeGroup.Mixed, 0, 12), new NodeGroup("words", 1, 12, 6)], layout.Groups.ToArray());

        ItemAddresses addresses = new(catalog, layout);
        ItemAddresses narrow = new(CatalogOf(hasWords: false), NetworkLayout.Uncalibrated(CatalogOf(hasWords: false), Options));
        byte[] row = new byte[18];
        byte[] expected = new byte[18];
        int[] inputs = new int[addresses.Fields.Count];
        for (int item = 0; item < Items; item++)
        {
            addresses.Write(item, 2, 1, row);
            narrow.Write(item, 2, 1, expected.AsSpan(0, 12));
            WideFieldHash.Addresses(
                catalog.PatternOf(item), catalog.Fields[1].Offset, catalog.Fields[1].BitCount, Options.Seed, expected.AsSpan(12));
            Assert.Equal(expected, row);
        }

        addresses.CountInputsByField(13, inputs);
        Assert.Equal([0, 6, 0, 0, 0], inputs);
        addresses.CountInputsByField(0, inputs);
        Assert.Equal((0, 6), (inputs[1], inputs.Sum()));
    }

    [Fact]
    public void Calibrated_groups_look_at_their_fields_only()
    {
        ItemCatalog catalog = CatalogOf(hasWords: true);
        NetworkLayout layout = NetworkLayout.Of(catalog, 5, Options, NetworkLayout.AllKeys(catalog.Fields));
        Assert.Equal(["audience", "all fields", "genre", "words", "year"], layout.Groups.ToArray().Select(group => group.Name));
        Assert.Equal([12, 12, 6, 6, 6], layout.Groups.ToArray().Select(group => group.Count));

        int[] fields = layout.FieldsOfInputs();
        Assert.Equal([0, 2, 5], FieldsOf(layout.Groups[0]));
        Assert.Equal([0, 2, 3, 4], FieldsOf(layout.Groups[1]));
        Assert.Equal([0], FieldsOf(layout.Groups[2]));
        Assert.Equal([1], FieldsOf(layout.Groups[3]));
        Assert.Equal([2], FieldsOf(layout.Groups[4]));

        int[] FieldsOf(NodeGroup group) =>
            [.. fields.Skip(group.First * Options.TupleSize).Take(group.Count * Options.TupleSize).Distinct().Order()];
    }

    [Theory]
    [InlineData("crowd rating")]
    [InlineData("crowd popularity")]
    public void Names_of_the_crowd_are_refused(string name)
    {
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().OneHot(name, item => $"{item % 3}").Fit([0, 1, 2]);
        ItemCatalog catalog = ItemCatalog.Create(schema, [0, 1, 2]);
        Assert.Throws<ArgumentException>("catalog", () => new WeightlessRecommender(catalog, RatingScale.Stars));
    }

    [Fact]
    public void The_name_of_the_audience_is_refused_where_there_is_one()
    {
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().OneHot("crowd audience", item => $"{item % 3}").Fit([0, 1, 2]), [0, 1, 2]);
        Assert.Equal(3, new WeightlessRecommender(catalog, RatingScale.Stars).ItemCount);
        Assert.Throws<ArgumentException>("catalog", () => new HybridRecommender(catalog, RatingScale.Stars));
    }

    [Fact]
    public void A_thermometer_of_many_levels_is_not_wide_and_field_groups_are_bounded()
    {
        FeatureSchemaBuilder<int> builder = new FeatureSchemaBuilder<int>().QuantileThermometer("level", item => item, 90);
        for (int field = 0; field < 40; field++)
        {
            int shift = field;
            builder.OneHot($"field {field}", item => $"{(item + shift) % 3}");
        }

        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog catalog = ItemCatalog.Create(builder.Fit(items), items);
        Assert.False(NetworkLayout.IsWide(catalog.Fields[0]));
        Assert.Equal(2 + 32, NetworkLayout.AllKeys(catalog.Fields).Count);
    }

    private static ItemCatalog CatalogOf(bool hasWords)
    {
        FeatureSchemaBuilder<int> builder = new FeatureSchemaBuilder<int>().OneHot("genre", item => $"{item % 7}");
        if (hasWords)
        {
            builder.MultiHot("words", item => item % 9 == 0 ? null : [$"{item % Words}", $"{item * 7 % Words}"], Words);
        }

        int[] items = [.. Enumerable.Range(0, Items)];
        return ItemCatalog.Create(builder.QuantileThermometer("year", item => item, 5).Fit(items), items);
    }
}
