using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class PlainBaselinesTests
{
    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, 0.5f + (0.5f * (i * 7 % 10)), i))];

    [Fact]
    public void Baselines_predict_and_rank_like_the_recommenders_they_are_named_after()
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

        Assert.Equal(maximum - constant, Assert.Single(report.Results, row => row.Name == PlainBaselines.ConstantName).Mae);
    }
}
