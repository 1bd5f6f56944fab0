using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the taste change protocol as a table.</summary>
internal static class TasteChangeTable
{
    public static void Write(IAnsiConsole console, TasteChangeReport report)
    {
        TasteChangeOptions options = report.Options;
        int ratingsBefore = options.HistoryRatings + options.RatingsBefore;
        string after = options.RatingsAfter.ToString(CultureInfo.InvariantCulture);
        FigureTable.Write(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"taste-change: {Count.Of(report.UserCount, "user starts", "users start")} to like what was disliked, "
                + $"after {ratingsBefore} ratings"),
            [.. report.Results.Select(result => result.Name)],
            FigureColumn.Error("RMSE before", report.Results.Select(result => result.RmseBefore)),
            FigureColumn.Error(
                $"first {options.Window}",
                report.Results.Select(result => result.Curve.First(point => point.RatingsSinceChange > 0).Rmse)),
            FigureColumn.Error($"{after} after", report.Results.Select(result => result.RmseAfter)),
            FigureColumn.Error($"last {options.Window}", report.Results.Select(result => result.Curve[^1].Rmse)),
            new FigureColumn(
                "recovered after",
                [.. report.Results.Select(result => (double?)(result.RatingsToRecover ?? int.MaxValue))],
                ratings => ratings == int.MaxValue ? $"not in {after}" : ratings.ToString(CultureInfo.InvariantCulture),
                Better.Neither));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"* best. Recovered: the RMSE of {options.Window} ratings per user is within {100 * options.Tolerance:0} % of that before."));
        console.WriteLine("A system that knows nothing of the user, such as the item mean, has nothing to recover from.");
        if (options.RatingsAfter < new TasteChangeOptions().RatingsAfter)
        {
            console.WriteLine("Too few users have ratings for the whole protocol, so this is a shorter one.");
        }

        console.WriteLine();
    }
}
