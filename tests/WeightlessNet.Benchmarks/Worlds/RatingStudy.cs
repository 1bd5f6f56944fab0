using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The error of rating predictions after one training on random four fifths of the ratings, for several seeds.</summary>
internal sealed class RatingStudy(WorldsCommand command) : IStudy
{
    private const double Tie = 0.0005;
    private const int Folds = 5;

    public bool Suits(World world) => world.HasRatings;

    public string Run(World world)
    {
        var weights = new LearnedWeights();
        RecommenderCandidate[] candidates =
            [.. command.Chosen(WorldModels.ForRatings).Select(model => model.For(world, weights.Remember))];
        SeedFigures[] figures = [.. command.Chosen(WorldModels.ForRatings).Select(model => new SeedFigures(model.Name, model.Role))];
        for (ulong seed = 1; seed <= command.Seeds; seed++)
        {
            HoldOutOptions options = new() { Scale = world.Scale, Split = RandomParts.Of(world.Ratings, seed) };
            Rating[] heldOut = options.Split.Divide(world.Ratings).HeldOut.ToArray();
            Dictionary<int, int> tested = heldOut.CountBy(rating => rating.User).ToDictionary();
            HoldOutReport report = new HoldOutProtocol(options).Run(world.Ratings, candidates);
            foreach (SeedFigures model in figures)
            {
                HoldOutResult result = report.Results.Single(result => result.Name == model.Name);
                model.Add(
                    result.Rmse,
                    result.FitSeconds,
                    result.UserRmse.Select(user => user with { Value = user.Value * user.Value * tested[user.User] }));
            }

            WorldsCommand.Note($"{world.Name}, seed {seed}", figures);
        }

        string text = ComparisonTable.Of("RMSE", Direction.LowerIsBetter, Tie, figures) + "\n" + string.Join('\n', weights.Lines());
        return command.WithFolds(world) ? text + "\n\n" + RunFolds(world, candidates) : text;
    }

    private string RunFolds(World world, RecommenderCandidate[] candidates)
    {
        KFoldReport report = new KFoldProtocol(new KFoldOptions { Folds = Folds, Scale = world.Scale, Seed = 1 })
            .Run(world.Ratings, candidates);
        SeedFigures[] figures = [.. command.Chosen(WorldModels.ForRatings).Select(model => new SeedFigures(model.Name, model.Role))];
        foreach (SeedFigures model in figures)
        {
            foreach (FoldResult fold in report.Results.Single(result => result.Name == model.Name).Folds)
            {
                model.Add(fold.Rmse, fold.FitSeconds, []);
            }
        }

        return $"{Folds} folds in place of seeds:\n\n" + ComparisonTable.Of("RMSE", Direction.LowerIsBetter, Tie, figures);
    }
}
