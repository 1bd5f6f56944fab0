using ClusterHistory;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>A catalog of films, and the crowd that a cluster begins with.</summary>
internal static class FilmWorld
{
    public const int Items = 300;

    // Users of the store have ids from here on in the recommender that learns the same.
    public const int FirstUser = 50;

    public static ItemCatalog Catalog { get; } = CatalogOf(Items);

    public static ItemCatalog CatalogOf(int items)
    {
        (string Genre, double Year)[] films = [.. Enumerable.Range(0, items).Select(i => ($"genre {i % 7}", 1950.0 + (i % 60)))];
        FeatureSchema<(string Genre, double Year)> schema = new FeatureSchemaBuilder<(string Genre, double Year)>()
            .OneHot("genre", film => film.Genre)
            .LinearThermometer("year", film => film.Year, 1950, 2010, 6)
            .Fit(films);
        return ItemCatalog.Create(schema, films);
    }

    /// <summary>What the crowd's log says of somebody who rates an item, and nothing else.</summary>
    public static byte[] ChangeOf(CrowdModel crowd, int item)
    {
        PersonalModel model = new(crowd);
        model.Learn(new RatedItem(item, 4, 0));
        CrowdChanges change = new(crowd.Scale);
        change.Replace(null, model.Export());
        return BytesOf(change);
    }

    /// <summary>A recommender that nobody has taught.</summary>
    public static WeightlessRecommender Untaught() => new(Catalog, RatingScale.HalfStars);

    /// <summary>A trained recommender whose users are none of the cluster.</summary>
    public static HybridRecommender Trained()
    {
        HybridRecommender recommender = new(Catalog, RatingScale.HalfStars);
        Random random = new(5);
        recommender.Fit([.. Enumerable.Range(0, 1500).Select(i => RatingOf(random, random.Next(FirstUser)))]);
        return recommender;
    }

    public static RatedItem Rated(Random random) =>
        new(random.Next(Items), 0.5f * (1 + random.Next(10)), 1_600_000_000 + random.Next(100_000_000));

    /// <summary>All that a model answers, exactly.</summary>
    public static double[] AnswersOf(ICounterfactualRecommender recommender, int user)
    {
        ScoredItem[] list = new ScoredItem[20];
        list = list[..recommender.Recommend(user, list)];
        return AnswerNumbers.Of(
            [.. Enumerable.Range(0, Items).Select(item => recommender.Predict(user, item))],
            list,
            [.. Enumerable.Range(0, 4).Select(item => recommender.Explain(user, item))]);
    }

    public static byte[] BytesOf(ISnapshot snapshot)
    {
        using MemoryStream stream = new();
        snapshot.Save(stream);
        return stream.ToArray();
    }

    private static Rating RatingOf(Random random, int user)
    {
        RatedItem rated = Rated(random);
        return new Rating(user, rated.Item, rated.Value, rated.Timestamp);
    }
}
