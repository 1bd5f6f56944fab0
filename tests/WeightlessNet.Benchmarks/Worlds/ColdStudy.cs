using System.Globalization;
using System.Text;
using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The error for users of whom few ratings are known.</summary>
internal sealed class ColdStudy(WorldsCommand command) : IStudy
{
    private static readonly int[] KnownRatings = [0, 1, 2, 5, 10];

    // Each model is trained 25 times.
    private const int MostRatings = 200_000;

    public bool Suits(World world) => world is { HasRatings: true, IsVariant: false } && world.Ratings.Length <= MostRatings;

    public string Run(World world)
    {
        ColdStartOptions options = new() { KnownRatings = KnownRatings, Scale = world.Scale, Seed = 1 };
        IReadOnlyList<WorldModel> models = command.Chosen(WorldModels.ForRatings);
        ColdStartReport report = new ColdStartProtocol(options)
            .Run(world.Ratings, [.. models.Select(model => model.For(world, (_, _) => { }))]);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"RMSE by known ratings, {report.UserCount} users, {report.TestCount} test ratings:");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| model | {string.Join(" | ", KnownRatings)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| --- | {string.Join(" | ", KnownRatings.Select(_ => "---"))} |");
        foreach (WorldModel model in models)
        {
            ColdStartResult result = report.Results.Single(result => result.Name == model.Name);
            IEnumerable<string> errors = result.ByKnownRatings.Select(point => point.Rmse.ToString("F4", CultureInfo.InvariantCulture));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {model.Name} | {string.Join(" | ", errors)} |");
        }

        return text.ToString();
    }
}
