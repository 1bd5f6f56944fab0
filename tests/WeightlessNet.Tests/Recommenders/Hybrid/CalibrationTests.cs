using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;
using Xunit;
using static WeightlessNet.Tests.Recommenders.Hybrid.HybridWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>The weights of a hybrid's parts follow the data: where the reasons of ratings are known, they are found.</summary>
public sealed class CalibrationTests
{
    [Theory]
    [InlineData(1, 1.0, 0.0)]
    [InlineData(2, 0.0, 1.0)]
    [InlineData(3, 0.6, 0.6)]
    [InlineData(4, 0.1, 0.0)]
    [InlineData(5, 0.0, 0.0)]
    public void A_hybrid_is_never_worse_than_its_central_model(ulong seed, double genreEffect, double authorEffect)
    {
        CalibrationWorld world = new(seed, genreEffect, authorEffect);
        HybridRecommender hybrid = world.Fitted("genre", "author", "noise", "words");

        Assert.InRange(world.ErrorOf(hybrid.Predict), 0, world.ErrorOf(hybrid.Central!.Predict) + 0.002);
    }

    [Fact]
    public void What_drives_the_ratings_has_weight_and_helps()
    {
        CalibrationWorld genres = new(6, 1, 0);
        CalibrationWorld authors = new(7, 0, 1);
        HybridRecommender byGenre = genres.Fitted("genre", "author");
        HybridRecommender byAuthor = authors.Fitted("genre", "author");

        // Tuples of all narrow fields see the genre too.
        Assert.InRange(WeightOf(byGenre, "genre") + WeightOf(byGenre, "all fields") + WeightOf(byGenre, "audience"), 0.5, 3);
        Assert.InRange(WeightOf(byAuthor, "author"), 0.5, 3);
        Assert.InRange(WeightOf(byGenre, "author"), 0, 0.2);
        Assert.InRange(genres.ErrorOf(byGenre.Predict) / genres.ErrorOf(byGenre.Central!.Predict), 0.3, 0.97);
        Assert.InRange(authors.ErrorOf(byAuthor.Predict) / authors.ErrorOf(byAuthor.Central!.Predict), 0.3, 0.97);
        CalibratedGroup worth = byAuthor.Calibration.Single(group => group.Name == "author");
        Assert.InRange(worth.Without - worth.With, 0.01, 1);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("words")]
    public void A_field_of_noise_costs_next_to_nothing(string noise)
    {
        double[] costs = [.. Enumerable.Range(8, 4).Select(seed =>
        {
            CalibrationWorld world = new((ulong)seed, 0.7, 0);
            return world.ErrorOf(world.Fitted("genre", noise).Predict) - world.ErrorOf(world.Fitted("genre").Predict);
        })];

        // Alone, a network over such a field costs a hundredth and more.
        Assert.InRange(costs.Average(), -0.01, 0.003);
    }

    [Fact]
    public void A_group_without_weight_has_no_nodes()
    {
        CalibrationWorld world = new(12, 0, 1);
        HybridRecommender hybrid = world.Fitted("author", "words");
        string[] unused = [.. hybrid.Calibration.Where(group => group.Weight == 0).Select(group => group.Name)];

        Assert.Contains(unused, name => name is "words" or "audience" or "all fields");
        Assert.True(PersonalOf(hybrid).Calibrated.Weights!.Groups.Length <= hybrid.Calibration.Count - unused.Length);
    }

    [Fact]
    public void A_pretrained_model_that_knows_a_user_from_elsewhere_is_trusted_from_the_first_question_on()
    {
        CalibrationWorld world = new(13, 0.5, 0);
        HybridRecommender hybrid = world.Fitted("genre");
        BiasRecommender elsewhere = new(hybrid.ItemCount, hybrid.Scale);
        for (int item = 0; item < 200; item++)
        {
            elsewhere.Learn(new Rating(1000, item, 0.5f));
        }

        foreach (Rating rating in world.Train)
        {
            elsewhere.Learn(rating);
        }

        double before = hybrid.Predict(1000, 250);
        hybrid.Replace(CentralModel.FromPretrained(elsewhere));

        Assert.InRange(before, 2, 5);
        Assert.InRange(hybrid.Predict(1000, 250), 0.5, 1.5);
    }

