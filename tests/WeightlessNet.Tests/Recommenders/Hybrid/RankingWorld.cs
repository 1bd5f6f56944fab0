using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Random ratings, and rankings of every kind that have learned them.</summary>
internal sealed class RankingWorld
{
    public const int Users = 60;
    public const int Items = 130;

    private RankingWorld(Rating[] ratings) => Ratings = ratings;

    /// <summary>The kinds of ranking.</summary>
    public static TheoryData<string> Kinds => new("popularity", "EASE", "default", "fitted", "fitted, few hot users");

    public static ItemCatalog Catalog { get; } = WeightlessRankingRecommenderTests.CatalogOf(Items);

    public Rating[] Ratings { get; }

    /// <summary>Users of three tastes; the last one has a single rating.</summary>
    public static RankingWorld Random(ulong seed)
    {
        SplitMix64 random = new(seed);
        Dictionary<(int, int), Rating> ratings = [];
        for (int i = 0; i < 16 * Users; i++)
        {
            int user = random.Next(Users - 1);
            int item = random.Next(Items);
            float value = user % 3 == item % 3 ? 5 - (0.5f * random.Next(4)) : 0.5f + (0.5f * random.Next(9));
            ratings[(user, item)] = new Rating(user, item, value, random.Next(30));
        }

        int last = random.Next(Items);
        ratings[(Users - 1, last)] = new Rating(Users - 1, last, 4.5f);
        return new RankingWorld([.. ratings.Values]);
    }

    /// <summary>A ranking that has learned the ratings.</summary>
    public WeightlessRankingRecommender Taught(string kind)
    {
        WeightlessRankingOptions options = new() { Nodes = 16, MaximumHotUsers = kind == "fitted, few hot users" ? 2 : 1000 };
        WeightlessRankingRecommender recommender = kind switch
        {
            "popularity" => new(Catalog, RatingScale.HalfStars, options, []),
            "EASE" => new(Catalog, RatingScale.HalfStars, options, [Ease()]),
            _ => new(Catalog, RatingScale.HalfStars, options),
        };
        if (kind.StartsWith("fitted", StringComparison.Ordinal))
        {
            recommender.Fit(Ratings);
            Assert.NotNull(recommender.Calibration);
        }
        else
        {
            Array.ForEach(Ratings, rating => recommender.Learn(rating));
        }

        return recommender;
    }

    /// <summary>A copy that shares nothing with the original.</summary>
    public static WeightlessRankingRecommender Copy(WeightlessRankingRecommender original)
    {
        using MemoryStream stream = new(Bytes(original));
        return Snapshot.Load<WeightlessRankingRecommender>(stream);
    }

    public static byte[] Bytes(WeightlessRankingRecommender recommender)
    {
        using MemoryStream stream = new();
        Snapshot.Save(recommender, stream);
        return stream.ToArray();
    }

    private EaseRecommender Ease()
    {
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ease.Fit(Ratings);
        return ease;
    }
}
