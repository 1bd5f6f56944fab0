using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>
/// After a history of changes every answer is that of a replay that asks and saves nothing: with questions between the changes and another
/// recommender loaded midway, and, where the order of learning does not matter, with a thread for each user. Where trainings do not depend
/// on earlier ones, one more thread trains meanwhile.
/// </summary>
internal static class HistoriesPromise
{
    public static Promise Replayed { get; } = Promise.OfChanges(
        "histories",
        (world, history) =>
        {
            HistoryRun replay = new(world, history);
            for (int position = 0; position < history.Changes.Length; position++)
            {
                replay.Apply(position);
            }

            CheckOneThread(world, history, replay);
            if (world.Options.IsOrderFree)
            {
                CheckThreads(world, history, replay);
            }
        },
        world => world.FirstFailed is { } failed ? $"it rests on all other checks, and \"{failed}\" failed" : null);

    private static void CheckOneThread(ConformanceWorld world, ChangeHistory history, HistoryRun replay)
    {
        HistoryRun run = new(world, history);
        SplitMix64 random = history.RandomFor(ChangeHistory.NumberBound + 2);
        int savedAt = world.Options.SaveAndLoad is null ? -1 : random.Next(history.Changes.Length);
        for (int position = 0; position < history.Changes.Length; position++)
        {
            run.Apply(position);
            run.Ask(random.Next(ChangeHistory.Users + 1), ref random);
            if (position == savedAt)
            {
                run.SaveAndLoad();
            }
        }

        run.MustBe(replay, savedAt < 0 ? "With questions" : $"With questions, saved and loaded after change {savedAt}");
    }

    private static void CheckThreads(ConformanceWorld world, ChangeHistory history, HistoryRun replay)
    {
        HistoryRun run = new(world, history);
        int last = history.Changes.Length - 1;
        for (int first = 0; first < last;)
        {
            if (history.Changes[first].IsAlone)
            {
                if (world.Options.SaveAndLoad is not null)
                {
                    run.SaveAndLoad();
                }

                run.Apply(first);
                first++;
                continue;
            }

            int end = Array.FindIndex(history.Changes, first, change => change.IsAlone);
            (int from, int to) = (first, end < 0 ? last : end);
            bool trains = world.Options.AreTrainingsIndependent && history.Changes[to].Kind == HistoryChangeKind.Training;
            TestThreads.Run(ChangeHistory.Threads + (trains ? 1 : 0), number =>
            {
                if (number == ChangeHistory.Threads)
                {
                    run.Apply(to);
                }
                else
                {
                    Work(world, history, run, number, from, to);
                }
            });
            first = to;
        }

        run.Apply(last);
        run.MustBe(replay, $"With {ChangeHistory.Threads} threads");
    }

    // Makes the changes of one user, or also those that concern all users.
    private static void Work(ConformanceWorld world, ChangeHistory history, HistoryRun run, int number, int from, int to)
    {
        SplitMix64 random = history.RandomFor((ulong)(ChangeHistory.NumberBound + 3 + number));
        int savedAt = number > 0 || world.Options.SaveAndLoad is null ? -1 : from + random.Next(to - from);
        for (int position = from; position < to; position++)
        {
            if (position == savedAt)
            {
                Answers.Of(run.Copy(), history);
            }

            HistoryChange change = history.Changes[position];
            if (number == (change.Kind == HistoryChangeKind.Shared ? 0 : change.Rating.User))
            {
                run.Apply(position);
                run.Ask(random.Next(2) == 0 ? number : random.Next(ChangeHistory.Users + 1), ref random);
                if (random.Next(2) == 0)
                {
                    Thread.Yield();
                }
            }
        }
    }
}
