using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Tuning;

public sealed class TunableCatalogTests
{
    private static readonly (string Genre, double Year)[] Films = [("Horror", 1979), ("Crime", 1995), ("Horror", 1996), ("War", 1985)];

    private static readonly FeatureSchema<(string Genre, double Year)> Schema = new FeatureSchemaBuilder<(string Genre, double Year)>()
        .OneHot("genre", film => film.Genre)
        .LinearThermometer("year", film => film.Year, 1970, 2000, 3)
        .Fit(Films);

    [Fact]
    public void Added_and_changed_items_are_tuned_after_the_catalog_is_updated()
    {
        WeightlessRecommender inner = new(ItemCatalog.Create(Schema, Films), RatingScale.Stars);
        TunableRecommender tunable = new(inner, ItemCatalog.Create(Schema, Films));
        tunable.Apply(1, TuningControl.Mute("genre", "Horror"));
        int boost = tunable.Apply(1, TuningControl.Boost("genre", "War", 2));
        inner.AddItem(PatternOf(("Horror", 1990)));
        inner.AddItem(PatternOf(("War", 1990)));
        inner.UpdateItem(1, PatternOf(("Horror", 1995)));

        Assert.Equal([1, 3, 4, 5], Ranked(tunable, 1).Order());
        Assert.Empty(tunable.Explain(1, 5).ByControl);

        (string Genre, double Year)[] films = [Films[0], ("Horror", 1995), Films[2], Films[3], ("Horror", 1990), ("War", 1990)];
        tunable.UpdateCatalog(ItemCatalog.Create(Schema, films));

        Assert.Equal([3, 5], Ranked(tunable, 1).Order());
        Assert.Equal(2, Assert.Single(tunable.Explain(1, 5).ByControl).Amount);
        Assert.Equal(6, Ranked(tunable, 2).Length);

        // The state is as if they had existed from the start: ids continue, and removing controls gives the untuned answers.
        Assert.Equal(boost + 1, tunable.Apply(1, TuningControl.Pin(5)));
        Assert.Equal(5, Ranked(tunable, 1)[0]);
        while (tunable.Undo(1) is not null)
        {
        }

        Assert.Equal(Ranked(inner, 1), Ranked(tunable, 1));
    }

    [Fact]
    public void That_a_number_is_known_is_a_condition_but_not_a_level()
    {
        (string Genre, double? Year)[] films = [("Horror", 1950), ("Crime", 1995), ("War", null)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<(string Genre, double? Year)>()
                .LinearThermometer("year", film => film.Year, 1970, 2000, 2)
                .Fit(films),
            films);
        TunableRecommender tunable = new(new WeightlessRecommender(catalog, RatingScale.Stars), catalog);
        Assert.Equal(["above 1980", "above 1990"], tunable.Fields[0].Values);

        tunable.Apply(0, TuningControl.BoostByLevel("year", 0.5));
        Assert.Equal(1, Assert.Single(tunable.Explain(0, 1).ByControl).Amount);
        Assert.Equal(tunable.Predict(0, 0), tunable.Predict(0, 2));

        tunable.Apply(0, TuningControl.Mute(TuningCondition.HasNot("year", "known")));
        Assert.Equal([1, 0], Ranked(tunable, 0));
    }

    [Fact]
    public void A_catalog_that_does_not_fit_is_refused_and_changes_nothing()
    {
        WeightlessRecommender inner = new(ItemCatalog.Create(Schema, Films), RatingScale.Stars);
        TunableRecommender tunable = new(inner, ItemCatalog.Create(Schema, Films));
        tunable.Apply(0, TuningControl.Mute("genre", "Crime"));
        tunable.Apply(7, TuningControl.Mute("genre", "Horror"));
        (string Genre, double Year)[] dramas = [.. Films.Select(film => ("Drama", film.Year))];
        FeatureSchema<(string Genre, double Year)> other =
            new FeatureSchemaBuilder<(string Genre, double Year)>().OneHot("genre", film => film.Genre).Fit([Films[1], dramas[0]]);

        ArgumentException lacks =
            Assert.Throws<ArgumentException>("catalog", () => tunable.UpdateCatalog(ItemCatalog.Create(other, dramas)));
        Assert.Contains("user 7", lacks.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("catalog", () => tunable.UpdateCatalog(ItemCatalog.Create(Schema, Films[..3])));
        Assert.Throws<ArgumentNullException>("catalog", () => tunable.UpdateCatalog(null!));

        Assert.Equal(["genre", "year"], tunable.Fields.Select(field => field.Name));
        Assert.Equal([0, 2, 3], Ranked(tunable, 0).Order());
        Assert.Equal([1, 3], Ranked(tunable, 7).Order());
    }

    [Fact]
    public void Another_recommender_of_the_same_items_gets_controls_of_its_own()
    {
        WeightlessRecommender inner = new(ItemCatalog.Create(Schema, Films), RatingScale.Stars);
        TunableRecommender tunable = new(inner, ItemCatalog.Create(Schema, Films));
        tunable.Apply(0, TuningControl.Mute("genre", "Crime"));
        WeightlessRecommender second = new(ItemCatalog.Create(Schema, Films), RatingScale.Stars);
        TunableRecommender around = tunable.Around(second);

        Assert.Equal([0, 1, 2, 3], Ranked(around, 0).Order());
        around.Apply(0, TuningControl.Mute("genre", "Horror"));
        around.Apply(0, TuningControl.WeighRecent());
        Assert.Equal([1, 3], Ranked(around, 0).Order());
        Assert.Equal(UserRecency.FollowDrift, second.RecencyOf(0));
        Assert.Equal([0, 2, 3], Ranked(tunable, 0).Order());
        Assert.Throws<ArgumentNullException>("inner", () => tunable.Around(null!));
        WeightlessRecommender fewer = new(ItemCatalog.Create(Schema, Films[..3]), RatingScale.Stars);
        Assert.Throws<ArgumentException>(() => tunable.Around(fewer));
    }

    private static ulong[] PatternOf((string Genre, double Year) film) => ItemCatalog.Create(Schema, [film]).PatternOf(0).ToArray();

    private static int[] Ranked(IRecommender recommender, int user)
    {
        ScoredItem[] ranked = new ScoredItem[recommender.ItemCount];
        return [.. ranked[..recommender.Recommend(user, ranked)].Select(scored => scored.Item)];
    }
}
