using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the k-fold protocol as a table.</summary>
internal static class KFoldTable
{
    public static void Write(IAnsiConsole console, KFoldReport report)
    {
        FigureTable.Write(
            console,
            FormattableString.Invariant(
                $"kfold: error in stars, {report.Options.Folds} random folds of {report.RatingCount:N0} ratings"),
            [.. report.Results.Select(result => result.Name)],
            FigureColumn.Error("RMSE", report.Results.Select(result => result.Rmse)),
            FigureColumn.Error("MAE", report.Results.Select(result => result.Mae)),
            FigureColumn.Plain("train s", report.Results.Select(result => result.FitSeconds), Figures.Seconds),
            FigureColumn.Plain("predict s", report.Results.Select(result => result.PredictSeconds), Figures.Seconds));
        console.WriteLine("* best. Times are for all folds; a weightless network logs what it learns and fills its cells when asked.");
        TimesNote.WriteUnlessAlone(console, report.Options.MaxDegreeOfParallelism);
        console.WriteLine();
    }
}
