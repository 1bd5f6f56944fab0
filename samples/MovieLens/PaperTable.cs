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
        ReportTable table = new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"paper: % right within 2 of 10 half stars; {Count.Of(options.Users, "user")}, "
                + $"{Count.Of(options.Repetitions, "repetition")}"),
            ["reviews per user", .. reviews.Select(number => number.ToString(CultureInfo.InvariantCulture)), "train s", "predict s"]);
        var cells = report.Summaries.ToDictionary(summary => (summary.Name, summary.ReviewsPerUser), summary => summary.MeanAccuracy);
        var best = reviews.ToDictionary(
            number => number,
            number => report.Summaries.Where(summary => summary.ReviewsPerUser == number).Max(summary => summary.MeanAccuracy.Mean));
        foreach (var system in report.Results.GroupBy(result => result.Name).OrderBy(results => results.First().Kind))
        {
            table.AddRow(
                system.Key,
                [
                    .. reviews.Select(number => CellOf(cells[(system.Key, number)], best[number], options.Repetitions)),
                    (SecondsOf(system.Sum(result => result.FitSeconds)), false),
                    (SecondsOf(system.Sum(result => result.PredictSeconds)), false),
                ]);
        }

        table.Write(console);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"* best. {100 * options.TrainShare:0} % of the reviews train. The wide tolerance favors constants."));
        if (options.Repetitions > 1)
        {
            console.WriteLine("± is the standard deviation over the repetitions.");
        }

        console.WriteLine("The first row and the user's best constant aim at the tolerance; the neurons of");
        console.WriteLine("a state machine vote for a level; the others answer with the expected rating.");
        if (options.Users < new PaperOptions().Users || reviews.Count < new PaperOptions().ReviewsPerUser.Count)
        {
            console.WriteLine("The paper samples 100 users with up to 100 reviews each; this data has too few users with that many.");
        }

        console.WriteLine();
    }

    // A single repetition has no deviation.
    private static (string Text, bool IsBest) CellOf(SummaryStatistics accuracy, double best, int repetitions) =>
        (
            repetitions > 1
                ? $"{Figures.Percent(accuracy.Mean)} ±{Figures.Percent(accuracy.StandardDeviation)}"
                : Figures.Percent(accuracy.Mean),
            accuracy.Mean == best);

    private static string SecondsOf(double? seconds) => seconds is > 0 ? Figures.Seconds(seconds.Value) : "-";
}
