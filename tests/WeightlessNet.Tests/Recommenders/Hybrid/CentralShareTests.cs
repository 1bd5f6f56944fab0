using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>The share of each central model in the answers for a user.</summary>
public sealed class CentralShareTests
{
    private const int User = 4;

    [Fact]
    public void Ratings_are_folded_only_into_central_models_with_a_share()
    {
        Rating[] ratings = WeightlessRankingRecommenderTests.OfTastes(40, 1, 3);
        CentralModel central = CentralModel.Fit(
            [.. Enumerable.Range(1, 3).Select<int, Func<IRecommender>>(seed => () => Factorization(seed))], ratings);
        RatingLog log = new(RatingScale.HalfStars);
        foreach (Rating rating in ratings)
        {
            log.Set(rating, out _);
        }

        // Model 0 has a share that depends on the number of ratings, model 1 none, model 2 one for rare items only.
        CentralAnswers answers = new(central);
        int[][] rows = [.. Enumerable.Range(0, (2 * 3) + 3).Select(static _ => new int[RatingWeights.Knots.Length])];
        rows[0][^1] = 300;
        rows[5].AsSpan().Fill(200);
        AnswerBase start = new(answers, new RatingWeights([NodeGroup.Mixed], 3, rows, 0));
        UserBase many = Prepared(start, log.OfUser(User));
        UserRatings one = new([log.OfUser(User)[0]]);
        UserBase few = Prepared(start, one);

        int first = many.State.Length / 3;
        Assert.True(log.OfUser(User).Length > 140, "The user needs ratings beyond the last knot but one.");
        Assert.True(IsSet(many, 0) && !IsSet(many, 1) && IsSet(many, 2));
        Assert.True(!IsSet(few, 0) && !IsSet(few, 1) && IsSet(few, 2));

        bool IsSet(UserBase user, int model) => user.State.AsSpan(model * first, first).ContainsAnyExcept(0.0);
    }

    private static MatrixFactorizationRecommender Factorization(int seed) =>
        new(150, RatingScale.HalfStars, new MatrixFactorizationOptions { Factors = 2, Iterations = 3, Seed = (ulong)seed });

    private static UserBase Prepared(AnswerBase start, UserRatings ratings)
    {
        UserBase user = start.CreateUser();
        start.Prepare(user, User, ratings);
        return user;
    }
}
