using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>NDCG@10 of rankings of all unseen items, with a random fifth of each user's ratings held out, for several seeds.</summary>
internal sealed class RankingStudy(WorldsCommand command) : IStudy
{
    private const double HeldOutShare = 0.2;

    public bool Suits(World world) => world is { HasPopularity: true, IsVariant: false };

    public string Run(World world)
    {
        var weights = new LearnedWeights();
        IReadOnlyList<WorldModel> models = command.Chosen(WorldModels.ForRankings);
        RecommenderCandidate[] candidates = [.. models.Select(model => model.For(world, weights.Remember))];
        SeedFigures[] figures =
        [
            new SeedFigures(PlainBaselines.PopularityName, ModelRole.Other),
            .. models.Select(model => new SeedFigures(model.Name, model.Role)),
        ];
        for (ulong seed = 1; seed <= command.Seeds; seed++)
        {
            RankingOptions options = new() { Scale = world.Scale, Split = RatingSplit.RandomPerUser(HeldOutShare, seed) };
            RankingReport report = new RankingProtocol(options).Run(world.Ratings, candidates);
            foreach (SeedFigures model in figures)
            {
                RankingResult result = report.Results.Single(result => result.Name == model.Name);
                model.Add(result.Lists[0].Ndcg, result.FitSeconds, result.Lists[0].UserNdcg);
            }

            WorldsCommand.Note($"{world.Name}, seed {seed}", figures);
        }

        return ComparisonTable.Of("NDCG@10", Direction.HigherIsBetter, 0, figures) + "\n" + string.Join('\n', weights.Lines());
    }
}
