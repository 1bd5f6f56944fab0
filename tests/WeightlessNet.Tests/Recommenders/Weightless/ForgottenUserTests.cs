using System.Buffers;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>No number of a forgotten user remains in memory, not even in scratch memory that is never read.</summary>
public sealed class ForgottenUserTests
{
    private static readonly RatingScale Scale = RatingScale.Stars;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 130).Select(i => ((string[])[i % 2 == 0 ? "war" : "comedy"], (double?)(1950 + (i % 60))))]);

    // Change counters, internal state of collections, free tables for the next user, and sums over all users that are updated when they are
    // next read.
    private static readonly string[] NotOfUsers =
    [
        "ersion", "._size", "_slots._count", "._free", "._buckets", ".next", "<Stride>", "._earlier.", "._layout.", "._crowd.",
        "._background.", "_needs", "._begun", "._needed", "._publishedAt", "<Number>", "eneration",
    ];

    [Theory]
    [InlineData(WeightlessReading.Regression, UserRecency.AsConfigured)]
    [InlineData(WeightlessReading.Regression, UserRecency.FollowDrift)]
    [InlineData(WeightlessReading.Histogram, UserRecency.AsConfigured)]
    [InlineData(WeightlessReading.Histogram, UserRecency.FollowDrift)]
    public void Nothing_of_a_user_stays_in_the_personal_layer(WeightlessReading reading, UserRecency recency)
    {
        WeightlessRecommender recommender = new(Films, Scale, new WeightlessOptions { Reading = reading, Nodes = 8 });
        recommender.SetRecency(3, recency);
        WeightlessRecommender fresh = new(Films, Scale, new WeightlessOptions { Reading = reading, Nodes = 8 });
        fresh.SetRecency(3, recency);
        AssertForgets(recommender, fresh);
    }

    [Fact]
    public void Nothing_of_a_user_stays_in_the_personal_layer_of_a_hybrid()
    {
        CentralModel central = CentralModel.FromPretrained(new ConstantRecommender(Films.Count, Scale, 2));
        AssertForgets(Create(), Create());

        HybridRecommender Create()
        {
            HybridRecommender hybrid = new(Films, Scale, null, new HybridOptions { Personal = new WeightlessOptions { Nodes = 8 } });
            hybrid.Replace(central);
            return hybrid;
        }
    }

    [Fact]
    public void Nothing_of_a_user_stays_with_neighbors()
    {
        AssertForgets(new ItemNeighborRecommender(Films.Count, Scale), new ItemNeighborRecommender(Films.Count, Scale));
        AssertForgets(new UserNeighborRecommender(Films.Count, Scale), new UserNeighborRecommender(Films.Count, Scale));
    }

    [Fact]
    public void Nothing_of_a_user_stays_in_a_ranking() =>
        AssertForgets(new WeightlessRankingRecommender(Films, Scale), new WeightlessRankingRecommender(Films, Scale));

    [Fact]
    public void Nothing_of_a_user_who_comes_later_stays_in_a_trained_ranking()
    {
        AssertForgets(Create(), Create());

        static WeightlessRankingRecommender Create()
        {
            WeightlessRankingRecommender ranking = new(Films, Scale, new WeightlessRankingOptions { Nodes = 8 });
            ranking.Fit([.. Enumerable.Range(0, 900).Select(i => new Rating(4 + (i % 37), i * 7 % 90, 1 + (i % 5)))]);
            return ranking;
        }
    }

    [Fact]
    public void Memory_that_was_rented_is_given_back_empty()
    {
        TunableRecommender tunable = new(new WeightlessRecommender(Films, Scale), Films);
        for (int item = 0; item < 64; item++)
        {
            tunable.Learn(new Rating(3, item, 5));
        }

        // A thread rents the array that it returned last.
        int words = (Films.Count + 63) / 64;
        tunable.Recommend(3, new ScoredItem[5]);
        ulong[] rated = ArrayPool<ulong>.Shared.Rent(words);
        tunable.Apply(3, TuningControl.Boost("genre", "war", 1));
        tunable.Recommend(3, new ScoredItem[5]);
        ulong[] allowed = ArrayPool<ulong>.Shared.Rent(words);
        int[] amounts = ArrayPool<int>.Shared.Rent(Films.Count);

        Assert.DoesNotContain(rated, word => word != 0);
        Assert.DoesNotContain(allowed, word => word != 0);
        Assert.DoesNotContain(amounts, amount => amount != 0);
    }

    private static void AssertForgets<T>(T recommender, T fresh)
        where T : IForgettingRecommender
    {
        for (int item = 0; item < 40; item++)
        {
            recommender.Learn(new Rating(3, item, 1 + (item % 5), 100 - item));
        }

        Use(recommender, 3);
        Assert.NotEmpty(HeldNumbers.Of(recommender).Keys.Except(HeldNumbers.Of(fresh).Keys));

        Assert.Equal(40, recommender.ForgetUser(3));

        // Numbers left by answers for an unknown user, or for another forgotten user, are not this user's.
        Dictionary<string, string> held = HeldNumbers.Of(recommender);
        List<Dictionary<string, string>> known = [HeldNumbers.Of(fresh)];
        Use(fresh, 0);
        known.Add(HeldNumbers.Of(fresh));
        fresh.Learn(new Rating(3, 99, 3, 7));
        Use(fresh, 3);
        fresh.ForgetUser(3);
        known.Add(HeldNumbers.Of(fresh));
        Assert.Equal("", string.Join('\n', held.Where(number =>
            !known.Exists(numbers => numbers.GetValueOrDefault(number.Key) == number.Value)
            && !NotOfUsers.Any(part => number.Key.Contains(part, StringComparison.Ordinal)))));
    }

    private static void Use(IRecommender recommender, int user)
    {
        recommender.Predict(user, 50);
        recommender.Recommend(user, new ScoredItem[5]);
        recommender.Predict(user, 60);
    }
}
