using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Invalid arguments are refused with the documented exception and change nothing.</summary>
internal static class InputPromise
{
    public static Promise Refused { get; } = new("invalid input", (world, history) =>
    {
        IRecommender recommender = world.Taught(history.Ratings);
        Answers before = Answers.Of(recommender, history);
        foreach (Rating bad in BadRatings(world))
        {
            Refuses($"Learn({bad})", () => recommender.Learn(bad));
        }

        int item = history.Items[0];
        Refuses("Predict(-1, 0)", () => recommender.Predict(-1, item));
        Refuses("Predict(0, -1)", () => recommender.Predict(0, -1));
        Refuses("Recommend(-1)", () => recommender.Recommend(-1, new ScoredItem[1]));
        CheckForgetting(recommender, item);
        CheckExplaining(recommender, world, item);
        CheckFit(recommender, world, history);
        CheckCounterfactuals(recommender, world, history);
        CheckRecency(recommender, item);
        CheckScoring(recommender, world);
        Answers.Of(recommender, history).MustBe(before, "After calls that were refused");
    });

    private static void Refuses(string call, Action action) => Expect.Throws<ArgumentOutOfRangeException>(call, action);

    private static Rating[] BadRatings(ConformanceWorld world)
    {
        float good = world.Scale.Minimum;
        return
        [
            new(-1, 0, good), new(int.MaxValue, 0, good), new(0, -1, good), new(0, world.ItemCount, good), new(0, int.MaxValue, good),
            new(0, 0, float.BitDecrement(world.Scale.Minimum)), new(0, 0, float.BitIncrement(world.Scale.Maximum)),
            new(0, 0, float.NaN), new(0, 0, float.PositiveInfinity), new(0, 0, float.NegativeInfinity),
        ];
    }

    private static void CheckForgetting(IRecommender recommender, int item)
    {
        if (recommender.Get<IForgettingRecommender>() is { } forgetting)
        {
            Refuses("Forget(-1, 0)", () => forgetting.Forget(-1, item));
            Refuses("Forget(0, -1)", () => forgetting.Forget(0, -1));
            Refuses("ForgetUser(-1)", () => forgetting.ForgetUser(-1));
        }
    }

    private static void CheckExplaining(IRecommender recommender, ConformanceWorld world, int item)
    {
        if (recommender.Get<IExplainingRecommender>() is { } explaining)
        {
            Refuses("Explain(-1, 0)", () => explaining.Explain(-1, item));
            Refuses("Explain(0, -1)", () => explaining.Explain(0, -1));
            Refuses("Explain of an item that does not exist", () => explaining.Explain(0, world.ItemCount));
        }

        if (recommender.Get<IFilteringRecommender>() is { } filtering)
        {
            Refuses("Recommend(-1) with a filter", () => filtering.Recommend(-1, new ScoredItem[1], new RecommendationFilter()));
        }
    }

    private static void CheckFit(IRecommender recommender, ConformanceWorld world, ConformanceHistory history)
    {
        if (recommender.Get<IBatchRecommender>() is { } batch)
        {
            foreach (Rating bad in BadRatings(world))
            {
                Rating[] ratings = [.. history.Ratings, bad];
                Refuses($"Fit with {bad}", () => batch.Fit(ratings));
            }
        }
    }

    private static void CheckCounterfactuals(IRecommender recommender, ConformanceWorld world, ConformanceHistory history)
    {
        if (recommender.Get<ICounterfactualRecommender>() is { } counterfactual)
        {
            int item = history.Items[0];
            Rating unrated = history.Unrated.FirstOrDefault(new Rating(ConformanceHistory.Users, item, world.Scale.Minimum));
            Refuses("StandingOf(-1, 0)", () => counterfactual.StandingOf(-1, item));
            Refuses("StandingOf an item that does not exist", () => counterfactual.StandingOf(0, world.ItemCount));
            Expect.Throws<ArgumentException>(
                "WithoutRating of an item that is not rated", () => counterfactual.WithoutRating(unrated.User, unrated.Item, item));
            Refuses("IfRated for an item that does not exist", () => counterfactual.IfRated(unrated, world.ItemCount));
            Refuses("WhatWouldChange of -1 changes", () => counterfactual.WhatWouldChange(0, item, -1));
            foreach (Rating bad in BadRatings(world))
            {
                Refuses($"IfRated({bad})", () => counterfactual.IfRated(bad, item));
            }
        }
    }

    private static void CheckRecency(IRecommender recommender, int item)
    {
        if (recommender.Get<IRecencyRecommender>() is { } recency)
        {
            Refuses("RecencyOf(-1)", () => recency.RecencyOf(-1));
            Refuses("SetRecency(-1)", () => recency.SetRecency(-1, UserRecency.FollowDrift));
            Refuses("SetRecency to 99", () => recency.SetRecency(0, (UserRecency)99));
            Refuses("StandingWith a recency of 99", () => recency.StandingWith(0, (UserRecency)99, item));
        }
    }

    private static void CheckScoring(IRecommender recommender, ConformanceWorld world)
    {
        if (recommender.Get<IItemScoringRecommender>() is { } scoring)
        {
            Expect.Throws<ArgumentException>("Score without room", () => scoring.Score([], new float[world.ItemCount - 1]));
            Expect.Throws<ArgumentException>("Score of an item that does not exist", () => scoring.Score(
                [new RatedItem(world.ItemCount, world.Scale.Maximum, 0)], new float[world.ItemCount]));
        }
    }
}
