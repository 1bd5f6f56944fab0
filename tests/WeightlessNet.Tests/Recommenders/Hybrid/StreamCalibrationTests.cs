using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Users in moods: each rates ten items in a good mood, then ten in a bad one, and so on.</summary>
public sealed class StreamCalibrationTests
{
    private const int Users = 120;
    private const int Items = 100;
    private const int RatingsPerUser = 40;
    private const string Latest = "latest ratings";

    [Fact]
    public void Answers_follow_the_mood_of_the_latest_ratings_where_moods_are_found()
    {
        HybridRecommender moody = Learned(1);
        moody.Refit();
        HybridRecommender even = Learned(0);
        even.Refit();

        Assert.InRange(WeightOf(moody), 0.5, 3);
        Assert.InRange(WeightOf(even), 0, 0.2);
        Assert.InRange(moody.Predict(UserIn(moody, 5), 99) - moody.Predict(UserIn(moody, 2), 99), 1, 3);
    }

    [Fact]
    public void A_fit_takes_no_notice_of_moods()
    {
        HybridRecommender hybrid = Learned(1);
        hybrid.Fit(Ratings(1));
        Assert.DoesNotContain(hybrid.Calibration, group => group.Name == Latest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_number_of_threads_changes_no_byte(bool asStream)
    {
        byte[] one = Trained(1);
        Assert.Equal(one, Trained(2));
        Assert.Equal(one, Trained(7));

        byte[] Trained(int threads)
        {
            HybridRecommender hybrid = Learned(1, threads);
            hybrid.Refit();
            if (!asStream)
            {
                hybrid.Fit(Ratings(1));
            }

            Assert.Equal(asStream, hybrid.Calibration.Any(group => group.Name == Latest));
            return Saved(hybrid);
        }
    }

    [Fact]
    public void The_mood_is_a_part_of_explanations_and_of_snapshots()
    {
        HybridRecommender hybrid = Learned(1);
        hybrid.Refit();
        int user = UserIn(hybrid, 5);
        ScoredItem[] top = new ScoredItem[3];
        Assert.Equal(3, hybrid.Recommend(user, top));
        using MemoryStream stream = new(Saved(hybrid));
        HybridRecommender loaded = Snapshot.Load<HybridRecommender>(stream);
        foreach (ScoredItem item in top)
        {
            Explanation explanation = hybrid.Explain(user, item.Item);
            double sum = explanation.Base.Sum(part => part.Amount) + explanation.ByField.Sum(part => part.Amount);
            Assert.Equal(item.Score, explanation.Score, 9);
            Assert.Equal(explanation.Score, sum, 9);
            Assert.Equal(hybrid.Predict(user, item.Item), loaded.Predict(user, item.Item));
        }
    }

    private static double WeightOf(HybridRecommender hybrid) => hybrid.Calibration.Single(group => group.Name == Latest).Weight;

    // A new user with as many high as low ratings, of which the latest are of one kind.
    private static int UserIn(HybridRecommender hybrid, int latest)
    {
        int user = Users + latest;
        for (int item = 0; item < 20; item++)
        {
            hybrid.Learn(new Rating(user, item, item < 10 ? 7 - latest : latest, item + 1));
        }

        return user;
    }

    private static byte[] Saved(HybridRecommender hybrid)
    {
        using MemoryStream stream = new();
        hybrid.Save(stream);
        return stream.ToArray();
    }

    private static HybridRecommender Learned(double mood, int threads = 2)
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().OneHot("kind", item => $"{item % 7}").Fit(items);
        HybridRecommender hybrid = new(
            ItemCatalog.Create(schema, items),
            RatingScale.HalfStars,
            () => new MatrixFactorizationRecommender(Items, RatingScale.HalfStars),
            new HybridOptions { Fitting = new CentralModelOptions { MaxDegreeOfParallelism = threads } });
        foreach (Rating rating in Ratings(mood))
        {
            hybrid.Learn(rating);
        }

        return hybrid;
    }

    private static Rating[] Ratings(double mood)
    {
        SplitMix64 random = new(5);
        List<Rating> ratings = [];
        for (int user = 0; user < Users; user++)
        {
            int[] items = [.. Enumerable.Range(0, Items)];
            random.Shuffle<int>(items);
            int phase = random.Next(20);
            for (int at = 0; at < RatingsPerUser; at++)
            {
                double value = 3 + ((phase + at) % 20 < 10 ? mood : -mood) + random.NextDouble() - 0.5;
                ratings.Add(new Rating(user, items[at], (float)Math.Clamp(Math.Round(value * 2) / 2, 0.5, 5), at + 1));
            }
        }

        return [.. ratings];
    }
}
