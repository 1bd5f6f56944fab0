using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the cold start protocol as a table.</summary>
internal static class ColdStartTable
{
    public static void Write(IAnsiConsole console, ColdStartReport report)
    {
        IReadOnlyList<int> numbers = report.Options.KnownRatings;
        FigureTable.Write(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"cold-start: RMSE of the same {Count.Of(report.TestCount, "rating")} of {Count.Of(report.UserCount, "user")}, "
                + $"by how many others are known"),
            [.. report.Results.Select(result => result.Name)],
            [
                .. numbers.Select((number, i) => FigureColumn.Error(
                    number.ToString(CultureInfo.InvariantCulture), report.Results.Select(result => result.ByKnownRatings[i].Rmse))),
            ]);
        console.WriteLine("* best. All ratings of the other users are known.");
        console.WriteLine("Numbers that too few users have ratings for are left out.");
        console.WriteLine();
    }
}
