using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>What protocols offer: the data's scale, a choice of baselines, threads, own recommenders and own splits.</summary>
public class ProtocolOptionsTests
{
    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, 0.5f + (0.5f * (i * 7 % 10)), i))];

    private static readonly Dictionary<string, Runner> Runners = new()
    {
        ["k-fold"] = (ratings, candidates, threads, baselines, progress) => new KFoldProtocol(
            new() { Folds = 3, MaxDegreeOfParallelism = threads, Baselines = baselines ?? new KFoldOptions().Baselines })
            .Run(ratings, candidates, progress),
        ["hold-out"] = (ratings, candidates, threads, baselines, progress) => new HoldOutProtocol(
            new() { MaxDegreeOfParallelism = threads, Baselines = baselines ?? new HoldOutOptions().Baselines })
            .Run(ratings, candidates, progress),
        ["prequential"] = (ratings, candidates, threads, baselines, progress) => new PrequentialProtocol(
            new() { MaxDegreeOfParallelism = threads, Baselines = baselines ?? new PrequentialOptions().Baselines })
            .Run(ratings, candidates, progress),
        ["cold start"] = (ratings, candidates, threads, baselines, progress) => new ColdStartProtocol(
            new()
            {
                Groups = 2,
                KnownRatings = [0, 1, 4],
                MaxDegreeOfParallelism = threads,
                Baselines = baselines ?? new ColdStartOptions().Baselines,
            })
            .Run(ratings, candidates, progress),
        ["taste change"] = (ratings, candidates, threads, baselines, progress) => new TasteChangeProtocol(
            new()
            {
                HistoryRatings = 2,
                RatingsBefore = 3,
                RatingsAfter = 5,
                MaxDegreeOfParallelism = threads,
                Baselines = baselines ?? new TasteChangeOptions().Baselines,
            })
            .Run(ratings, candidates, progress),
        ["ranking"] = (ratings, candidates, threads, baselines, progress) => new RankingProtocol(
            new() { RelevantFrom = 2, MaxDegreeOfParallelism = threads, Baselines = baselines ?? new RankingOptions().Baselines })
            .Run(ratings, candidates, progress),
    };

    private delegate IEvaluationReport Runner(
        Rating[] ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        int threads,
        IReadOnlyList<string>? baselines = null,
        IProgress<EvaluationProgress>? progress = null);

    public static TheoryData<string> Names => [.. Runners.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Figures_do_not_depend_on_the_number_of_threads(string protocol)
    {
        RecommenderCandidate[] candidates =
        [
            new("a", scale => new BiasRecommender(10, scale)),
            new("b", scale => new PopularityRecommender(10, scale)),
            new("c", 10, train => (user, item) => train.Count(rating => rating.Item == item)),
        ];
        string[] files = Files(Runners[protocol](Ratings, candidates, 1));

        foreach (int threads in (int[])[2, 16])
        {
            ProgressLog log = new();
            Assert.Equal(files, Files(Runners[protocol](Ratings, candidates, threads, progress: log)));
            log.AssertRisesToOne();
        }
    }

    [Fact]
    public void Parts_run_at_the_same_time()
    {
        using Barrier barrier = new(2);
        RecommenderCandidate[] candidates =
        [
            .. ((string[])["a", "b"]).Select(name => new RecommenderCandidate(name, 10, train =>
            {
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(10)), "The other candidate does not train meanwhile.");
                return (_, _) => 3;
            })),
        ];

        new HoldOutProtocol(new() { MaxDegreeOfParallelism = 2, Baselines = [] }).Run(Ratings, candidates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_first_candidate_that_fails_is_named_whatever_the_number_of_threads(int threads)
    {
        RecommenderCandidate[] candidates =
        [
            new("fine", 10, train => (_, _) => 3),
            new("slow", 10, train =>
            {
                Thread.Sleep(threads == 1 ? 0 : 100);
                return (_, _) => double.NaN;
            }),
            new("quick", 10, train => (_, _) => double.NaN),
        ];

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(
            () => new HoldOutProtocol(new() { MaxDegreeOfParallelism = threads }).Run(Ratings, candidates));
        Assert.Contains("'slow'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Baselines_are_chosen_by_name(string protocol)
    {
        RecommenderCandidate[] own =
        [
            new("mine", scale => new PopularityRecommender(10, scale)),
            new("theirs", scale => new BiasRecommender(10, scale)) { Kind = ResultKind.Baseline },
        ];

        Assert.Equal(["mine,candidate", "theirs,baseline"], NamesIn(Runners[protocol](Ratings, own, 1, [])));
        Assert.Equal(
            ["mine,candidate", "theirs,baseline", $"{PlainBaselines.BiasName},baseline"],
            NamesIn(Runners[protocol](Ratings, own, 1, [PlainBaselines.BiasName])));
        ArgumentException unknown = Assert.Throws<ArgumentException>("Baselines", () => Runners[protocol](Ratings, own, 1, ["mean"]));
        Assert.Contains(PlainBaselines.BiasName, unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            "Baselines", () => Runners[protocol](Ratings, own, 1, [PlainBaselines.BiasName, PlainBaselines.BiasName]));
        Assert.Throws<ArgumentNullException>("Baselines", () => new KFoldOptions { Baselines = null! });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => Runners[protocol](Ratings, own, 0));
    }

    [Theory]
    [InlineData(new float[] { 1, 4, 5 }, 1, 5, 1)]
    [InlineData(new float[] { 2, 3 }, 1, 5, 1)]
    [InlineData(new float[] { 1, 4.5f }, 0.5, 5, 0.5)]
    [InlineData(new float[] { 0, 1 }, 0, 1, 1)]
    [InlineData(new float[] { 0, 40, 100 }, 0, 100, 20)]
    [InlineData(new float[] { -10, 9.75f, 10 }, -10, 10, 0.25)]
    [InlineData(new float[] { 1, 1 }, 0, 1, 1)]
    [InlineData(new float[] { 0, 0 }, 0, 1, 1)]
    [InlineData(new float[] { -2, -2 }, -2, 0, 2)]
    [InlineData(new float[] { 0, 1 / 3f, 1 }, 0, 1, 0.001)]
    [InlineData(new float[] { 3, 100_003, 7 }, 3, 100_003, 100)]
    public void The_scale_is_that_of_the_data(float[] values, double minimum, double maximum, double step)
    {
        Rating[] ratings = [.. values.SelectMany((value, i) => (Rating[])[new(0, i, value), new(1, i, value)])];
        RatingScale received = default;
        RecommenderCandidate candidate = new("mine", scale =>
        {
            received = scale;
            return new BiasRecommender(values.Length, scale);
        });

        KFoldReport report = new KFoldProtocol(new() { Folds = 2 }).Run(ratings, [candidate]);

        Assert.Equal(new RatingScale((float)minimum, (float)maximum, (float)step), report.Scale);
        Assert.Equal(report.Scale, received);
        Assert.Equal(
            RatingScale.HalfStars,
            new KFoldProtocol(new() { Folds = 2, Scale = RatingScale.HalfStars })
                .Run([new(0, 0, 3), new(0, 1, 4)], [candidate]).Scale);
    }

    [Fact]
    public void Events_that_all_count_one_can_be_ranked()
    {
        Rating[] views = [.. Ratings.Where((_, i) => i % 4 != 0).Select(rating => rating with { Value = 1 })];

        RankingReport report = new RankingProtocol().Run(views, [new("popular", scale => new PopularityRecommender(10, scale))]);

        Assert.Equal(1, report.RelevantFrom);
        Assert.InRange(report["popular"].Ndcg, 0.01, 1);
    }

    [Fact]
    public void A_recommender_that_does_not_know_what_was_rated_is_told_what_to_leave_out()
    {
        RecommenderCandidate forgetful = new("forgetful", scale => new Forgetful(scale));
        RecommenderCandidate function = new("function", 10, train => (_, item) => -item);
        RecommenderCandidate mindful = new Spies((_, item) => 5 - (item / 10.0), 10).Named("mindful");

        RankingReport report = new RankingProtocol(new() { RelevantFrom = 2 }).Run(Ratings, [forgetful, function, mindful]);

        Assert.NotEmpty(report["mindful"].Lists[0].UserNdcg);
        Assert.Equal(report["mindful"].Lists[0].UserNdcg, report["forgetful"].Lists[0].UserNdcg);
        Assert.Equal(report["mindful"].Lists[0].UserNdcg, report["function"].Lists[0].UserNdcg);
    }

    [Fact]
    public void A_function_predicts_what_it_learned_of_the_training_ratings()
    {
        RecommenderCandidate mine = new("mine", 10, train =>
        {
            double mean = train.Count == 0 ? 3.5 : train.Average(rating => (double)rating.Value);
            return (_, _) => mean;
        });
        RecommenderCandidate high = new("high", 10, train => (_, _) => 1000);
        RatingSplit split = RatingSplit.Where(rating => rating.Item == 3, "the fourth item");

        HoldOutReport report = new HoldOutProtocol(new() { Split = split }).Run(Ratings, [mine, high]);

        Rating[] train = [.. Ratings.Where(rating => rating.Item != 3)];
        double mean = train.Average(rating => (double)rating.Value);
        double[] heldOut = [.. Ratings.Where(rating => rating.Item == 3).Select(rating => (double)rating.Value)];
        Assert.Equal((train.Length, heldOut.Length), (report.TrainCount, report.TestCount));
        Assert.Equal(heldOut.Average(value => Math.Abs(value - mean)), report["mine"].Mae, 12);
        Assert.Equal(heldOut.Average(value => 5 - value), report["high"].Mae, 12);
        Assert.Contains("the fourth item", report.ToString(), StringComparison.Ordinal);

        // In a stream it learns again after each rating, which replaces an earlier one of the item.
        Rating[] stream = [new(0, 0, 1, 1), new(0, 0, 5, 2), new(0, 1, 4, 3)];
        Assert.Equal((2.5 + 1) / 2, new PrequentialProtocol().Run(stream, [mine])["mine"].Mae);
    }

    [Fact]
    public void Invalid_functions_and_conditions_are_refused()
    {
        Assert.Throws<ArgumentNullException>("train", () => new RecommenderCandidate("a", 1, null!));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => new RecommenderCandidate("a", 0, train => (_, _) => 1));
        Assert.Throws<ArgumentNullException>("isHeldOut", () => RatingSplit.Where(null!));
        Assert.Throws<ArgumentException>("description", () => RatingSplit.Where(rating => true, " "));
        Assert.Throws<ArgumentOutOfRangeException>(
            "Kind", () => new RecommenderCandidate("a", 1, train => (_, _) => 1) { Kind = (ResultKind)2 });
        Assert.Throws<InvalidOperationException>(
            () => new HoldOutProtocol().Run(Ratings, [new RecommenderCandidate("a", 10, train => null!)]));
    }

    private static string[] NamesIn(IEvaluationReport report) =>
    [
        .. Files(report)[0].Split('\n')[1..^1].Select(line => line.Split(','))
            .Select(cells => $"{cells[0]},{cells.Single(cell => cell is "candidate" or "baseline")}"),
    ];

    private static string[] Files(IEvaluationReport report) =>
    [
        .. report.ToTables().Select(table =>
        {
            using StringWriter writer = new();
            table.WriteCsv(writer);
            return writer.ToString();
        }),
    ];

    /// <summary>Ranks items by id and learns nothing, so it leaves out only what it is told.</summary>
    private sealed class Forgetful(RatingScale scale) : IRecommender
    {
        public int ItemCount => 10;

        public RatingScale Scale => scale;

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => 3;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
        {
            int count = 0;
            for (int item = 0; item < ItemCount && count < destination.Length; item++)
            {
                if (!excluded.Contains(item))
                {
                    destination[count++] = new ScoredItem(item, -item);
                }
            }

            return count;
        }
    }
}
