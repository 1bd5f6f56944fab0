using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace ClusterHistory;

/// <summary>The items, and what all silos begin with: a recommender that was trained on other people's ratings.</summary>
internal static class World
{
    /// <summary>The number of items.</summary>
    public const int Items = 120;

    /// <summary>The number of users of the store.</summary>
    public const int Users = 160;

    /// <summary>Users of the store have ids from here on in a recommender of one process.</summary>
    public const int FirstUser = 40;

    public static string Key(int user) => user.ToString("'user '0", CultureInfo.InvariantCulture);

    /// <summary>The trained recommender, which is the same in every process.</summary>
    public static HybridRecommender Trained()
    {
        (string Genre, double Year)[] films = [.. Enumerable.Range(0, Items).Select(i => ($"genre {i % 7}", 1950.0 + (i % 60)))];
        FeatureSchema<(string Genre, double Year)> schema = new FeatureSchemaBuilder<(string Genre, double Year)>()
            .OneHot("genre", film => film.Genre)
            .LinearThermometer("year", film => film.Year, 1950, 2010, 6)
            .Fit(films);
        HybridRecommender recommender = new(ItemCatalog.Create(schema, films), RatingScale.HalfStars);
        Random random = new(5);
        recommender.Fit([.. Enumerable.Range(0, 1_200).Select(i => new Rating(
            random.Next(FirstUser), random.Next(Items), 0.5f * (1 + random.Next(10)), 1_500_000_000 + i))]);
        return recommender;
    }
}
