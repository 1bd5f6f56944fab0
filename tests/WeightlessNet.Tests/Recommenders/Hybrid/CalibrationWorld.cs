using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>
/// Generated ratings whose reasons are known: each user likes some genres and some authors; everything else about the items is noise.
/// </summary>
internal sealed class CalibrationWorld
{
    private const int Users = 240;
    private const int Items = 300;
    private const int RatingsPerUser = 40;
    private const int Genres = 8;
    private const int Authors = 90;

    private readonly int[] _genres = new int[Items];
    private readonly int[] _authors = new int[Items];
    private readonly int[] _noise = new int[Items];

    /// <param name="seed">The seed.</param>
    /// <param name="genreEffect">How much a liked or disliked genre changes a rating, in stars.</param>
    /// <param name="authorEffect">How much a liked or disliked author changes a rating, in stars.</param>
    /// <param name="changesTaste">Whether each user's tastes turn to the opposite after half of the ratings.</param>
    public CalibrationWorld(ulong seed, double genreEffect, double authorEffect, bool changesTaste = false)
    {
        SplitMix64 random = new(seed);
        double[] quality = new double[Items];
        for (int item = 0; item < Items; item++)
        {
            (_genres[item], _authors[item], _noise[item]) = (random.Next(Genres), random.Next(Authors), random.Next(40));
            quality[item] = random.NextDouble() - 0.5;
        }

        List<Rating> train = [];
        List<Rating> test = [];
        for (int user = 0; user < Users; user++)
        {
            double level = random.NextDouble() - 0.5;
            int[] genreTastes = [.. Enumerable.Range(0, Genres).Select(_ => random.Next(2))];
            int[] authorTastes = [.. Enumerable.Range(0, Authors).Select(_ => random.Next(2))];
            int[] items = [.. Enumerable.Range(0, Items)];
            random.Shuffle<int>(items);
            for (int at = 0; at < RatingsPerUser; at++)
            {
                int item = items[at];
                int turn = changesTaste && at >= RatingsPerUser / 2 ? -1 : 1;
                double value = 3 + level + quality[item]
                    + (((2 * genreTastes[_genres[item]]) - 1) * turn * genreEffect)
                    + (((2 * authorTastes[_authors[item]]) - 1) * authorEffect)
                    + random.NextDouble() - 0.5;
                Rating rating = new(user, item, (float)Math.Clamp(Math.Round(value * 2) / 2, 0.5, 5), at + 1);
                (random.Next(5) == 0 ? test : train).Add(rating);
            }
        }

        (Train, Test) = ([.. train], [.. test]);
    }

    public Rating[] Train { get; }

    public Rating[] Test { get; }

    /// <summary>A hybrid that has been fitted to the training ratings.</summary>
    /// <param name="fields">The fields of the items' bits: "genre", "author" (wide), "noise", "words" (wide noise).</param>
    public HybridRecommender Fitted(params string[] fields)
    {
        HybridRecommender hybrid = Create(fields);
        hybrid.Fit(Train);
        return hybrid;
    }

    /// <summary>A hybrid that has learned the training ratings one by one, with or without their times.</summary>
    public HybridRecommender Learned(string field, bool timed = true)
    {
        HybridRecommender hybrid = Create([field]);
        foreach (Rating rating in Train)
        {
            hybrid.Learn(timed ? rating : rating with { Timestamp = 0 });
        }

        return hybrid;
    }

    public double ErrorOf(Func<int, int, double> predict) =>
        Math.Sqrt(Test.Average(rating => Math.Pow(predict(rating.User, rating.Item) - rating.Value, 2)));

    private HybridRecommender Create(string[] fields)
    {
        FeatureSchemaBuilder<int> builder = new();
        foreach (string field in fields)
        {
            _ = field switch
            {
                "genre" => builder.OneHot(field, item => $"{_genres[item]}"),
                "author" => builder.OneHot(field, item => $"{_authors[item]}", Authors),
                "noise" => builder.OneHot(field, item => $"{_noise[item]}"),
                _ => builder.MultiHot(field, item => [$"{_noise[item]}", $"{item * 31 % 113}", $"{item * 17 % 113}"], 200),
            };
        }

        int[] items = [.. Enumerable.Range(0, Items)];
        return new HybridRecommender(
            ItemCatalog.Create(builder.Fit(items), items),
            RatingScale.HalfStars,
            () => new MatrixFactorizationRecommender(Items, RatingScale.HalfStars));
    }
}
