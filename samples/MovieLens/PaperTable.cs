using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper;

namespace MovieLensSample;

/// <summary>The report of the paper's protocol as a table.</summary>
internal static class PaperTable
{
    public static void Write(IAnsiConsole console, PaperReport report)
    {
        PaperOptions options = report.Options;
        IReadOnlyList<int> reviews = options.ReviewsPerUser;
        bool isWide = ReportConsole.IsWide(console);
        Table table = ReportConsole.BeginTable(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"paper: right within 2 of 10 half stars, in %, by reviews per user; {options.Users} users, "
                + $"{options.Repetitions} repetitions"),
            [
                "reviews per user",
                .. reviews.Select(number => number.ToString(CultureInfo.InvariantCulture)),
                .. isWide ? ["train s", "predict s"] : Array.Empty<string>(),
            ]);
        var cells = report.Summaries.ToDictionary(summary => (summary.Name, summary.ReviewsPerUser), summary => summary.MeanAccuracy);
        var best = reviews.ToDictionary(
            number => number,
            number => report.Summaries.Where(summary => summary.ReviewsPerUser == number).Max(summary => summary.MeanAccuracy.Mean));
        foreach (var system in report.Results.GroupBy(result => result.Name).OrderBy(results => results.First().Kind))
        {
            Markup[] times =
            [
                ReportConsole.Cell(SecondsOf(system.Sum(result => result.FitSeconds)), isBest: false),
                ReportConsole.Cell(SecondsOf(system.Sum(result => result.PredictSeconds)), isBest: false),
            ];
            table.AddRow(
            [
                ReportConsole.Cell(system.Key, isBest: false),
                .. reviews.Select(number => CellOf(cells[(system.Key, number)], best[number], isWide)),
                .. isWide ? times : [],
            ]);
        }

        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"* best. {100 * options.TrainShare:0} % of the reviews train. The wide tolerance favors constants."));
        console.WriteLine(isWide
            ? "± is the standard deviation over the repetitions."
            : $"A terminal of {ReportConsole.WideFrom} columns shows the spread over the repetitions and the times too.");
        console.WriteLine("The first row and the user's best constant aim at the tolerance; a state machine's neurons vote for a level;");
        console.WriteLine("the others answer with the expected rating.");
        if (options.Users < new PaperOptions().Users || reviews.Count < new PaperOptions().ReviewsPerUser.Count)
        {
            console.WriteLine("The paper samples 100 users with up to 100 reviews each; this data has too few users with that many.");
        }

        console.WriteLine();
    }

    private static Markup CellOf(SummaryStatistics accuracy, double best, bool withSpread) =>
        ReportConsole.Cell(
            Figures.Percent(accuracy.Mean) + (withSpread ? " ±" + Figures.Percent(accuracy.StandardDeviation) : ""),
            accuracy.Mean == best);

    private static string SecondsOf(double? seconds) => seconds is > 0 ? Figures.Seconds(seconds.Value) : "-";
}
