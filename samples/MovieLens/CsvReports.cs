using System.Globalization;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>Writes reports as comma separated values with column names, in full precision. They hold no times, so that equal runs give
/// equal files.</summary>
internal static class CsvReports
{
    public static void WriteKFold(string path, KFoldReport report)
    {
        using StreamWriter writer = Create(path, "system", "fold", "train_count", "test_count", "rmse", "mae");
        foreach (KFoldResult result in report.Results)
        {
            foreach (FoldResult fold in result.Folds)
            {
                WriteRow(writer, result.System, fold.Fold, fold.TrainCount, fold.TestCount, fold.Rmse, fold.Mae);
            }

            WriteRow(writer, result.System, "all", null, report.RatingCount, result.Rmse, result.Mae);
        }
    }

    public static void WritePrequential(string path, PrequentialReport report)
    {
        using StreamWriter writer = Create(path, "system", "known_minimum", "known_maximum", "count", "rmse", "mae");
        foreach (PrequentialResult result in report.Results)
        {
            foreach (KnownRatingsResult row in result.ByKnownRatings.Where(row => row.Count > 0))
            {
                WriteRow(writer, result.System, row.Minimum, row.Maximum, row.Count, row.Rmse, row.Mae);
            }

            WriteRow(writer, result.System, "all", null, report.RatingCount, result.Rmse, result.Mae);
        }
    }

    public static void WriteLearningCurve(string path, PrequentialReport report)
    {
        using StreamWriter writer = Create(path, "system", "ratings_seen", "cumulative_rmse", "window_rmse");
        foreach (PrequentialResult result in report.Results)
        {
            foreach (LearningCurvePoint point in result.LearningCurve)
            {
                WriteRow(writer, result.System, point.RatingsSeen, point.CumulativeRmse, point.WindowRmse);
            }
        }
    }

    public static void WritePaper(string path, PaperReport report)
    {
        using StreamWriter writer = Create(path, "system", "kind", "reviews_per_user", "seed", "mean_accuracy", "median_accuracy");
        foreach (PaperResult row in report.Results)
        {
            string kind = row.Kind == SystemKind.Baseline ? "baseline" : "candidate";
            WriteRow(writer, row.System, kind, row.ReviewsPerUser, row.Seed, row.MeanAccuracy, row.MedianAccuracy);
        }
    }

    private static StreamWriter Create(string path, params string[] columns)
    {
        StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns));
        return writer;
    }

    private static void WriteRow(StreamWriter writer, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            writer.Write(i == 0 ? "" : ",");
            writer.Write(Quoted(Convert.ToString(values[i], CultureInfo.InvariantCulture) ?? ""));
        }

        writer.WriteLine();
    }

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
