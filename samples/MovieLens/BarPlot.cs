using ScottPlot;

namespace MovieLensSample;

/// <summary>One figure of every system as bars from 0, for figures of which more is better.</summary>
internal static class BarPlot
{
    /// <summary>Saves the plot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title.</param>
    /// <param name="x">The name of the figures.</param>
    /// <param name="bars">The systems from bottom to top.</param>
    public static void Save(string path, string title, string x, IReadOnlyList<(string System, Estimate Figure)> bars)
    {
        Plot plot = PlotStyle.NewPlot(title, x, "");
        plot.Axes.Bottom.TickGenerator = PlotStyle.Hundredths();
        double highest = bars.Max(bar => bar.Figure.Upper);
        for (int position = 0; position < bars.Count; position++)
        {
            (string system, Estimate figure) = bars[position];
            plot.Add.Bar(new Bar
            {
                Position = position,
                Value = figure.Value,
                Orientation = Orientation.Horizontal,
                FillColor = ComparedSystems.LookOf(system).Color,
                LineWidth = 0,
            });
            IntervalMark.Add(plot, figure, position, Colors.Black);
            PlotStyle.AddText(plot, Figures.Error(figure.Value), figure.Upper + (0.01 * highest), position);
        }

        PlotStyle.NameRows(plot, bars.Select(bar => bar.System));
        plot.HideGrid();

        // Bars start at 0, so that their lengths can be compared; the space on the right is for the figures.
        plot.Axes.SetLimits(0, highest * 1.12, -0.7, bars.Count - 0.3);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
