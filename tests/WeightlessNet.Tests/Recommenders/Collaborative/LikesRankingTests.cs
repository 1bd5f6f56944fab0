using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>
/// What the recommenders from likes reach on MovieLens (ml-latest-small): a random fifth of each user's ratings held out, relevant from
/// 4 stars on, all items ranked that the user has not rated in training. The lower bounds lie a little below what was measured.
/// </summary>
public class LikesRankingTests
{
    private const string Folder = "ml-latest-small";

    [RealDataFact(Folder)]
    public void Implicit_factorization_ranks_well() =>
        Assert.InRange(Ndcg((items, scale) => new ImplicitFactorizationRecommender(items, scale)), 0.295, 0.32);

    [RealDataFact(Folder)]
    public void Ease_ranks_a_little_better() =>
        Assert.InRange(
            Ndcg((items, scale) => new EaseRecommender(items, scale, new EaseOptions { MaximumItems = 1000 })), 0.30, 0.32);

    [RealDataFact(Folder)]
    public void Popularity_ranks_worse() =>
        Assert.InRange(Ndcg((items, scale) => new PopularityRecommender(items, scale)), 0.14, 0.18);

    [RealDataFact(Folder)]
    public void A_personal_layer_ranks_better_than_the_central_model_below_it()
    {
        RatingDataset dataset = MovieLensReader.Read(RealData.PathOf(Folder));
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<Movie>()
                .MultiHot("genre", movie => movie.Genres)
                .QuantileThermometer("year", movie => movie.Year, 8)
                .Fit(dataset.Movies),
            dataset.Movies);
        RankingReport report = new RankingProtocol().Run(
            dataset.Ratings.ToArray(),
            [
                new RecommenderCandidate("central", scale => new EaseRecommender(catalog.Count, scale)),
                new RecommenderCandidate("factorization", scale => new ImplicitFactorizationRecommender(catalog.Count, scale)),
                new RecommenderCandidate("hybrid", scale => new WeightlessRankingRecommender(catalog, scale)),
                new RecommenderCandidate("personal", scale => new WeightlessRankingRecommender(catalog, scale, null, [])),
                new RecommenderCandidate("popularity", scale => new PopularityRecommender(catalog.Count, scale)),
            ]);
        double[] ndcg = [.. report.Results.Select(result => result.Lists[0].Ndcg)];

        Assert.InRange(ndcg[2], 0.325, 0.36);
        Assert.InRange(ndcg[2] / Math.Max(ndcg[0], ndcg[1]), 1.04, 1.15);
        Assert.True(ndcg[3] > 1.5 * ndcg[4], $"{ndcg[3]} is not well above {ndcg[4]}");
    }

    private static double Ndcg(Func<int, RatingScale, IRecommender> create)
    {
        RatingDataset dataset = MovieLensReader.Read(RealData.PathOf(Folder));
        RankingReport report = new RankingProtocol().Run(
            dataset.Ratings.ToArray(), [new RecommenderCandidate("candidate", scale => create(dataset.Movies.Count, scale))]);
        return report.Results[0].Lists[0].Ndcg;
    }
}
