using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Learning and the first question after it take no memory once the tables of a user have been allocated.</summary>
public sealed class AllocationTests
{
    private const int User = 3;

    [Fact]
    public void The_first_question_to_a_hybrid_after_a_rating_takes_no_memory()
    {
        CalibrationWorld world = new(5, 0.6, 0);
        HybridRecommender hybrid = world.Fitted("genre", "author");
        Assert.NotNull(hybrid.Central);
        AssertNoMemory(hybrid, RatingScale.HalfStars);
    }

    [Fact]
    public void The_first_question_to_a_ranking_after_a_rating_takes_no_memory()
    {
        WeightlessRankingRecommender ranking = new(WeightlessRankingRecommenderTests.CatalogOf(150), RatingScale.HalfStars);
        ranking.Fit(WeightlessRankingRecommenderTests.OfTastes(60, 0.3, 7));
        Assert.Contains(ranking.Calibration!, part => part.Name is "EASE" or "factorization" && part.Weight > 0);
        AssertNoMemory(ranking, RatingScale.HalfStars);
    }

    private static void AssertNoMemory(IRecommender recommender, RatingScale scale)
    {
        ScoredItem[] top = new ScoredItem[10];
        int round = 0;
        void Use()
        {
            round++;
            for (int item = 0; item < 20; item++)
            {
                recommender.Learn(new Rating(User, item, scale.ValueOf((item + round) % scale.LevelCount), round));
                recommender.Predict(User, 50);
                recommender.Recommend(User, top);
            }
        }

        for (int warm = 0; warm < scale.LevelCount; warm++)
        {
            Use();
        }

        AllocationAssert.None(Use);
    }
}
