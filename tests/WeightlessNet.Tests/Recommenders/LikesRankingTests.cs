using WeightlessNet.Datasets;
using WeightlessNet.Evaluation;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

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

    private static double Ndcg(Func<int, RatingScale, IRecommender> create)
    {
        RatingDataset dataset = MovieLensReader.Read(RealData.PathOf(Folder));
        RankingReport report = new RankingProtocol().Run(
            dataset.Ratings.ToArray(), [new RecommenderCandidate("candidate", scale => create(dataset.Movies.Count, scale))]);
        return report.Results[0].Lists[0].Ndcg;
    }
}
