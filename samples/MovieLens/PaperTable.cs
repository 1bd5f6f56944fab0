using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>The report of the paper's protocol as a table.</summary>
internal static class PaperTable
{
    public static void Write(IAnsiConsole console, PaperReport report)
    {
        IReadOnlyList<int> reviews = report.Options.ReviewsPerUser;
        Table table = ReportConsole.BeginTable(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"paper: accuracy within 2 of 10 half stars, by reviews per user ({100 * report.Options.TrainShare:0} % train), "
                + $"{report.Options.Users} users, {report.Options.Repetitions} repetitions"),
            ["system", .. reviews.Select(number => number.ToString(CultureInfo.InvariantCulture)), "train s", "predict s"]);
        var cells = report.Summaries.ToDictionary(summary => (summary.System, summary.ReviewsPerUser), summary => summary.MeanAccuracy);
        var best = reviews.ToDictionary(
            number => number,
            number => report.Summaries.Where(summary => summary.ReviewsPerUser == number).Max(summary => summary.MeanAccuracy.Mean));
        foreach (var system in report.Results.GroupBy(result => result.System).OrderByDescending(rows => rows.First().Kind == SystemKind.Candidate))
        {
            table.AddRow(
            [
                ReportConsole.Cell(system.Key, isBest: false),
                .. reviews.Select(number => CellOf(cells[(system.Key, number)], best[number])),
                ReportConsole.Cell(SecondsOf(system.Sum(result => result.FitSeconds)), isBest: false),
                ReportConsole.Cell(SecondsOf(system.Sum(result => result.PredictSeconds)), isBest: false),
            ]);
        }

        console.Write(table);
        console.WriteLine("* best. ± is the standard deviation over the repetitions. Mind the constants: so wide a tolerance is kind to them.");
        console.WriteLine("The first row and the user's best constant aim at the tolerance; the others answer with the expected rating.");
        if (report.Options.Users < new PaperOptions().Users || reviews.Count < new PaperOptions().ReviewsPerUser.Count)
        {
            console.WriteLine("The paper samples 100 users and goes up to 100 reviews each; this data has too few users with so many.");
        }

        console.WriteLine();
    }

    private static Markup CellOf(Spread accuracy, double best) =>
        ReportConsole.Cell(Figures.Share(accuracy.Mean) + " ±" + Figures.Share(accuracy.StandardDeviation), accuracy.Mean == best);

    private static string SecondsOf(double? seconds) => seconds is > 0 ? Figures.Seconds(seconds.Value) : "-";
}
