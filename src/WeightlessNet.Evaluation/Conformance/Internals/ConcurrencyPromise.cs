using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>
/// Threads that learn and ask for users of their own disturb nobody: each sees its own ratings at once, and in the end all answers are
/// those of one thread, where the order of learning does not matter.
/// </summary>
internal static class ConcurrencyPromise
{
    private const int ThreadCount = 3;
    private const int Rounds = 4;

    public static Promise Threads { get; } = new("concurrency", (world, history) =>
    {
        IRecommender recommender = world.Fresh();
        TestThreads.Run(ThreadCount, number => Work(world, history, recommender, number));

        // The last rating is learned by one thread, so that what comes last is the same.
        recommender.Learn(history.Ratings[^1]);
        if (world.IsDeterministic && world.Options.IsOrderFree)
        {
            Answers.Of(recommender, history).MustBe(
                Answers.Of(world.Taught(history.Ratings), history), $"After {ThreadCount} threads learned and forgot");
        }
    });

    private static void Work(ConformanceWorld world, ConformanceHistory history, IRecommender recommender, int number)
    {
        Rating[] own = [.. history.Ratings[..^1].Where(rating => rating.User % ThreadCount == number)];
        Rating[] passing = [.. history.Unrated.Where(rating => rating.User % ThreadCount == number)];
        IForgettingRecommender? forgetting = world.Options.IsOrderFree ? recommender.Get<IForgettingRecommender>() : null;
        HashSet<(int User, int Item)> held = [];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Rating rating in own.Where((_, i) => i % Rounds == round))
            {
                recommender.Learn(rating);
                held.Add((rating.User, rating.Item));
                ScoredItem[] list = Answers.List(recommender, rating.User, world.ItemCount);
                int wrong = Array.FindIndex(list, scored => held.Contains((rating.User, scored.Item)));
                Expect.True(wrong < 0, $"A thread that had user {rating.User} rate item {rating.Item} got a rated item back at once.");
                double predicted = recommender.Predict((rating.User + 1) % ConformanceHistory.Users, rating.Item);
                Expect.True(world.Scale.Contains(predicted), $"Among threads item {rating.Item} is predicted {predicted}.");
            }

            if (forgetting is not null && round < passing.Length)
            {
                forgetting.Learn(passing[round]);
                Expect.True(
                    forgetting.Forget(passing[round].User, passing[round].Item),
                    $"A thread could not forget user {passing[round].User}'s rating of item {passing[round].Item}.");
            }
        }
    }
}
