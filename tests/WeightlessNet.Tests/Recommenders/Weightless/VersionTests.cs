using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>
/// Every answer is the answer after some number of the changes that one thread makes, one after the other: not more than were begun when
/// the answer came, and never fewer than in an earlier answer of the same thread.
/// </summary>
public sealed class VersionTests
{
    private const int Asked = 40;
    private const int Changes = 1500;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 200).Select(i => ((string[])[$"genre {i % 7}", $"genre {i % 3}"], (double?)(1950 + (i % 60))))]);

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public async Task An_answer_is_that_of_one_version_and_versions_do_not_go_back(WeightlessReading reading)
    {
        Change[] history = History();
        double[][] expected = Replayed(reading, history);
        WeightlessRecommender shared = Begun(reading);
        int begun = 0;
        bool done = false;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int least = 0;
                while (!Volatile.Read(ref done))
                {
                    least = PlaceOf(Answer(shared), expected, least, () => Volatile.Read(ref begun));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        try
        {
            foreach (Change change in history)
            {
                Volatile.Write(ref begun, begun + 1);
                change.Apply(shared);
                if (change.IsForgotten)
                {
                    // What is forgotten does not show in the next answer.
                    PlaceOf(Answer(shared), expected, begun, () => begun);
                }
            }

            // Before the wait, after which this may be another thread, to which the last changes may show later.
            Assert.Equal(expected[^1], Answer(shared));
        }
        finally
        {
            Volatile.Write(ref done, true);
            await Task.WhenAll(readers);
        }

    }

    [Fact]
    public void The_checker_finds_an_answer_that_mixes_two_versions()
    {
        Change[] history = History();
        double[][] expected = Replayed(WeightlessReading.Regression, history);
        double[] mixed = [.. expected[0][..100], .. expected[^1][100..]];

        Assert.ThrowsAny<Exception>(() => PlaceOf(mixed, expected, 0, () => history.Length));
        Assert.ThrowsAny<Exception>(() => PlaceOf(expected[0], expected, history.Length, () => history.Length));
    }

    // The scores of one list and of nothing else: they come from one version.
    private static double[] Answer(WeightlessRecommender recommender)
    {
        ScoredItem[] best = new ScoredItem[Films.Count];
        double[] scores = new double[Films.Count];
        foreach (ScoredItem scored in best.AsSpan(0, recommender.Recommend(Asked, best)))
        {
            scores[scored.Item] = scored.Score;
        }

        return scores;
    }

    private static int PlaceOf(double[] answer, double[][] expected, int least, Func<int> begun)
    {
        int most = begun();
        for (int version = least; version <= most; version++)
        {
            if (answer.AsSpan().SequenceEqual(expected[version]))
            {
                return version;
            }
        }

        throw new InvalidOperationException($"The answer is that of none of the versions {least} to {most}.");
    }

    private static double[][] Replayed(WeightlessReading reading, Change[] history)
    {
        WeightlessRecommender sequential = Begun(reading);
        List<double[]> answers = [Answer(sequential)];
        foreach (Change change in history)
        {
            change.Apply(sequential);
            answers.Add(Answer(sequential));
        }

        return [.. answers];
    }

    private static WeightlessRecommender Begun(WeightlessReading reading)
    {
        WeightlessRecommender recommender = new(Films, RatingScale.HalfStars, new WeightlessOptions { Reading = reading, Nodes = 16 });
        for (int item = 0; item < 60; item += 3)
        {
            recommender.Learn(new Rating(Asked, item, 0.5f + (item % 10 * 0.5f)));
        }

        return recommender;
    }

    // Other users learn, rate again and forget; now and then the asked user does, or an item comes, changes or goes.
    private static Change[] History()
    {
        SplitMix64 random = new(5);
        return [.. Enumerable.Range(0, Changes).Select(i => new Change(
            i % 97 == 0 ? Asked : random.Next(30), random.Next(Films.Count), 0.5f + (0.5f * random.Next(10)), random.Next(40)))];
    }

    private sealed record Change(int User, int Item, float Value, int Kind)
    {
        public bool IsForgotten => Kind < 6;

        public void Apply(WeightlessRecommender recommender)
        {
            switch (Kind)
            {
                case < 6:
                    recommender.Forget(User, Item);
                    break;
                case 6:
                    recommender.UpdateItem(Item, Films.PatternOf((Item * 7) % Films.Count));
                    break;
                case 7:
                    recommender.RemoveItem(Item);
                    break;
                case 8 when User == Asked:
                    recommender.SetRecency(User, Item % 2 == 0 ? UserRecency.FollowDrift : UserRecency.AsConfigured);
                    break;
                default:
                    recommender.Learn(new Rating(User, Item, Value, Item));
                    break;
            }
        }
    }
}
