using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>The report of the k-fold protocol as a table.</summary>
internal static class KFoldTable
{
    public static void Write(IAnsiConsole console, KFoldReport report)
    {
        Table table = ReportConsole.BeginTable(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"kfold: error in stars, {report.Options.Folds} random folds of {report.RatingCount:N0} ratings"),
            "system",
            "RMSE",
            "MAE",
            "train s",
            "predict s");
        double bestRmse = report.Results.Min(result => result.Rmse);
        double bestMae = report.Results.Min(result => result.Mae);
        foreach (KFoldResult result in report.Results)
        {
            table.AddRow(
                ReportConsole.Cell(result.System, isBest: false),
                ReportConsole.Cell(Figures.Error(result.Rmse), result.Rmse == bestRmse),
                ReportConsole.Cell(Figures.Error(result.Mae), result.Mae == bestMae),
                ReportConsole.Cell(Figures.Seconds(result.FitSeconds), isBest: false),
                ReportConsole.Cell(Figures.Seconds(result.PredictSeconds), isBest: false));
        }

        console.Write(table);
        console.WriteLine("* best. Times are of all folds; a weightless network notes what it learns and fills its cells when asked.");
        console.WriteLine();
    }
}
