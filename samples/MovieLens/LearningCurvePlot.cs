using ScottPlot;
using ScottPlot.Plottables;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>How the error falls as ratings come in.</summary>
internal static class LearningCurvePlot
{
    // The first points are means of few ratings; the axis does not stretch for them.
    private const double SettledFrom = 0.1;

    public static void Save(string path, PrequentialReport report, string caption)
    {
        Plot plot = PlotStyle.NewPlot($"Test, then train ({caption})", "ratings seen", "RMSE so far, in stars (less is better)");
        double lowest = double.PositiveInfinity;
        double highest = 0;
        foreach (PrequentialResult result in report.Results)
        {
            LearningCurvePoint[] curve = [.. result.LearningCurve];
            Scatter line = plot.Add.ScatterLine(
                curve.Select(point => (double)point.RatingsSeen).ToArray(), curve.Select(point => point.CumulativeRmse).ToArray());
            line.LegendText = $"{result.System} {Figures.Error(result.Rmse)}";
            line.LineWidth = PlotStyle.IsColoured(result.System) ? 3 : 2;
            line.Color = PlotStyle.ColorOf(result.System);
            line.LinePattern = result.System switch
            {
                ComparedSystems.UserMean => LinePattern.Dashed,
                ComparedSystems.Constant => LinePattern.Dotted,
                _ => LinePattern.Solid,
            };
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
