using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using Film = (string[] Genres, double? Year);
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class ChangingCatalogTests
{
    [Property(Arbitrary = [typeof(World)], MaxTest = 25)]
    public void A_catalog_changed_step_by_step_answers_as_one_created_at_once(World world)
    {
        SplitMix64 random = new(world.Seed);
        Film[] films = [.. Enumerable.Range(0, world.Items).Select(_ => RandomFilm(ref random))];
        FeatureSchema<Film> schema = SchemaOf(films);
        World final = world with { Catalog = ItemCatalog.Create(schema, films) };
        foreach (WeightlessOptions options in world.Options)
        {
            Film[] present = films[..(1 + random.Next(films.Length))];
            present[random.Next(present.Length)] = RandomFilm(ref random);
            ItemCatalog first = ItemCatalog.Create(schema, present);
            ulong[][] patterns = [.. Enumerable.Range(0, first.Count).Select(item => first.PatternOf(item).ToArray())];
            WeightlessRecommender actual = new(first, world.Scale, options);
            Queue<Rating> waiting = new(world.Ratings);
            for (int item = 0; item < films.Length || waiting.Count > 0;)
            {
                if (waiting.TryPeek(out Rating next) && next.Item < actual.ItemCount && random.Next(4) > 0)
                {
                    actual.Learn(waiting.Dequeue());
                }
                else if (actual.ItemCount < films.Length)
                {
                    Film film = random.Next(2) == 0 ? films[^1] : films[actual.ItemCount];
                    Assert.Equal(actual.ItemCount, actual.AddItem(PatternOf(schema, film)));
                }
                else if (item < films.Length)
                {
                    actual.UpdateItem(item, PatternOf(schema, films[item]));
                    item++;
                }

                final.ReadSomething(actual, ref random);
            }

            final.AssertSame(final.Taught(options, world.Ratings), actual);
            Assert.Equal(patterns.Length, first.Count);
            Assert.All(patterns.Index(), pattern => Assert.Equal(pattern.Item, first.PatternOf(pattern.Index).ToArray()));
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 25)]
    public void A_removed_item_is_never_recommended_and_nothing_else_changes_until_it_is_back(World world)
    {
        SplitMix64 random = new(world.Seed);
        int removed = random.Next(world.Items);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender actual = world.Taught(options, world.Ratings);
            var before = world.Answers(actual);
            Assert.True(actual.RemoveItem(removed));
            Assert.False(actual.RemoveItem(removed));
            World.AssertSame([.. before.Where(answer => answer.What != "recommended" || answer.Item != removed)], world.Answers(actual));

            Rating rating = new(world.Users, removed, world.Scale.Maximum, 3);
            actual.Learn(rating);
            Assert.True(actual.Forget(rating.User, removed));
            actual.UpdateItem(removed, world.Catalog.PatternOf(removed));
            World.AssertSame(before, world.Answers(actual));
        }
    }

    [Fact]
    public void Items_may_be_added_beyond_any_block_and_are_found_by_the_filter_and_the_crowd()
    {
        Film[] films = [.. Enumerable.Range(0, 300).Select(i => (new[] { $"genre {i % 5}" }, (double?)(1950 + (i % 70))))];
        FeatureSchema<Film> schema = SchemaOf(films);
        WeightlessRecommender actual = new(ItemCatalog.Create(schema, films[..1]), RatingScale.Stars);
        WeightlessRecommender expected = new(ItemCatalog.Create(schema, films), RatingScale.Stars);
        for (int item = 1; item < films.Length; item++)
        {
            actual.Recommend(0, new ScoredItem[3]);
            Assert.Equal(item, actual.AddItem(PatternOf(schema, films[item])));
            actual.Learn(new Rating(item % 3, item, 1 + (item % 5)));
            expected.Learn(new Rating(item % 3, item, 1 + (item % 5)));
        }

        Assert.Equal(ObservedState.Of(expected, 3), ObservedState.Of(actual, 3));
    }

    [Fact]
    public void Invalid_patterns_and_items_are_refused_and_nothing_is_changed()
    {
        Film[] films = [(["a"], 1990), (["b"], 2000)];
        FeatureSchema<Film> schema = SchemaOf(films);
        ItemCatalog catalog = ItemCatalog.Create(schema, films);
        WeightlessRecommender recommender = new(catalog, RatingScale.Stars);
        recommender.Learn(new Rating(0, 1, 5));
        List<double> before = ObservedState.Of(recommender, 1);
        ulong[] beyond = [1UL << catalog.BitCount];
        Assert.Throws<ArgumentException>("pattern", () => recommender.AddItem([]));
        Assert.Throws<ArgumentException>("pattern", () => recommender.AddItem(beyond));
        Assert.Throws<ArgumentException>("pattern", () => recommender.UpdateItem(0, [0, 0]));
        Assert.Throws<ArgumentException>("pattern", () => recommender.UpdateItem(0, beyond));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.UpdateItem(2, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.UpdateItem(-1, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.RemoveItem(2));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.RemoveItem(-1));
        Assert.Equal(2, recommender.ItemCount);
        Assert.Equal(before, ObservedState.Of(recommender, 1));
    }

    private static Film RandomFilm(ref SplitMix64 random)
    {
        string[] genres = new string[random.Next(3)];
        foreach (ref string genre in genres.AsSpan())
        {
            genre = $"genre {random.Next(4)}";
        }

        return (genres, random.Next(9) == 0 ? null : 1950 + random.Next(70));
    }

    private static FeatureSchema<Film> SchemaOf(Film[] films) => new FeatureSchemaBuilder<Film>()
        .MultiHot("genre", film => film.Genres)
        .QuantileThermometer("year", film => film.Year, 4)
        .Fit([.. films, .. Enumerable.Range(0, 4).Select(i => (new[] { $"genre {i}" }, (double?)1950))]);

    private static ulong[] PatternOf(FeatureSchema<Film> schema, Film film)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(schema.BitCount)];
        schema.Encode(film, pattern);
        return pattern;
    }
}
