using ScottPlot;
using ScottPlot.Plottables;
using WeightlessNet.Evaluation.Paper;

namespace MovieLensSample;

/// <summary>Accuracy by reviews per user, with its spread over the repetitions.</summary>
internal static class AccuracyPlot
{
    // Shifts the systems against each other, so that their spreads do not overlap.
    private const double Offset = 0.07;

    private static readonly MarkerShape[] BaselineMarkers =
        [MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond, MarkerShape.OpenCircle, MarkerShape.Cross];

    public static void Save(string path, PaperReport report, string caption)
    {
        PaperOptions options = report.Options;
        Plot plot = PlotStyle.NewPlot(
            $"Right within 2 of 10 half stars ({caption}, {options.Users} users, {Figures.Counted(options.Repetitions, "repetition")})",
            "reviews per user",
            "accuracy ± standard deviation (more is better)");
        int[] reviews = [.. options.ReviewsPerUser];
        var systems = report.Summaries.OrderBy(summary => summary.Kind).GroupBy(summary => summary.Name).ToArray();
        for (int i = 0; i < systems.Length; i++)
        {
            PaperSummary[] rows = [.. systems[i]];
            double shift = (i - ((systems.Length - 1) / 2.0)) * Offset;
            double[] x = [.. rows.Select(row => Array.IndexOf(reviews, row.ReviewsPerUser) + shift)];
            double[] y = [.. rows.Select(row => row.MeanAccuracy.Mean)];
            SystemLook look = ComparedSystems.LookOf(systems[i].Key);
            bool isBaseline = look == SystemLook.Baseline;
            Color color = look.Color;
            double[] deviations = [.. rows.Select(row => row.MeanAccuracy.StandardDeviation)];
            plot.Add.ErrorBar(x, y, deviations).Color = color;
            Scatter line = plot.Add.Scatter(x, y);
            line.LegendText = systems[i].Key;
            line.Color = color;
            line.LineWidth = isBaseline ? 1.5f : 2.5f;
            line.LinePattern = isBaseline ? LinePattern.Dashed : LinePattern.Solid;
            line.MarkerSize = isBaseline ? 7 : 9;
            line.MarkerShape = isBaseline ? BaselineMarkers[i % BaselineMarkers.Length] : look.Marker;
        }

        PlotStyle.NameTicks(plot.Axes.Bottom, reviews.Select(PlotStyle.Text));
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
