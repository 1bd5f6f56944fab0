using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the prequential protocol as a table.</summary>
internal static class PrequentialTable
{
    public static void Write(IAnsiConsole console, PrequentialReport report)
    {
        FigureTable.Write(
            console,
            FormattableString.Invariant(
                $"prequential: each of {report.RatingCount:N0} ratings predicted, then learned, in order of time"),
            [.. report.Results.Select(result => result.Name)],
            [
                FigureColumn.Error("RMSE", report.Results.Select(result => result.Rmse)),
                FigureColumn.Error("MAE", report.Results.Select(result => result.Mae)),
                .. KnownRatingsGroup.FromTheFirstRating.Select(group => FigureColumn.Error(
                    group.Title, report.Results.Select(result => group.RmseOf(result.ByKnownRatings)))),
                FigureColumn.Plain("learn us", report.Results.Select(result => result.LearnNanoseconds), Figures.Microseconds),
                FigureColumn.Plain("predict us", report.Results.Select(result => result.PredictNanoseconds), Figures.Microseconds),
            ]);
        console.WriteLine("* best. Columns between MAE and the times: RMSE by how many ratings were known.");
        console.WriteLine("us: microseconds per rating. Postponed learning counts in the next prediction.");
        TimesNote.WriteUnlessAlone(console, report.Options.MaxDegreeOfParallelism);
        console.WriteLine();
    }
}
