using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The errors on ratings held out by time, as a table.</summary>
internal static class HoldOutTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<HoldOutReport> reports)
    {
        FigureTable.Write(
            console,
            "holdout: error in stars on ratings held out by time",
            [.. reports[0].Results.Select(result => result.Name)],
            [
                .. reports.SelectMany((report, i) => (FigureColumn[])
                [
                    FigureColumn.Error($"({i + 1}) RMSE", report.Results.Select(result => result.Rmse)),
                    FigureColumn.Error("MAE", report.Results.Select(result => result.Mae)),
                ]),
            ]);
        for (int i = 0; i < reports.Count; i++)
        {
            HoldOutReport report = reports[i];
            console.WriteLine(FormattableString.Invariant($"({i + 1}) Held out: {report.Options.Split}, {report.TestCount:N0} ratings."));
        }

        console.WriteLine("* best.");
        console.WriteLine();
    }
}
