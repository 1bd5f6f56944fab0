using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Benchmarks.Worlds.Shop;

/// <summary>The hit rate of ten recommendations in the generated shop as fields are added.</summary>
internal sealed class ShopStudy(WorldsCommand command)
{
    private const double HeldOutShare = 0.2;

    private static readonly string[][] FieldSets =
    [
        .. Enumerable.Range(1, ShopWorld.Fields.Count).Select(count => ShopWorld.Fields.Take(count).ToArray()),
        .. ShopWorld.Fields.Skip(3).Select(field => (string[])["category", "price", field]),
    ];

    public string Run()
    {
        SeedFigures[] figures =
        [
            new SeedFigures(PlainBaselines.PopularityName, ModelRole.Other),
            new SeedFigures("EASE", ModelRole.Central),
            new SeedFigures("iALS", ModelRole.Central),
            .. FieldSets.Select(fields => new SeedFigures(NameOf(fields), ModelRole.Personal)),
        ];
        figures = [.. figures.Where(model => command.Chooses(model.Name))];
        var weights = new LearnedWeights();
        RatingScale scale = new(0, 1, 1);
        for (ulong seed = 1; seed <= command.Seeds; seed++)
        {
            ShopWorld shop = new(seed);
            RankingOptions options = new() { Scale = scale, Split = RatingSplit.RandomPerUser(HeldOutShare, seed) };
            RankingReport report = new RankingProtocol(options).Run(
                shop.Likes, [.. Candidates(shop, weights).Where(candidate => command.Chooses(candidate.Name))]);
            foreach (SeedFigures model in figures)
            {
                RankingResult result = report.Results.Single(result => result.Name == model.Name);
                model.Add(result.Lists[0].HitRate, result.FitSeconds, []);
            }

            WorldsCommand.Note($"seed {seed}", figures);
        }

        return ComparisonTable.Of("hit rate@10", Direction.HigherIsBetter, 0, figures) + "\n" + string.Join('\n', weights.Lines());
    }

    private static RecommenderCandidate[] Candidates(ShopWorld shop, LearnedWeights weights)
    {
        int products = shop.CatalogOf(["category"]).Count;
        return
        [
            new("EASE", scale => new EaseRecommender(products, scale)),
            new("iALS", scale => new ImplicitFactorizationRecommender(products, scale)),
            .. FieldSets.Select(fields => new RecommenderCandidate(
                NameOf(fields), scale => Remembered(NameOf(fields), new WeightlessRankingRecommender(shop.CatalogOf(fields), scale)))),
        ];

        IRecommender Remembered(string name, IRecommender model)
        {
            weights.Remember(name, model);
            return model;
        }
    }

    private static string NameOf(string[] fields) => string.Join(" + ", fields);
}
