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
        int[] shown = [.. Enumerable.Range(0, numbers.Count).Where(i => ReportConsole.IsWide(console) || i >= numbers.Count - 4)];
        FigureTable.Write(
            console,
            FormattableString.Invariant(
                $"cold-start: RMSE of the same {report.TestCount:N0} ratings of {report.UserCount} users, by how many others are known"),
            [.. report.Results.Select(result => result.Name)],
            [
                .. shown.Select(i => FigureColumn.Error(
                    numbers[i].ToString(CultureInfo.InvariantCulture), report.Results.Select(result => result.ByKnownRatings[i].Rmse))),
            ]);
        console.WriteLine(shown.Length == numbers.Count
            ? "* best. All ratings of the other users are known."
            : $"* best. All ratings of the other users are known. {ReportConsole.WideFrom} columns show lower numbers too.");
        if (numbers.Count < new ColdStartOptions().KnownRatings.Count)
        {
            console.WriteLine("Higher numbers are left out: too few users have that many ratings.");
        }

        console.WriteLine();
    }
}
