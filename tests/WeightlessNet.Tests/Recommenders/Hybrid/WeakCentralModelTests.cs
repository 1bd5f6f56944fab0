using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Central models that say next to nothing while the weights of a ranking are learned.</summary>
public sealed class WeakCentralModelTests
{
    private const int Users = 300;
    private const int Items = 400;

    [Fact]
    public void A_factorization_of_too_few_likes_does_not_push_everything_else_aside()
    {
        (ItemCatalog catalog, Rating[] ratings) = FewLikes();
        WeightlessRankingRecommender ranking = new(catalog, new RatingScale(1, 10, 0.5f));
        ranking.Fit(ratings);

        Assert.NotNull(ranking.Calibration);
        Assert.Equal(0, ranking.Calibration.Single(part => part.Name == "factorization").Weight);
        Assert.InRange(ranking.Calibration.Single(part => part.Name == "field genre").Weight, 0.5, 10);
        int best = ranking.Explain(0, 0).ByField.Count(part => Math.Abs(part.Amount) > 0.1);
        Assert.True(best > 0, "the networks say nothing of the item");
    }

    [Fact]
    public void A_model_that_says_far_more_after_the_whole_training_is_weighted_down()
    {
        (ItemCatalog catalog, Rating[] ratings) = FewLikes();
        double steady = WeightWith(new Growing(1), catalog, ratings);
        double grown = WeightWith(new Growing(1.5f), catalog, ratings);
        double exploded = WeightWith(new Growing(500), catalog, ratings);

        Assert.True(steady > 0.1, $"the model that knows the truth has a weight of {steady}");
        Assert.Equal(steady, grown);
        Assert.InRange(exploded, steady * 1.5 / 500, steady * 2 / 500);
    }

    private static double WeightWith(Growing central, ItemCatalog catalog, Rating[] ratings)
    {
        WeightlessRankingRecommender ranking = new(catalog, central.Scale, centrals: [central]);
        ranking.Fit(ratings);
        return ranking.Calibration!.Single(part => part.Name == "central model").Weight;
    }

    // Users like the items of some genres; few of their ratings are likes.
    private static (ItemCatalog Catalog, Rating[] Ratings) FewLikes()
    {
        SplitMix64 random = new(3);
        double[] quality = [.. Enumerable.Range(0, Items).Select(_ => (random.NextDouble() * 2) - 1)];
        double[] taste = [.. Enumerable.Range(0, Users * Growing.Genres).Select(_ => (random.NextDouble() * 5) - 2.5)];
        Dictionary<(int, int), Rating> ratings = [];
        for (int i = 0; i < 9000; i++)
        {
            (int user, int item) = (random.Next(Users), Math.Min(random.Next(Items), random.Next(Items)));
            double noise = (random.NextDouble() + random.NextDouble() - 1) * 1.5;
            double value = 5.5 + quality[item] + taste[(user * Growing.Genres) + (item % Growing.Genres)] + noise;
            ratings.TryAdd((user, item), new Rating(user, item, (float)(Math.Round(Math.Clamp(value, 1, 10) * 2) / 2)));
        }

        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().OneHot("genre", item => $"genre {item % Growing.Genres}").Fit(Enumerable.Range(0, Items)),
            [.. Enumerable.Range(0, Items)]);
        return (catalog, [.. ratings.Values]);
    }

    // Scores the items of the genres that a user rates highest. Its second training makes all scores larger.
    private sealed class Growing(float growth) : IItemScoringRecommender
    {
        public const int Genres = 5;

        private int _trainings;

        public int ItemCount => Items;

        public RatingScale Scale { get; } = new(1, 10, 0.5f);

        public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            double[] sums = new double[Genres];
            int[] counts = new int[Genres];
            foreach (RatedItem rated in ratings)
            {
                sums[rated.Item % Genres] += rated.Value - 5.5;
                counts[rated.Item % Genres]++;
            }

            for (int item = 0; item < scores.Length; item++)
            {
                int genre = item % Genres;
                scores[item] = (float)(sums[genre] / (counts[genre] + 1)) * (_trainings > 1 ? growth : 1);
            }
        }

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
            _trainings++;

        public void Learn(in Rating rating) => throw new NotSupportedException();

        public double Predict(int user, int item) => throw new NotSupportedException();

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            throw new NotSupportedException();
    }
}
