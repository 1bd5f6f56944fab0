using ScottPlot;
using WeightlessNet.Evaluation.Paper;

namespace MovieLensSample;

/// <summary>Accuracy by reviews per user, with its spread over the repetitions.</summary>
internal static class AccuracyPlot
{
    public static void Save(string path, PaperReport report, string caption)
    {
        PaperOptions options = report.Options;
        int[] reviews = [.. options.ReviewsPerUser];
        CategoryPlot.Save(
            path,
            $"Right within 2 of 10 half stars ({caption}, {Count.Of(options.Users, "user")}, "
                + $"{Count.Of(options.Repetitions, "repetition")})",
            "reviews per user",
            "accuracy ± standard deviation (more is better)",
            [.. reviews.Select(PlotStyle.Text)],
            [
                .. report.Summaries.OrderBy(summary => summary.Kind).GroupBy(summary => summary.Name).Select(rows => (
                    rows.Key,
                    (IReadOnlyList<Estimate>)[
                        .. reviews.Select(number => rows.Single(row => row.ReviewsPerUser == number).MeanAccuracy)
                            .Select(accuracy => Estimate.Around(accuracy.Mean, accuracy.StandardDeviation)),
                    ])),
            ]);
    }
}
