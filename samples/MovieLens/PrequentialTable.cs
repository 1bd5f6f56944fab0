using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>The report of the prequential protocol as a table.</summary>
internal static class PrequentialTable
{
    // Ends of the groups, by how many ratings of the user were known: the report's own rows are finer than a table is wide.
    private static readonly (string Title, int Minimum, int Maximum)[] Groups =
        [("0-5 known", 0, 5), ("6-20", 6, 20), ("21-100", 21, 100), ("over 100", 101, int.MaxValue)];

    public static void Write(IAnsiConsole console, PrequentialReport report)
    {
        (string Title, int Minimum, int Maximum)[] groups = ReportConsole.IsWide(console) ? Groups : [];
        Table table = ReportConsole.BeginTable(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"prequential: each of {report.RatingCount:N0} ratings predicted, then learned, in the order of time"),
            ["system", "RMSE", "MAE", .. groups.Select(group => group.Title), "learn us", "predict us"]);
        double[][] errors = [.. report.Results.Select(result => ErrorsOf(result, groups))];
        double[] best = [.. Enumerable.Range(0, 2 + groups.Length).Select(column => errors.Min(row => row[column]))];
        for (int i = 0; i < errors.Length; i++)
        {
            PrequentialResult result = report.Results[i];
            table.AddRow(
            [
                ReportConsole.Cell(result.System, isBest: false),
                .. errors[i].Select((error, column) => error < 0
                    ? ReportConsole.Cell("-", isBest: false)
                    : ReportConsole.Cell(Figures.Error(error), error == best[column])),
                ReportConsole.Cell(Figures.Microseconds(result.LearnNanoseconds), isBest: false),
                ReportConsole.Cell(Figures.Microseconds(result.PredictNanoseconds), isBest: false),
            ]);
        }

        console.Write(table);
        console.WriteLine(groups.Length > 0
            ? "* best. The columns between MAE and the times: RMSE by how many ratings of the user were known at the moment."
            : "* best. A terminal of 118 columns shows the RMSE by how many ratings of the user were known, too.");
        console.WriteLine();
    }

    private static double[] ErrorsOf(PrequentialResult result, (string Title, int Minimum, int Maximum)[] groups) =>
        [result.Rmse, result.Mae, .. groups.Select(group => RmseOf(result, group.Minimum, group.Maximum))];

    // -1 where no prediction falls into the group.
    private static double RmseOf(PrequentialResult result, int minimum, int maximum)
    {
        KnownRatingsResult[] rows = [.. result.ByKnownRatings.Where(row => row.Minimum >= minimum && row.Minimum <= maximum)];
        int count = rows.Sum(row => row.Count);
        return count == 0 ? -1 : Math.Sqrt(rows.Sum(row => row.Count * row.Rmse * row.Rmse) / count);
    }
}
