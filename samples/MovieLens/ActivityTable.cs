using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The error by how active users are, as a table.</summary>
internal static class ActivityTable
{
    public static void Write(IAnsiConsole console, HoldOutReport report)
    {
        FigureTable.Write(
            console,
            FormattableString.Invariant(
                $"activity: RMSE of {report.TestCount:N0} held-out ratings, a fifth of each user's, by how many others trained"),
            [.. report.Results.Select(result => result.Name)],
            [
                .. KnownRatingsGroup.OfUsers
                    .Where(group => group.RmseOf(report.Results[0].ByKnownRatings) is not null)
                    .Select(group => FigureColumn.Error(
                        group.Title, report.Results.Select(result => group.RmseOf(result.ByKnownRatings)))),
                FigureColumn.Error("all", report.Results.Select(result => result.Rmse)),
            ]);
        console.WriteLine("* best.");
        console.WriteLine();
    }
}
