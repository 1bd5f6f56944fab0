using ScottPlot;
using ScottPlot.Plottables;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The error before and after users change their taste.</summary>
internal static class TasteChangePlot
{
    public static void Save(string path, TasteChangeReport report, IReadOnlyList<TasteChangeResult> shown, string caption)
    {
        Plot plot = PlotStyle.NewPlot(
            $"Adaptation to a change of taste of {report.UserCount} users ({caption})",
            "ratings of each user since the change",
            $"RMSE of {report.Options.Window} ratings a user, in stars (less is better)");
        Curve[] curves =
        [
            .. shown.Select(result => new Curve(
                result.Name,
                $"{result.Name}\n"
                    + (result.RatingsToRecover is int ratings ? $"recovered after {PlotStyle.Text(ratings)}" : "not recovered"),
                [
                    // A window is drawn around its middle, so that none seems to span the change.
                    .. result.Curve.Select((point, i) => (
                        point.RatingsSinceChange - (WidthOf(result.Curve, i, report.Options) / 2.0),
                        Estimate.OfRmse(point.Rmse, point.Count))),
                ])),
        ];
        PlotStyle.AddCurves(plot, curves);
        double lowest = curves.Min(curve => curve.Points.Min(point => point.Y.Lower));
        double highest = curves.Max(curve => curve.Points.Max(point => point.Y.Upper));
        double margin = 0.06 * (highest - lowest + 0.01);
        plot.Axes.SetLimits(-report.Options.RatingsBefore, report.Options.RatingsAfter, lowest - margin, highest + (2 * margin));
        VerticalLine change = plot.Add.VerticalLine(0, 2, Colors.Black, LinePattern.Dotted);
        change.ExcludeFromLegend = true;
        Text label = plot.Add.Text("taste changes", 0.01 * report.Options.RatingsAfter, highest + (1.8 * margin));
        label.LabelFontSize = PlotStyle.TextSize - 2;
        label.LabelFontName = PlotFont.Name;
        label.LabelFontColor = Colors.Black;
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }

    private static int WidthOf(IReadOnlyList<TasteChangePoint> curve, int index, TasteChangeOptions options) =>
        curve[index].RatingsSinceChange - (index == 0 ? -options.RatingsBefore : curve[index - 1].RatingsSinceChange);
}
