using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>What every protocol does with its candidates, ratings, progress and cancellation.</summary>
public class AllProtocolsTests
{
    private static readonly Rating[] FourRatings = [new(0, 0, 3), new(0, 1, 4), new(1, 0, 2), new(1, 1, 2)];

    private static readonly Rating[] SixtyRatings =
        [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, 0.5f + (0.5f * (i * 7 % 10)), i))];

    private static readonly string[] ErrorBaselines =
        [PlainBaselines.BiasName, PlainBaselines.ItemMeanName, PlainBaselines.UserMeanName, PlainBaselines.ConstantName];

    private static readonly string[] RankingBaselines = [PlainBaselines.PopularityName, PlainBaselines.BiasName];

    private static readonly string[] PaperBaselines =
        [PaperProtocol.AlwaysEightName, PaperProtocol.BestConstantName, PaperProtocol.UserMeanName];

    public static TheoryData<string> Names => AllProtocols.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_candidate_list_a_null_and_a_repeated_name_are_refused(string protocol)
    {
        RecommenderCandidate a = new Spies((_, _) => 3, 2).Named("a");
        RecommenderCandidate sameName = new Spies((_, _) => 3, 2).Named("a");

        Assert.Throws<ArgumentNullException>("candidates", () => AllProtocols.Run(protocol, FourRatings, null!));
        Assert.Throws<ArgumentException>("candidates", () => AllProtocols.Run(protocol, FourRatings, []));
        Assert.Throws<ArgumentException>("candidates", () => AllProtocols.Run(protocol, FourRatings, [a, null!]));
        ArgumentException exception =
            Assert.Throws<ArgumentException>("candidates", () => AllProtocols.Run(protocol, FourRatings, [a, sameName]));
        Assert.Contains("'a'", exception.Message, StringComparison.Ordinal);
        AllProtocols.Run(protocol, FourRatings, [a]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Invalid_ratings_are_refused_before_a_recommender_is_created(string protocol)
    {
        Rating[][] invalid =
        [
            [.. FourRatings, new(-1, 0, 3)],
            [.. FourRatings, new(0, -1, 3)],
            [.. FourRatings, new(0, 2, 5.5f)],
            [.. FourRatings, new(0, 2, float.NaN)],
            [],
        ];
        Spies spies = new((_, _) => 3);

        Assert.All(
            invalid,
            ratings => Assert.Throws<ArgumentException>(nameof(ratings), () => AllProtocols.Run(protocol, ratings, [spies.Named("a")])));
        Assert.Empty(spies.Made);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_candidate_whose_prediction_is_not_finite_is_named(string protocol)
    {
        foreach (double prediction in new[] { double.NaN, double.PositiveInfinity })
        {
            RecommenderCandidate broken = new Spies((_, _) => prediction, 2).Named("broken");

            InvalidOperationException exception =
                Assert.Throws<InvalidOperationException>(() => AllProtocols.Run(protocol, FourRatings, [broken]));
            Assert.Contains("'broken'", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Baselines_are_added_to_the_candidates(string protocol)
    {
        (string Name, ResultKind Kind)[] results =
            AllProtocols.Run(protocol, SixtyRatings, [new Spies((_, _) => 3, 10).Named("mine")]);

        (string, ResultKind)[] candidate = [("mine", ResultKind.Candidate)];
        (string, ResultKind)[] baselines = [.. BaselinesOf(protocol).Select(name => (name, ResultKind.Baseline))];
        Assert.Equal(protocol == AllProtocols.Paper ? [.. baselines, .. candidate] : [.. candidate, .. baselines], results);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_candidate_with_the_name_of_a_plain_baseline_replaces_it(string protocol)
    {
        foreach (string name in BaselinesOf(protocol))
        {
            Spies spies = new((_, _) => 3, 10);
            if (protocol == AllProtocols.Paper)
            {
                Assert.Throws<ArgumentException>(
                    "candidates", () => AllProtocols.Run(protocol, SixtyRatings, [spies.Named(name)]));
                continue;
            }

            (string, ResultKind)[] others =
                [.. BaselinesOf(protocol).Where(other => other != name).Select(other => (other, ResultKind.Baseline))];
            Assert.Equal([(name, ResultKind.Candidate), .. others], AllProtocols.Run(protocol, SixtyRatings, [spies.Named(name)]));
            Assert.NotEmpty(spies.Made);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Progress_rises_to_one(string protocol)
    {
        ProgressLog log = new();
        RecommenderCandidate spy = new Spies((_, _) => 3, 10).Named("spy");
        RecommenderCandidate second = protocol == AllProtocols.Ranking
            ? new Spies((_, _) => 4, 10).Named("second")
            : new("second", scale => new BatchSpyRecommender(scale));
        AllProtocols.Run(protocol, SixtyRatings, [spy, second], log);

        log.AssertRisesToOne();
        Assert.Equal(["spy", "second"], log.Reports.Select(report => report.Name).Distinct().Take(2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Canceling_stops_the_evaluation_before_the_next_prediction(string protocol)
    {
        using CancellationTokenSource source = new();
        Spies spies = new(
            (_, _) =>
            {
                source.Cancel();
                return 3;
            },
            10);

        Assert.Throws<OperationCanceledException>(
            () => AllProtocols.Run(protocol, SixtyRatings, [spies.Named("spy")], null, source.Token));
        SpyRecommender spy = Assert.Single(spies.Made);
        Assert.Equal(1, spy.Predicted.Count() + spy.Rankings.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Canceling_stops_training(string protocol)
    {
        using CancellationTokenSource source = new();
        int learned = 0;
        Spies spies = new((_, _) => 3, 10, () =>
        {
            if (++learned == 2)
            {
                source.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(
            () => AllProtocols.Run(protocol, SixtyRatings, [spies.Named("spy")], null, source.Token));
        Assert.Equal(2, learned);
    }

    private static string[] BaselinesOf(string protocol) => protocol switch
    {
        AllProtocols.Ranking => RankingBaselines,
        AllProtocols.Paper => PaperBaselines,
        _ => ErrorBaselines,
    };
}