    [Fact]
    public void Calibration_is_empty_before_the_first_training_and_kept_with_a_snapshot()
    {
        CalibrationWorld world = new(14, 0.5, 0.5);
        HybridRecommender hybrid = world.Fitted("genre", "author");
        using MemoryStream stream = new();
        hybrid.Save(stream);
        stream.Position = 0;
        HybridRecommender loaded = Snapshot.Load<HybridRecommender>(stream);

        Assert.Equal(hybrid.Calibration, loaded.Calibration);
        Assert.All(world.Test, rating => Assert.Equal(hybrid.Predict(rating.User, rating.Item), loaded.Predict(rating.User, rating.Item)));
        Assert.Empty(new HybridRecommender(WeightlessRecommenderWorldCatalog(), RatingScale.Stars).Calibration);
    }

    [Fact]
    public void Groups_without_room_are_left_out_narrow_fields_first()
    {
        FeatureSchemaBuilder<int> builder = new();
        int[] items = [.. Enumerable.Range(0, 100)];
        builder.OneHot("narrow", item => $"{item % 3}").OneHot("wide", item => $"{item}", 100).OneHot("other", item => $"{item % 5}");
        ItemCatalog catalog = ItemCatalog.Create(builder.Fit(items), items);
        WeightlessOptions options = new() { Nodes = 8 };
        int[] keys = [NodeGroup.Recent, .. NetworkLayout.AllKeys(catalog.Fields)];

        Assert.Equal(["recent ratings", "audience", "all fields", "narrow", "wide", "other"], NamesWithin(36));
        Assert.Equal(["recent ratings", "audience", "all fields", "narrow", "wide"], NamesWithin(35));
        Assert.Equal(["recent ratings", "audience", "all fields", "wide"], NamesWithin(28));
        Assert.Equal(["all fields", "wide"], NamesWithin(12));

        string[] NamesWithin(int addressesOfItem) =>
        [
            .. HybridCalibration.LayoutWithin(100 * addressesOfItem, catalog, 16, options, keys).Groups.ToArray()
                .Select(group => group.Name),
        ];
    }

    [Fact]
    public void A_training_of_a_ranking_chooses_among_groups_for_which_there_is_room()
    {
        FeatureSchemaBuilder<int> builder = new();
        int[] items = [.. Enumerable.Range(0, 300_000)];
        builder.OneHot("kind", item => $"{item % 20}");
        ItemCatalog catalog = ItemCatalog.Create(builder.Fit(items), items);

        LogOddsGroup[] groups = LogOddsGroup.Candidates(new RankingFields(catalog, null), catalog.Count, 4096, 8);

        Assert.Equal([new LogOddsGroup(LogOddsGroupKind.Field, 0, 4096)], groups);
    }

    [Fact]
    public void A_catalog_of_one_long_thermometer_gives_no_model_that_knows_fields()
    {
        FeatureSchemaBuilder<int> builder = new();
        int[] items = [.. Enumerable.Range(0, 300)];
        builder.LinearThermometer("length", item => item, 0, 300, 200);
        ItemCatalog catalog = ItemCatalog.Create(builder.Fit(items), items);

        Assert.True(catalog.Fields[0].BitCount >= 128);
        Assert.Equal(2, DefaultCentralModels.For(catalog, RatingScale.Stars).Count);
    }

    private static ItemCatalog WeightlessRecommenderWorldCatalog() => Weightless.WeightlessRecommenderWorld.CatalogOf([(["war"], 1)]);

    private static double WeightOf(HybridRecommender hybrid, string name) => hybrid.Calibration.Single(group => group.Name == name).Weight;
}
