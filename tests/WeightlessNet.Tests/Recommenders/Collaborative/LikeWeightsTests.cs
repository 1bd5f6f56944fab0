using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using static WeightlessNet.Tests.Recommenders.RankedItems;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>Likes that count by their amounts.</summary>
public class LikeWeightsTests
{
    private const string Factorization = nameof(ImplicitFactorizationRecommender);
    private const string Ease = nameof(EaseRecommender);
    private const int Users = 90;
    private const int Items = 30;
    private const int Tastes = 3;

    private static readonly RatingScale Totals = EventOptions.Scale;

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void What_a_user_chose_more_often_counts_more(string name)
    {
        IBatchRecommender recommender = Fitted(name, LikeWeights.ByAmount, Plays(1));
        IBatchRecommender equal = Fitted(name, LikeWeights.Equal, Plays(1));
        foreach (IBatchRecommender one in (IBatchRecommender[])[recommender, equal])
        {
            one.Learn(Total(Users, 0, 500));
            one.Learn(Total(Users, 1, 3));
            one.Learn(Total(Users + 1, 0, 3));
            one.Learn(Total(Users + 1, 1, 500));
        }

        Assert.True(ScoreOfTaste(0, Users) > ScoreOfTaste(0, Users + 1));
        Assert.True(ScoreOfTaste(1, Users) < ScoreOfTaste(1, Users + 1));
        Assert.Equal(Ranked(equal, Users), Ranked(equal, Users + 1));

        double ScoreOfTaste(int taste, int user) =>
            Ranked(recommender, user).Where(scored => scored.Item % Tastes == taste).Sum(scored => scored.Score);
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void The_unit_of_the_amounts_does_not_matter(string name)
    {
        IBatchRecommender minutes = Fitted(name, LikeWeights.ByAmount, Plays(1));
        IBatchRecommender seconds = Fitted(name, LikeWeights.ByAmount, Plays(60));
        Assert.All(Enumerable.Range(0, Users), user => Assert.Equal(Ranked(minutes, user), Ranked(seconds, user)));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Equal_amounts_are_equal_likes(string name)
    {
        Rating[] ratings = [.. Plays(1).Select(rating => Total(rating.User, rating.Item, 1 + rating.User))];
        IBatchRecommender byAmount = Fitted(name, LikeWeights.ByAmount, ratings);
        IBatchRecommender equal = Fitted(name, LikeWeights.Equal, ratings);
        Assert.All(Enumerable.Range(0, Users), user => Assert.Equal(Ranked(equal, user), Ranked(byAmount, user)));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_changed_amount_counts_at_once_and_leaves_no_trace_when_it_is_taken_back(string name)
    {
        IBatchRecommender recommender = Fitted(name, LikeWeights.ByAmount, Plays(1));
        recommender.Learn(Total(Users, 0, 500));
        recommender.Learn(Total(Users, 1, 3));
        ScoredItem[] before = Ranked(recommender, Users);
        recommender.Learn(Total(Users, 1, 40_000));
        Assert.NotEqual(before, Ranked(recommender, Users));

        recommender.Learn(Total(Users, 1, 3));
        Assert.Equal(before, Ranked(recommender, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_training_does_not_depend_on_the_order_of_the_ratings(string name)
    {
        Rating[] ratings = Plays(1);
        byte[] one = SnapshotCase.Save((ISnapshot)Fitted(name, LikeWeights.ByAmount, ratings));
        Assert.Equal(one, SnapshotCase.Save((ISnapshot)Fitted(name, LikeWeights.ByAmount, [.. ratings.Reverse()])));
    }

    [Fact]
    public void Weights_are_stored()
    {
        var ease = (EaseRecommender)Fitted(Ease, LikeWeights.ByAmount, Plays(1));
        var factorization = (ImplicitFactorizationRecommender)Fitted(Factorization, LikeWeights.ByAmount, Plays(1));
        AssertGoesOn(ease, Snapshot.Load<EaseRecommender>(new MemoryStream(SnapshotCase.Save(ease))));
        AssertGoesOn(
            factorization, Snapshot.Load<ImplicitFactorizationRecommender>(new MemoryStream(SnapshotCase.Save(factorization))));

        static void AssertGoesOn(IBatchRecommender first, IBatchRecommender second)
        {
            foreach (IBatchRecommender one in (IBatchRecommender[])[first, second])
            {
                one.Learn(Total(Users, 0, 500));
                one.Learn(Total(Users, 1, 3));
                one.Fit(Plays(3));
            }

            Assert.Equal(SnapshotCase.Save((ISnapshot)first), SnapshotCase.Save((ISnapshot)second));
            Assert.Equal(Ranked(first, Users), Ranked(second, Users));
        }
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Likes_without_an_amount_above_0_count_as_well(string name)
    {
        RatingScale scale = new(-2, 2, 1);
        IBatchRecommender recommender = Create(name, LikeWeights.ByAmount, scale, -2);
        recommender.Fit([.. Plays(1).Select((rating, i) => rating with { Value = (i % 5) - 2 })]);
        Assert.All(
            Enumerable.Range(0, Users).SelectMany(user => Ranked(recommender, user)), scored => Assert.True(double.IsFinite(scored.Score)));
    }

    [Fact]
    public void Weights_must_be_defined()
    {
        const LikeWeights Undefined = (LikeWeights)2;
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new EaseOptions { Weights = Undefined });
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new ImplicitFactorizationOptions { Weights = Undefined });
        Assert.Throws<ArgumentOutOfRangeException>("Weights", () => new WeightlessRankingOptions { Weights = Undefined });
    }

    private static IBatchRecommender Create(string name, LikeWeights weights, RatingScale scale, float likedFrom) => name == Ease
        ? new EaseRecommender(Items, scale, new EaseOptions { Weights = weights, LikedFrom = likedFrom, Regularization = 10 })
        : new ImplicitFactorizationRecommender(
            Items,
            scale,
            new ImplicitFactorizationOptions { Weights = weights, LikedFrom = likedFrom, Factors = 6, Regularization = 5 });

    private static IBatchRecommender Fitted(string name, LikeWeights weights, Rating[] ratings)
    {
        IBatchRecommender recommender = Create(name, weights, Totals, EventOptions.LikedFrom);
        recommender.Fit(ratings);
        return recommender;
    }

    private static Rating Total(int user, int item, int units) => new(user, item, EventOptions.ValueOf(units));

    // Users often choose items of their own taste, and seldom others.
    private static Rating[] Plays(int unit)
    {
        SplitMix64 random = new(7);
        List<Rating> ratings = [];
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                if (random.NextDouble() < 0.4)
                {
                    bool isOwn = user % Tastes == item % Tastes;
                    ratings.Add(Total(user, item, unit * (isOwn ? 100 + random.Next(400) : 1 + random.Next(5))));
                }
            }
        }

        return [.. ratings];
    }
}
