using ScottPlot;
using ScottPlot.TickGenerators;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>The error of every system as bars, best on top.</summary>
internal static class RmsePlot
{
    public static void Save(string path, KFoldReport report, string caption)
    {
        KFoldResult[] ordered = [.. report.Results.OrderByDescending(result => result.Rmse)];
        Plot plot = PlotStyle.NewPlot(
            $"Error of prediction, {report.Options.Folds} random folds ({caption})", "RMSE in stars (less is better)", "");
        Bar[] bars =
        [
            .. ordered.Select((result, position) => new Bar
            {
                Position = position,
                Value = result.Rmse,
                FillColor = PlotStyle.ColorOf(result.System),
                LineWidth = 0,
                Label = Figures.Error(result.Rmse),
            }),
        ];
        var plotted = plot.Add.Bars(bars);
        plotted.Horizontal = true;
        plotted.ValueLabelStyle.FontSize = PlotStyle.TextSize - 2;
        plotted.ValueLabelStyle.FontName = PlotStyle.Font;
        NumericManual ticks = new();
        for (int position = 0; position < ordered.Length; position++)
        {
            ticks.AddMajor(position, ordered[position].System);
        }

        plot.Axes.Left.TickGenerator = ticks;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.HideGrid();

        // Bars start at 0, so that their lengths compare; the room at the right is for the figures.
        plot.Axes.SetLimits(0, ordered[0].Rmse * 1.12, -0.7, ordered.Length - 0.3);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
