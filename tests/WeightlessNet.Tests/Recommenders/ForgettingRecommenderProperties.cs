using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public class ForgettingRecommenderProperties
{
    private static readonly string[] Names = [.. RecommenderCases.Forgetting];

    [Property(MaxTest = 200)]
    public void The_order_of_learning_does_not_matter(uint[] numbers, ulong seed)
    {
        // The last rating of an item by a user counts, so only ratings of different pairs commute.
        Rating[] ratings = [.. numbers.Select(SomeRatings.From).DistinctBy(rating => (rating.User, rating.Item))];
        Rating[] shuffled = [.. ratings];
        new SplitMix64(seed).Shuffle<Rating>(shuffled);

        Assert.All(Names, name => Assert.Equal(StateAfter(name, ratings), StateAfter(name, shuffled)));
    }

    [Property(MaxTest = 200)]
    public void After_forgetting_the_state_is_as_if_never_learned(uint[] kept, uint[] forgotten)
    {
        Rating[] keptRatings = [.. kept.Select(SomeRatings.From)];
        HashSet<(int, int)> keptPairs = [.. keptRatings.Select(rating => (rating.User, rating.Item))];
        Rating[] passing = [.. forgotten.Select(SomeRatings.From).Where(rating => !keptPairs.Contains((rating.User, rating.Item)))];

        Assert.All(Names, name =>
        {
            var recommender = (IForgettingRecommender)Create(name);
            Learn(recommender, passing.Take(passing.Length / 2));
            Learn(recommender, keptRatings);
            Learn(recommender, passing.Skip(passing.Length / 2));
            foreach ((int user, int item) in passing.Select(rating => (rating.User, rating.Item)).Distinct())
            {
                Assert.True(recommender.Forget(user, item));
            }

            Assert.Equal(StateAfter(name, keptRatings), ObservedState.Of(recommender, SomeRatings.Users));
        });
    }

    [Property(MaxTest = 200)]
    public void After_forgetting_a_user_the_state_is_as_if_never_met(uint[] numbers, byte which)
    {
        int user = which % SomeRatings.Users;
        Rating[] ratings = [.. numbers.Select(SomeRatings.From)];
        int count = ratings.Where(rating => rating.User == user).Select(rating => rating.Item).Distinct().Count();

        Assert.All(Names, name =>
        {
            var recommender = (IForgettingRecommender)Create(name);
            Learn(recommender, ratings);

            Assert.Equal(count, recommender.ForgetUser(user));
            Assert.Equal(StateAfter(name, ratings.Where(rating => rating.User != user)), ObservedState.Of(recommender, SomeRatings.Users));
        });
    }

    [Fact]
    public void Some_recommenders_forget() =>
        Assert.Subset(
            Names.ToHashSet(),
            new HashSet<string>
            {
                nameof(BiasRecommender), nameof(UserMeanRecommender), nameof(PopularityRecommender), nameof(ConstantRecommender),
            });

    private static IRecommender Create(string name) => RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);

    private static void Learn(IRecommender recommender, IEnumerable<Rating> ratings)
    {
        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating);
        }
    }

    private static List<double> StateAfter(string name, IEnumerable<Rating> ratings)
    {
        IRecommender recommender = Create(name);
        Learn(recommender, ratings);
        return ObservedState.Of(recommender, SomeRatings.Users);
    }
}
