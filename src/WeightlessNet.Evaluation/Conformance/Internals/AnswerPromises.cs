using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Every prediction is a number on the scale, for the known and the unknown.</summary>
internal static class AnswerPromises
{
    private static readonly int[] FarIds = [1_000_000, int.MaxValue];

    public static Promise Predictions { get; } = new("predictions", (world, history) =>
    {
        IRecommender recommender = world.Fresh();
        foreach (Rating? rating in history.Ratings.Select(rating => (Rating?)rating).Prepend(null))
        {
            if (rating is { } learned)
            {
                recommender.Learn(learned);
            }

            for (int user = 0; user <= ConformanceHistory.Users; user++)
            {
                foreach (int item in history.Items)
                {
                    MustBeOnScale(world, recommender, user, item);
                }
            }
        }
    });

    public static Promise Unknown { get; } = new("unknown", (world, history) =>
    {
        foreach (IRecommender recommender in new[] { world.Fresh(), world.Taught(history.Ratings) })
        {
            Answers before = Answers.Of(recommender, history);
            foreach (int far in FarIds)
            {
                MustBeOnScale(world, recommender, far, history.Items[0]);
                MustBeOnScale(world, recommender, 0, far);
                MustBeOnScale(world, recommender, far, far);
                int count = Answers.List(recommender, far, world.ItemCount).Length;
                Expect.True(count == world.ItemCount, $"User {far}, who is unknown, got {count} of {world.ItemCount} items.");
            }

            MustBeOnScale(world, recommender, 0, world.ItemCount);
            Answers.Of(recommender, history).MustBe(before, "After asking for the unknown");
        }
    });

    private static void MustBeOnScale(ConformanceWorld world, IRecommender recommender, int user, int item)
    {
        double predicted = recommender.Predict(user, item);
        Expect.True(world.Scale.Contains(predicted), string.Create(
            CultureInfo.InvariantCulture,
            $"User {user}'s prediction of item {item} is {predicted}, not {world.Scale.Minimum} to {world.Scale.Maximum}."));
    }
}
