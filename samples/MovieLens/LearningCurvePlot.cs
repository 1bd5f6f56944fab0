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
        Curve[] curves =
        [
            .. shown.Select(result => new Curve(
                result.Name,
                $"{result.Name} {Figures.Error(result.Rmse)}",
                [
                    .. result.LearningCurve.Select(point =>
                        ((double)point.RatingsSeen, Estimate.OfRmse(point.CumulativeRmse, point.RatingsSeen))),
                ])
            { HasMarkers = false }),
        ];
        PlotStyle.AddCurves(plot, curves);
        Estimate[] settled =
        [
            .. curves.SelectMany(curve => curve.Points)
                .Where(point => point.X >= SettledFrom * report.RatingCount).Select(point => point.Y),
        ];
        double lowest = settled.Min(point => point.Lower);
        double highest = settled.Max(point => point.Upper);
        double margin = Math.Max(0.01, 0.05 * (highest - lowest));
        plot.Axes.SetLimits(0, report.RatingCount, lowest - margin, highest + margin);
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
