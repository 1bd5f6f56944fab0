using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class NeighborListTests
{
    private const string Item = nameof(ItemNeighborRecommender);
    private const string User = nameof(UserNeighborRecommender);
    private const int Users = 40;
    private const int Items = 60;

    [Theory]
    [InlineData(Item, 2)]
    [InlineData(Item, 7)]
    [InlineData(Item, 40)]
    [InlineData(User, 2)]
    [InlineData(User, 40)]
    public void A_list_has_the_scores_of_single_questions_to_the_last_bit(string name, int neighbors)
    {
        IForgettingRecommender recommender = Create(name, neighbors);
        Array.ForEach(SomeRatings.OfTwoTastes(Users, Items, 0.4, 3), rating => recommender.Learn(rating));
        int asked = 0;
        for (int user = 0; user <= Users; user++)
        {
            foreach (ScoredItem scored in ListOf(recommender, user))
            {
                Assert.Equal(RatingScale.Stars.Clamp(scored.Score), recommender.Predict(user, scored.Item));
                asked++;
            }
        }

        Assert.InRange(asked, Users * Items / 3, Users * Items);
    }

    [Theory]
    [InlineData(Item)]
    [InlineData(User)]
    public void Answers_after_every_change_are_those_of_the_same_ratings_in_another_order(string name)
    {
        IForgettingRecommender recommender = Create(name, 5);
        Dictionary<(int User, int Item), Rating> held = [];
        Random random = new(4);
        for (int step = 0; step < 1500; step++)
        {
            Rating rating = new(random.Next(Users), random.Next(Items), 1 + random.Next(5), step);
            if (random.Next(5) == 0)
            {
                Assert.Equal(held.Remove((rating.User, rating.Item)), recommender.Forget(rating.User, rating.Item));
            }
            else
            {
                recommender.Learn(rating);
                held[(rating.User, rating.Item)] = rating;
            }

            // Of the same user, who may have been asked about before the change.
            if (step % 25 == 0)
            {
                IForgettingRecommender twin = Create(name, 5);
                foreach (Rating each in held.Values.OrderBy(each => (each.Item * 31) % Items).ThenByDescending(each => each.User))
                {
                    twin.Learn(each);
                }

                int user = step % 50 == 0 ? 1 : random.Next(Users);
                Assert.Equal(ListOf(twin, user), ListOf(recommender, user));
                Assert.Equal(twin.Predict(user, rating.Item), recommender.Predict(user, rating.Item));
            }
        }
    }

    private static ScoredItem[] ListOf(IRecommender recommender, int user)
    {
        ScoredItem[] all = new ScoredItem[Items];
        return all[..recommender.Recommend(user, all)];
    }

    private static IForgettingRecommender Create(string name, int neighbors)
    {
        NeighborOptions options = new() { Neighbors = neighbors, SimilarityShrinkage = 2 };
        return name == Item
            ? new ItemNeighborRecommender(Items, RatingScale.Stars, options)
            : new UserNeighborRecommender(Items, RatingScale.Stars, options);
    }
}
