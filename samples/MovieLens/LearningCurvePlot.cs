using ScottPlot;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The error as ratings arrive.</summary>
internal static class LearningCurvePlot
{
    // The first points are means of few ratings: they do not set the range of the axis.
    private const double SettledFrom = 0.1;

    public static void Save(string path, PrequentialReport report, IReadOnlyList<PrequentialResult> shown, string caption)
    {
        Plot plot = PlotStyle.NewPlot($"Test, then train ({caption})", "ratings seen", "RMSE so far, in stars (less is better)");
        double lowest = double.PositiveInfinity;
        double highest = 0;
        foreach (PrequentialResult result in shown)
        {
            LearningCurvePoint[] curve = [.. result.LearningCurve];
            PlotStyle.AddLine(
                plot,
                result.Name,
                $"{result.Name} {Figures.Error(result.Rmse)}",
                [.. curve.Select(point => ((double)point.RatingsSeen, point.CumulativeRmse))]).MarkerShape = MarkerShape.None;
            foreach (LearningCurvePoint point in curve.Where(point => point.RatingsSeen >= SettledFrom * report.RatingCount))
            {
                lowest = Math.Min(lowest, point.CumulativeRmse);
                highest = Math.Max(highest, point.CumulativeRmse);
            }
        }

        double margin = Math.Max(0.01, 0.05 * (highest - lowest));
        plot.Axes.SetLimits(0, report.RatingCount, lowest - margin, highest + margin);
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
