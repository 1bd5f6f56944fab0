using System.Globalization;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>
/// Writes reports as comma-separated values with column names, in full precision. They contain no times, so equal runs give equal files.
/// </summary>
internal static class CsvReports
{
    public static void WriteKFold(string path, KFoldReport report)
    {
        using StreamWriter writer = Create(path, "system", "fold", "train_count", "test_count", "rmse", "mae");
        foreach (KFoldResult result in report.Results)
        {
            foreach (FoldResult fold in result.Folds)
            {
                WriteRow(writer, result.Name, fold.Fold, fold.TrainCount, fold.TestCount, fold.Rmse, fold.Mae);
            }

            WriteRow(writer, result.Name, "all", null, report.RatingCount, result.Rmse, result.Mae);
        }
    }

    public static void WritePrequential(string path, PrequentialReport report)
    {
        using StreamWriter writer = Create(path, "system", "known_minimum", "known_maximum", "count", "rmse", "mae");
        foreach (PrequentialResult result in report.Results)
        {
            foreach (KnownRatingsErrors row in result.ByKnownRatings.Where(row => row.Count > 0))
            {
                WriteRow(writer, result.Name, row.Minimum, row.Maximum, row.Count, row.Rmse, row.Mae);
            }

            WriteRow(writer, result.Name, "all", null, report.RatingCount, result.Rmse, result.Mae);
        }
    }

    public static void WriteLearningCurve(string path, PrequentialReport report)
    {
        using StreamWriter writer = Create(path, "system", "ratings_seen", "cumulative_rmse", "window_rmse");
        foreach (PrequentialResult result in report.Results)
        {
            foreach (LearningCurvePoint point in result.LearningCurve)
            {
                WriteRow(writer, result.Name, point.RatingsSeen, point.CumulativeRmse, point.WindowRmse);
            }
        }
    }

    public static void WritePaper(string path, PaperReport report)
    {
        using StreamWriter writer = Create(path, "system", "kind", "reviews_per_user", "seed", "mean_accuracy", "median_accuracy");
        foreach (PaperResult row in report.Results)
        {
            string kind = row.Kind == ResultKind.Baseline ? "baseline" : "candidate";
            WriteRow(writer, row.Name, kind, row.ReviewsPerUser, row.Seed, row.MeanAccuracy, row.MedianAccuracy);
        }
    }

    public static void WriteHoldOut(string path, IReadOnlyList<HoldOutReport> reports)
    {
        using StreamWriter writer = Create(path, "system", "held_out", "train_count", "test_count", "rmse", "mae");
        foreach (HoldOutReport report in reports)
        {
            foreach (HoldOutResult result in report.Results)
            {
                WriteRow(
                    writer, result.Name, report.Options.Split, report.TrainCount, report.TestCount, result.Rmse, result.Mae);
            }
        }
    }

    public static void WriteActivity(string path, HoldOutReport report)
    {
        using StreamWriter writer = Create(path, "system", "known_minimum", "known_maximum", "count", "rmse", "mae");
        foreach (HoldOutResult result in report.Results)
        {
            foreach (KnownRatingsErrors row in result.ByKnownRatings.Where(row => row.Count > 0))
            {
                WriteRow(writer, result.Name, row.Minimum, row.Maximum, row.Count, row.Rmse, row.Mae);
            }

            WriteRow(writer, result.Name, "all", null, report.TestCount, result.Rmse, result.Mae);
        }
    }

    public static void WriteColdStart(string path, ColdStartReport report)
    {
        using StreamWriter writer = Create(path, "system", "known", "users", "count", "rmse", "mae");
        foreach (ColdStartResult result in report.Results)
        {
            foreach (ColdStartPoint point in result.ByKnownRatings)
            {
                WriteRow(writer, result.Name, point.KnownRatings, report.UserCount, report.TestCount, point.Rmse, point.Mae);
            }
        }
    }

    public static void WriteTasteChange(string path, TasteChangeReport report)
    {
        using StreamWriter writer = Create(path, "system", "ratings_since_change", "count", "ratings_to_recover", "rmse_before", "rmse");
        foreach (TasteChangeResult result in report.Results)
        {
            foreach (TasteChangePoint point in result.Curve)
            {
                WriteRow(
                    writer,
                    result.Name,
                    point.RatingsSinceChange,
                    point.Count,
                    result.RatingsToRecover,
                    result.RmseBefore,
                    point.Rmse);
            }
        }
    }

    public static void WriteRanking(string path, RankingFindings findings)
    {
        using StreamWriter writer = Create(
            path,
            "system",
            "list_length",
            "precision",
            "recall",
            "hit_rate",
            "map",
            "mrr",
            "auc",
            "coverage",
            "novelty",
            "diversity",
            "calibration",
            "ndcg_lower",
            "ndcg_upper",
            "best_other",
            "difference",
            "difference_lower",
            "difference_upper",
            "users_better",
            "users_worse",
            "ndcg");
        foreach (RankingComparison row in findings.Rows)
        {
            RankingListResult list = row.Result.Lists[0];
            PairedComparison paired = row.AgainstBestOther;
            WriteRow(
                writer,
                row.Result.Name,
                list.ListLength,
                list.Precision,
                list.Recall,
                list.HitRate,
                list.MeanAveragePrecision,
                row.Result.MeanReciprocalRank,
                row.Result.Auc,
                list.CatalogCoverage,
                list.Novelty,
                list.IntraListDiversity,
                list.CalibrationDivergence,
                row.Ndcg.Lower,
                row.Ndcg.Upper,
                row.BestOther,
                paired.Difference.Estimate,
                paired.Difference.Lower,
                paired.Difference.Upper,
                paired.Wins,
                paired.Losses,
                list.Ndcg);
        }
    }

    public static void WriteRankingActivity(string path, RankingReport report)
    {
        using StreamWriter writer = Create(path, "system", "known_minimum", "known_maximum", "users", "hit_rate", "ndcg");
        foreach (RankingResult result in report.Results)
        {
            foreach (KnownRatingsRanking row in result.Lists[0].ByKnownRatings.Where(row => row.UserCount > 0))
            {
                WriteRow(writer, result.Name, row.Minimum, row.Maximum, row.UserCount, row.HitRate, row.Ndcg);
            }
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
