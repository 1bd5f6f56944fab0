using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>What is forgotten has never been learned, to the last bit.</summary>
internal static class ForgettingPromises
{
    public static Promise Ratings { get; } = new(
        "forgetting",
        (world, history) =>
        {
            Rating[] passing = [.. history.Ratings.Where((_, i) => i % 3 == 1)];
            Rating[] kept = [.. history.Ratings.Except(passing)];
            IRecommender recommender = world.Taught(history.Ratings);
            IForgettingRecommender forgetting = recommender.GetRequired<IForgettingRecommender>();
            foreach (Rating rating in passing)
            {
                Expect.True(forgetting.Forget(rating.User, rating.Item), $"Forget({rating.User}, {rating.Item}) is false the first time.");
            }

            Answers expected = Answers.Of(world.Taught(kept), history);
            Answers.Of(recommender, history).MustBe(expected, $"After forgetting {Text(passing)}");
            foreach (Rating rating in passing)
            {
                Expect.True(!forgetting.Forget(rating.User, rating.Item), $"Forget({rating.User}, {rating.Item}) is true the second time.");
            }

            Expect.True(!forgetting.Forget(1_000_000, 0) && !forgetting.Forget(0, int.MaxValue), "Forget of the unknown is true.");
            Answers.Of(recommender, history).MustBe(expected, "After forgetting what was not there");
        },
        world => Promise.Needs<IForgettingRecommender>(world) ?? Promise.NeedsTwins(world));

    public static Promise Users { get; } = new(
        "forgetting users",
        (world, history) =>
        {
            int user = history.Ratings[^1].User;
            IRecommender recommender = world.Taught(history.Ratings);
            IForgettingRecommender forgetting = recommender.GetRequired<IForgettingRecommender>();
            int held = history.RatedBy(user).Length;
            int count = forgetting.ForgetUser(user);

            Expect.True(count == held, $"ForgetUser({user}) is {count}, not {held}.");
            Answers expected = Answers.Of(world.Taught(history.Ratings.Where(rating => rating.User != user)), history);
            Answers.Of(recommender, history).MustBe(expected, $"After forgetting user {user}");
            Expect.True(
                forgetting.ForgetUser(user) == 0 && forgetting.ForgetUser(1_000_000) == 0, "ForgetUser of an unknown user is not 0.");
            Answers.Of(recommender, history).MustBe(expected, "After forgetting unknown users");
        },
        world => Promise.Needs<IForgettingRecommender>(world) ?? Promise.NeedsTwins(world));

    private static string Text(Rating[] ratings) => string.Join(", ", ratings.Select(rating => $"({rating.User}, {rating.Item})"));
}
