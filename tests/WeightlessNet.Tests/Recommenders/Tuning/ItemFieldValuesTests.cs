using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Tests.Recommenders.Tuning;

public sealed class ItemFieldValuesTests
{
    private static readonly string[] Genres = ["Crime", "Drama", "Horror", "War"];

    private static readonly FeatureSchema<(string[] Genres, double Year)> Schema =
        new FeatureSchemaBuilder<(string[] Genres, double Year)>()
        .MultiHot("genre", film => film.Genres)
        .LinearThermometer("year", film => film.Year, 1970, 2000, 3)
        .Fit([(Genres, 0)]);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(40, 70)]
    public void Items_may_change_several_times_before_their_values_are_taken_over(int updates, int added)
    {
        SplitMix64 random = new(7);
        ItemCatalog catalog = ItemCatalog.Create(Schema, [.. Enumerable.Range(0, 60).Select(_ => Some(ref random))]).Copy();
        ItemFieldValues values = new(catalog.Copy());
        for (int round = 0; round < 3; round++)
        {
            List<int> changed = [];
            for (int i = 0; i < added; i++)
            {
                changed.Add(catalog.Count);
                catalog.Add(PatternOf(Some(ref random)));
            }

            for (int i = 0; i < updates; i++)
            {
                // The last item, which may be new, again and again; of many updates, some are of others.
                int item = i < 3 ? catalog.Count - 1 : i % 7;
                changed.Add(item);
                catalog.Replace(item, PatternOf(Some(ref random)));
            }

            values = values.With(catalog.Copy(), changed, new Dictionary<(string Field, string Value), ulong[]>());
            AssertEqual(new ItemFieldValues(catalog), values);
        }
    }

    private static (string[] Genres, double Year) Some(ref SplitMix64 random) =>
        ([Genres[random.Next(4)], Genres[random.Next(4)]], 1965 + random.Next(40));

    private static ulong[] PatternOf((string[] Genres, double Year) film) => ItemCatalog.Create(Schema, [film]).PatternOf(0).ToArray();

    private static void AssertEqual(ItemFieldValues expected, ItemFieldValues actual)
    {
        foreach (string genre in Genres)
        {
            Assert.Equal(Items(expected.ItemsWith("genre", genre, "field")), Items(actual.ItemsWith("genre", genre, "field")));
        }

        Assert.Equal(expected.ItemsByLevel("year", "field").Select(Items), actual.ItemsByLevel("year", "field").Select(Items));
    }

    // A bitset may end before the last item.
    private static int[] Items(ulong[] bits) =>
        [.. Enumerable.Range(0, bits.Length * 64).Where(item => ((bits[item >> 6] >> item) & 1) != 0)];
}
