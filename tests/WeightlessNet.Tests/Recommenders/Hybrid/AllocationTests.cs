using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Learning takes no memory, and neither do answers for a user who has been asked about since the last rating.</summary>
public sealed class AllocationTests
{
    private const int User = 3;

    [Fact]
    public void Learning_takes_no_memory_in_a_hybrid_and_neither_do_repeated_answers()
    {
        CalibrationWorld world = new(5, 0.6, 0);
        HybridRecommender hybrid = world.Fitted("genre", "author");
        Assert.NotNull(hybrid.Central);

        AssertTakesNone(hybrid);
    }

    [Fact]
    public void Learning_takes_no_memory_in_a_ranking_and_neither_do_repeated_answers()
    {
        WeightlessRankingRecommender ranking = new(WeightlessRankingRecommenderTests.CatalogOf(150), RatingScale.HalfStars);
        ranking.Fit(WeightlessRankingRecommenderTests.OfTastes(60, 0.3, 7));
        Assert.Contains(ranking.Calibration!, part => part.Name is "EASE" or "factorization" && part.Weight > 0);

        AssertTakesNone(ranking);
    }

    private static void AssertTakesNone(IRecommender recommender)
    {
        ScoredItem[] top = new ScoredItem[10];
        int round = 0;
        for (int warm = 0; warm < 5; warm++)
        {
            Learn();
            Ask();
        }

        AllocationAssert.None(Ask);
        AllocationAssert.None(Learn);

        void Learn()
        {
            round++;
            for (int item = 0; item < 20; item++)
            {
                float value = recommender.Scale.ValueOf((item + round) % recommender.Scale.LevelCount);
                recommender.Learn(new Rating(User, item, value, round));
            }
        }

        void Ask()
        {
            for (int i = 0; i < 3; i++)
            {
                recommender.Predict(User, 50);
                recommender.Recommend(User, top);
            }
        }
    }
}
