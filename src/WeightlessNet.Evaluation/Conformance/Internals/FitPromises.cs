using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Training starts from nothing, gives the same for the same ratings, and changes nothing where it is canceled.</summary>
internal static class FitPromises
{
    public static Promise Repeatable { get; } = new(
        "fit",
        (world, history) =>
        {
            PartsDone progress = new();
            Answers expected = Answers.Of(world.Fitted(history.Ratings), history);
            Answers.Of(world.Fitted(history.Ratings), history).MustBe(expected, "Fitted to the same ratings");

            IRecommender taught = world.Taught(history.Unrated);
            taught.GetRequired<IBatchRecommender>().Fit(history.Ratings, progress);
            Answers.Of(taught, history).MustBe(expected, "Fitted after other ratings were learned");
            Expect.True(progress.AreParts, "Fit told a part done that is not 0 to 1, or less than one before.");

            // The last rating of an item counts.
            Rating last = history.Ratings[^1];
            Rating first = last with { Value = last.Value > world.Scale.Minimum ? world.Scale.Minimum : world.Scale.Maximum };
            Rating[] twice = [.. history.Ratings[..^1], first, last];
            Answers.Of(world.Fitted(twice), history).MustBe(expected, $"Fitted to two ratings of item {last.Item} by user {last.User}");
        },
        world => Promise.Needs<IBatchRecommender>(world) ?? Promise.NeedsTwins(world));

    public static Promise Order { get; } = new(
        "fit order",
        (world, history) => Answers.Of(world.Fitted(history.Shuffled()), history).MustBe(
            Answers.Of(world.Fitted(history.Ratings), history), "Fitted to the ratings in another order"),
        world => Promise.Needs<IBatchRecommender>(world)
            ?? Promise.NeedsTwins(world)
            ?? (world.Options.IsFitOrderFree ? null : $"{nameof(ConformanceOptions.IsFitOrderFree)} is not set"));

    public static Promise Cancellation { get; } = new(
        "cancellation",
        (world, history) =>
        {
            IRecommender recommender = world.Taught(history.Ratings);
            IBatchRecommender batch = recommender.GetRequired<IBatchRecommender>();
            Answers before = Answers.Of(recommender, history);
            Expect.Throws<OperationCanceledException>(
                "Fit with a token that is canceled", () => batch.Fit(history.Unrated, null, new CancellationToken(canceled: true)));
            Answers.Of(recommender, history).MustBe(before, "After a training that was canceled before it began");

            using CancellationTokenSource source = new();
            try
            {
                batch.Fit(history.Unrated, new CancelsAtOnce(source), source.Token);
            }
            catch (OperationCanceledException)
            {
                Answers.Of(recommender, history).MustBe(before, "After a training that was canceled while it ran");
            }
        },
        world => Promise.Needs<IBatchRecommender>(world));

    private sealed class PartsDone : IProgress<double>
    {
        private double _last;

        public bool AreParts { get; private set; } = true;

        public void Report(double value)
        {
            AreParts &= value >= _last && value <= 1;
            _last = value;
        }
    }

    private sealed class CancelsAtOnce(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}
