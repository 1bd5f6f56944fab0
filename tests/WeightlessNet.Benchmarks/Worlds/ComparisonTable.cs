using System.Globalization;
using System.Text;
using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// Compares models with the best central one: per seed, on average, and per user with an interval. Differences are improvements in
/// percent: above 0 is better, whatever the figure.
/// </summary>
internal static class ComparisonTable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Writes the table in Markdown.</summary>
    /// <param name="figure">The name of the figure.</param>
    /// <param name="direction">Which figures are better.</param>
    /// <param name="tie">Differences up to this, per seed, count as ties.</param>
    /// <param name="models">The models; one of them is central.</param>
    public static string Of(string figure, Direction direction, double tie, IReadOnlyList<SeedFigures> models)
    {
        double sign = direction == Direction.LowerIsBetter ? -1 : 1;
        SeedFigures[] central = [.. models.Where(model => model.Role == ModelRole.Central)];
        SeedFigures? best = central.MaxBy(model => sign * model.Mean);
        var text = new StringBuilder();
        text.AppendLine(
            Culture,
            $"| model | {figure} | per seed | over the best central | 95 % interval, users | better/tie/worse seeds | training s |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (SeedFigures model in models)
        {
            text.Append(Culture, $"| {model.Name} | {model.Mean:F4} | {model.SeedText} | ");
            text.Append(best is null || model == best ? " | | " : Differences(model, best, central, sign, tie));
            text.AppendLine(Culture, $"| {model.FitSeconds / model.BySeed.Count:F1} |");
        }

        return text.ToString();
    }

    private static string Differences(SeedFigures model, SeedFigures best, SeedFigures[] central, double sign, double tie)
    {
        double gain = sign * (model.Mean - best.Mean) / best.Mean;
        double[] bySeed =
        [
            .. model.BySeed.Select((figure, seed) => sign * (figure - (sign * central.Max(other => sign * other.BySeed[seed])))),
        ];
        (int better, int worse) = (bySeed.Count(difference => difference > tie), bySeed.Count(difference => difference < -tie));
        return string.Create(
            Culture,
            $"{gain:+0.00 %;-0.00 %;0} | {Interval(model, best, sign)} | {better}/{bySeed.Length - better - worse}/{worse} ");
    }

    private static string Interval(SeedFigures model, SeedFigures best, double sign)
    {
        UserValue[] users = model.ByUser;
        if (users.Length == 0)
        {
            return "";
        }

        ConfidenceInterval difference = PairedComparison.Of(users, best.ByUser, new BootstrapOptions { Resamples = 2000 }).Difference;
        double mean = best.ByUser.Average(user => user.Value);
        (double one, double other) = (Gain(difference.Lower / mean, sign), Gain(difference.Upper / mean, sign));
        return string.Create(Culture, $"{Math.Min(one, other):+0.00 %;-0.00 %;0} to {Math.Max(one, other):+0.00 %;-0.00 %;0}");
    }

    // The users' parts of an error are squares.
    private static double Gain(double relativeDifference, double sign) =>
        sign > 0 ? relativeDifference : 1 - Math.Sqrt(1 + relativeDifference);
}
