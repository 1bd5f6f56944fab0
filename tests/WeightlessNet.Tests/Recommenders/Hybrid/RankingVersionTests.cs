using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>
/// Every answer of a ranking is the answer after some number of the changes that one thread makes, one after the other: not more than were
/// begun when the answer came, and never fewer than in an earlier answer of the same thread.
/// </summary>
public sealed class RankingVersionTests
{
    private const int Asked = 40;
    private const int Changes = 1200;
    private const int Items = 150;

    private static readonly ItemCatalog[] Catalogs =
        [WeightlessRankingRecommenderTests.CatalogOf(Items), WeightlessRankingRecommenderTests.CatalogOf(Items, levels: 7)];

    private static readonly EaseRecommender Central = FittedEase();

    [Fact]
    public async Task An_answer_is_that_of_one_version_and_versions_do_not_go_back()
    {
        Change[] history = History();
        double[][] expected = Replayed(history);
        WeightlessRankingRecommender shared = Begun();
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
                if (change.Kind < 6)
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
    public async Task Many_threads_leave_what_one_thread_would()
    {
        WeightlessRankingRecommender shared = Begun();
        WeightlessRankingRecommender sequential = Begun();
        Change[] history = [.. History().Where(change => change.Kind is < 6 or > 8)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            foreach (Change change in history.Where(change => change.User % 4 == thread))
            {
                change.Apply(shared);
                Answer(shared);
            }
        })));
        Array.ForEach(history, change => change.Apply(sequential));

        Assert.Equal(sequential.RatingCount, shared.RatingCount);
        Assert.Equal(ObservedState.Of(sequential, Asked + 1), ObservedState.Of(shared, Asked + 1));
    }

    // The scores of one list and of nothing else: they come from one version.
    private static double[] Answer(WeightlessRankingRecommender recommender)
    {
        ScoredItem[] best = new ScoredItem[Items];
        double[] scores = new double[Items];
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

    private static double[][] Replayed(Change[] history)
    {
        WeightlessRankingRecommender sequential = Begun();
        List<double[]> answers = [Answer(sequential)];
        foreach (Change change in history)
        {
            change.Apply(sequential);
            answers.Add(Answer(sequential));
        }

        return [.. answers];
    }

    private static WeightlessRankingRecommender Begun()
    {
        WeightlessRankingRecommender recommender = new(Catalogs[0], RatingScale.HalfStars, new() { Nodes = 16 }, [Central]);
        Array.ForEach(Own(), rating => recommender.Learn(rating));
        return recommender;
    }

    private static Rating[] Own() =>
        [.. Enumerable.Range(0, 20).Select(i => new Rating(Asked, 3 * i, 0.5f + (i % 10 * 0.5f)))];

    private static EaseRecommender FittedEase()
    {
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ease.Fit(WeightlessRankingRecommenderTests.OfTastes(40, 0.3, 11));
        return ease;
    }

    // Other users learn, rate again and forget; now and then the asked user does, or items get other bits, or everything is trained again.
    private static Change[] History()
    {
        SplitMix64 random = new(5);
        return [.. Enumerable.Range(0, Changes).Select(i => new Change(
            i % 97 == 0 ? Asked : random.Next(30), random.Next(Items), 0.5f + (0.5f * random.Next(10)), random.Next(80)))];
    }

    private sealed record Change(int User, int Item, float Value, int Kind)
    {
        public void Apply(WeightlessRankingRecommender recommender)
        {
            switch (Kind)
            {
                case < 5:
                    recommender.Forget(User, Item);
                    break;
                case 5:
                    recommender.ForgetUser(User);
                    break;
                case 6 or 7:
                    recommender.Replace(Catalogs[Item % 2], [Central]);
                    break;
                case 8 when Item % 3 == 0:
                    recommender.Fit([.. Own(), new Rating(User, Item, Value)]);
                    break;
                default:
                    recommender.Learn(new Rating(User, Item, Value, Item));
                    break;
            }
        }
    }
}
