using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>Changes that one thread makes, one after the other, and the answers after each of them.</summary>
/// <param name="begin">Creates a recommender as it is before the first change.</param>
/// <param name="changes">The changes.</param>
/// <param name="answer">An answer that comes from one version.</param>
/// <typeparam name="T">The type of the recommender.</typeparam>
internal sealed class VersionHistory<T>(Func<T> begin, IReadOnlyList<VersionHistory<T>.Change> changes, Func<T, double[]> answer)
{
    /// <summary>The answers before the first change and after each one.</summary>
    public double[][] Answers { get; } = Replayed(begin(), changes, answer);

    /// <summary>The scores of one list and of nothing else, by item; 0 for an item that is not in it.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="user">The user.</param>
    /// <param name="items">The greatest number of items.</param>
    public static double[] ScoresOf(IRecommender recommender, int user, int items)
    {
        ScoredItem[] best = new ScoredItem[items];
        double[] scores = new double[items];
        foreach (ScoredItem scored in best.AsSpan(0, recommender.Recommend(user, best)))
        {
            scores[scored.Item] = scored.Score;
        }

        return scores;
    }

    /// <summary>
    /// While one thread changes a recommender, others ask it: every answer is that after some number of the changes, not more than were
    /// begun when the answer came, and never fewer than in an earlier answer of the same thread.
    /// </summary>
    public async Task CheckAnswersOfThreadsAsync()
    {
        T shared = begin();
        int begun = 0;
        bool done = false;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int least = 0;
                while (!Volatile.Read(ref done))
                {
                    least = PlaceOf(answer(shared), least, () => Volatile.Read(ref begun));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        try
        {
            foreach (Change change in changes)
            {
                Volatile.Write(ref begun, begun + 1);
                change.Apply(shared);
                if (change.ShowsToAll)
                {
                    PlaceOf(answer(shared), begun, () => begun);
                }
            }

            // Before the wait, after which this may be another thread, to which the last changes may show later.
            Assert.Equal(Answers[^1], answer(shared));
        }
        finally
        {
            Volatile.Write(ref done, true);
            await Task.WhenAll(readers);
        }
    }

    /// <summary>The number of changes after which there was this answer.</summary>
    /// <param name="given">The answer.</param>
    /// <param name="least">The least number.</param>
    /// <param name="begun">The greatest number.</param>
    public int PlaceOf(double[] given, int least, Func<int> begun)
    {
        int most = begun();
        for (int version = least; version <= most; version++)
        {
            if (given.AsSpan().SequenceEqual(Answers[version]))
            {
                return version;
            }
        }

        throw new InvalidOperationException($"The answer is that of none of the versions {least} to {most}.");
    }

    private static double[][] Replayed(T sequential, IReadOnlyList<Change> changes, Func<T, double[]> answer)
    {
        List<double[]> answers = [answer(sequential)];
        foreach (Change change in changes)
        {
            change.Apply(sequential);
            answers.Add(answer(sequential));
        }

        return [.. answers];
    }

    /// <summary>A change.</summary>
    /// <param name="Apply">Makes the change.</param>
    /// <param name="ShowsToAll">Whether it shows in the next answer: something was forgotten, or an item has changed.</param>
    internal sealed record Change(Action<T> Apply, bool ShowsToAll);
}
