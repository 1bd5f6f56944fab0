using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>A user id that is high or too high takes no memory for the ids below it.</summary>
[Collection(RunAlone.Name)]
public sealed class HighUserIdTests
{
    private const int MuchMemory = 1 << 20;
    private const int LittleMemory = 1 << 14;

    public static TheoryData<string> All => [.. RecommenderCases.All];

    [Theory, MemberData(nameof(All))]
    public void A_question_about_an_unknown_user_leaves_nothing_in_memory(string name)
    {
        // The runtime allocates memory of its own at any time, so one clean attempt is enough.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > LittleMemory; attempt++)
        {
            IRecommender recommender = RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);
            for (uint number = 0; number < 200; number++)
            {
                recommender.Learn(SomeRatings.From(number));
            }

            Ask(recommender, SomeRatings.Users + 1);
            least = Math.Min(least, HeldAfterAsking(recommender));
        }

        Assert.InRange(least, long.MinValue, LittleMemory);
    }

    [Theory, MemberData(nameof(All))]
    public void A_user_id_that_is_too_high_is_refused_before_anything_is_allocated(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);
        AssertRefused(recommender, RecommenderArguments.UserBound);
        AssertRefused(recommender, int.MaxValue);
    }

    [Theory]
    [InlineData(0, RecommenderArguments.UserBound)]
    [InlineData(0, int.MaxValue)]
    [InlineData(256, RecommenderArguments.UserBound / 2)]
    public void A_factorization_refuses_a_user_id_that_its_factors_cannot_hold(int factors, int user) => AssertRefused(
        new MatrixFactorizationRecommender(7, RatingScale.Stars, new MatrixFactorizationOptions { Factors = factors }), user);

    [Fact]
    public void A_factorization_refuses_more_items_than_its_log_can_hold() => Assert.Throws<ArgumentOutOfRangeException>(
        "itemCount",
        () => new MatrixFactorizationRecommender(
            RecommenderArguments.UserBound + 1, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 0 }));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask(IRecommender recommender, int user)
    {
        Rating rating = new(user, 3, 5, 1);
        recommender.Predict(user, 3);
        recommender.Recommend(user, new ScoredItem[3]);
        recommender.Get<IExplainingRecommender>()?.Explain(user, 3);
        if (recommender.Get<IRecencyRecommender>() is { } recency)
        {
            recency.RecencyOf(user);
            recency.StandingWith(user, UserRecency.FollowDrift, 3);
        }

        if (recommender.Get<ICounterfactualRecommender>() is { } counterfactual)
        {
            counterfactual.StandingOf(user, 3);
            counterfactual.IfRated(rating, 2);
            counterfactual.WhatWouldChange(user, 3, 5);
            Assert.Throws<ArgumentException>(() => counterfactual.WithoutRating(user, 2, 3));
            Assert.Equal(0, counterfactual.ForgetUser(user));
        }
    }

    private static long HeldAfterAsking(IRecommender recommender)
    {
        long before = GC.GetTotalMemory(true);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        foreach (int user in new[] { SomeRatings.Users + 2, 1 << 20, RecommenderArguments.UserBound - 1 })
        {
            Ask(recommender, user);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocatedBefore, 0, 10 * MuchMemory);
        long held = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(recommender);
        return held;
    }

    private static void AssertRefused(IRecommender recommender, int user)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Learn(new Rating(user, 0, 5)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MuchMemory);
        Assert.Equal(0, recommender.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0);
    }
}
