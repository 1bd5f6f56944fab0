using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The error when each rating, in order of time, is predicted and then learned. There is nothing random in it.</summary>
internal sealed class PrequentialStudy(WorldsCommand command) : IStudy
{
    private const double Tie = 0.0005;

    public bool Suits(World world) => world is { HasRatings: true, HasTimes: true, IsVariant: false };

    public string Run(World world)
    {
        var weights = new LearnedWeights();
        IReadOnlyList<WorldModel> models = command.Chosen(WorldModels.ForStreams);
        PrequentialReport report = new PrequentialProtocol(new PrequentialOptions { Scale = world.Scale })
            .Run(world.Ratings, [.. models.Select(model => model.For(world, weights.Remember))]);

        // Hybrids are compared with their parts, so these count as central here.
        List<SeedFigures> figures = [];
        foreach (WorldModel model in models)
        {
            PrequentialResult result = report.Results.Single(result => result.Name == model.Name);
            figures.Add(new SeedFigures(model.Name, model.Role == ModelRole.Personal ? ModelRole.Personal : ModelRole.Central));
            figures[^1].Add(result.Rmse, result.LearnNanoseconds * report.RatingCount / 1e9, []);
        }

        return ComparisonTable.Of("prequential RMSE", Direction.LowerIsBetter, Tie, figures) + "\n" + string.Join('\n', weights.Lines());
    }
}
