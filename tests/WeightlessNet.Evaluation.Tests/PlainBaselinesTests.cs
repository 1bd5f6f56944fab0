using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class PlainBaselinesTests
{
    private static readonly string[] ForErrors =
        [PlainBaselines.BiasName, PlainBaselines.ItemMeanName, PlainBaselines.UserMeanName, PlainBaselines.ConstantName];

    private static readonly string[] ForRanking = [PlainBaselines.PopularityName, PlainBaselines.BiasName];

    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, 0.5f + (0.5f * (i * 7 % 10)), i))];

    /// <summary>Each protocol: the systems of its report with their kinds, and those that stand behind the candidates.</summary>
    private static readonly (Func<RecommenderCandidate, (string System, SystemKind Kind)[]> Run, string[] Baselines)[] Protocols =
    [
        (a => [.. new KFoldProtocol().Run(Ratings, [a]).Results.Select(row => (row.System, row.Kind))], ForErrors),
        (a => [.. new PrequentialProtocol().Run(Ratings, [a]).Results.Select(row => (row.System, row.Kind))], ForErrors),
        (a => [.. new HoldOutProtocol().Run(Ratings, [a]).Results.Select(row => (row.System, row.Kind))], ForErrors),
        (a => [.. new ColdStartProtocol(new() { KnownRatings = [1], Groups = 2 }).Run(Ratings, [a]).Results
            .Select(row => (row.System, row.Kind))], ForErrors),
        (a => [.. new TasteChangeProtocol(new() { HistoryRatings = 1, RatingsBefore = 2, RatingsAfter = 2 }).Run(Ratings, [a]).Results
            .Select(row => (row.System, row.Kind))], ForErrors),
        (a => [.. new RankingProtocol().Run(Ratings, [a]).Results.Select(row => (row.System, row.Kind))], ForRanking),
    ];

    [Fact]
    public void Every_report_has_the_plain_baselines_behind_the_candidates()
    {
        foreach (var (run, baselines) in Protocols)
        {
            (string, SystemKind)[] rows = run(new Spies((_, _) => 3, 10).Named("mine"));

            Assert.Equal([("mine", SystemKind.Candidate), .. baselines.Select(name => (name, SystemKind.Baseline))], rows);
        }
    }

    [Fact]
    public void A_candidate_of_the_name_of_a_baseline_takes_its_place()
    {
        foreach (var (run, baselines) in Protocols)
        {
            foreach (string name in baselines)
            {
                Spies spies = new((_, _) => 3, 10);
                (string, SystemKind)[] rows = run(spies.Named(name));

                Assert.Equal(
                    [(name, SystemKind.Candidate), .. baselines.Where(other => other != name).Select(other => (other, SystemKind.Baseline))],
                    rows);
                Assert.NotEmpty(spies.Made);
            }
        }
    }

    [Fact]
    public void Baselines_answer_as_the_recommenders_do_that_they_are_named_after()
    {
        RecommenderCandidate[] recommenders =
        [
            new("a", scale => new BiasRecommender(10, scale)),
            new("b", scale => new PopularityRecommender(10, scale)),
            new("c", scale => new UserMeanRecommender(10, scale)),
            new("d", scale => new ConstantRecommender(10, scale, 3.5)),
        ];
        IReadOnlyList<KFoldResult> errors = new KFoldProtocol().Run(Ratings, recommenders).Results;
        IReadOnlyList<RankingResult> ranks = new RankingProtocol().Run(Ratings, recommenders[..2]).Results;

        Assert.Equal(8, errors.Count);
        Assert.Equal(errors.Take(4).Select(row => row.Rmse), errors.Skip(4).Select(row => row.Rmse));
        Assert.Equal(4, errors.Take(4).Select(row => row.Rmse).Distinct().Count());
        Assert.Equal([ranks[1].Lists[0].Ndcg, ranks[0].Lists[0].Ndcg], ranks.Skip(2).Select(row => row.Lists[0].Ndcg));
        Assert.NotEqual(ranks[0].Lists[0].Ndcg, ranks[1].Lists[0].Ndcg);
    }

    [Theory]
    [InlineData(0.5f, 5f, 0.5f, 3.5)]
    [InlineData(1f, 5f, 1f, 4)]
    [InlineData(0f, 1f, 1f, 1)]
    [InlineData(-10f, 10f, 5f, 5)]
    public void The_constant_is_the_level_nearest_to_two_thirds_of_the_scale(float minimum, float maximum, float step, double constant)
    {
        Rating[] ratings = [new(0, 0, maximum), new(0, 1, maximum), new(1, 0, maximum)];
        KFoldReport report = new KFoldProtocol(new KFoldOptions { Folds = 2, Scale = new RatingScale(minimum, maximum, step) })
            .Run(ratings, [new Spies((_, _) => maximum).Named("sure")]);

        Assert.Equal(maximum - constant, Assert.Single(report.Results, row => row.System == PlainBaselines.ConstantName).Mae);
    }
}
