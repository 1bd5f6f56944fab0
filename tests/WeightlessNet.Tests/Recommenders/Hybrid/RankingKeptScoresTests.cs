using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>The scores that are kept for a user who is asked often are those that are computed for one who is asked once.</summary>
public sealed class RankingKeptScoresTests
{
    private const int Items = 150;
    private const int Users = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_asked_often_gets_the_list_of_a_user_asked_once(bool isFitted)
    {
        SplitMix64 random = new(5);
        WeightlessRankingRecommender often = new(WeightlessRankingRecommenderTests.CatalogOf(Items), RatingScale.HalfStars);
        if (isFitted)
        {
            often.Fit(WeightlessRankingRecommenderTests.OfTastes(60, 0.3, 3));
        }

        for (int change = 0; change < 150; change++)
        {
            int user = random.Next(Users);
            int item = random.Next(Items);
            if (random.Next(5) == 0)
            {
                often.Forget(user, item);
            }
            else
            {
                often.Learn(new Rating(user, item, 0.5f + (random.Next(10) / 2f)));
            }

            WeightlessRankingRecommender once = Copied(often);
            for (int asked = 0; asked < Users; asked++)
            {
                int[] first = [random.Next(Items), random.Next(Items)];
                Assert.Equal(List(once, asked, first), List(often, asked, first));
            }
        }
    }

    private static ScoredItem[] List(WeightlessRankingRecommender recommender, int user, int[] first)
    {
        ScoredItem[] list = new ScoredItem[Items];
        return list[..recommender.Recommend(user, list, new RecommendationFilter { First = first })];
    }

    private static WeightlessRankingRecommender Copied(WeightlessRankingRecommender recommender)
    {
        using MemoryStream stream = new();
        recommender.Save(stream);
        stream.Position = 0;
        return Snapshot.Load<WeightlessRankingRecommender>(stream);
    }
}
