using ScottPlot;
using ScottPlot.Plottables;

namespace MovieLensSample;

/// <summary>One figure of every system as bars.</summary>
internal static class BarPlot
{
    /// <summary>Saves the plot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title.</param>
    /// <param name="x">The name of the figures.</param>
    /// <param name="bars">The systems from bottom to top, each with its figure and, if it has one, its interval.</param>
    public static void Save(
        string path, string title, string x, IReadOnlyList<(string System, double Value, (double Lower, double Upper)? Interval)> bars)
    {
        Plot plot = PlotStyle.NewPlot(title, x, "");
        double highest = bars.Max(bar => bar.Interval?.Upper ?? bar.Value);
        for (int position = 0; position < bars.Count; position++)
        {
            (string system, double value, (double Lower, double Upper)? interval) = bars[position];
            plot.Add.Bar(new Bar
            {
                Position = position,
                Value = value,
                Orientation = Orientation.Horizontal,
                FillColor = ComparedSystems.LookOf(system).Color,
                LineWidth = 0,
            });
            if (interval is (double lower, double upper))
            {
                AddInterval(plot, lower, upper, position);
            }

            Text figure = plot.Add.Text(Figures.Error(value), (interval?.Upper ?? value) + (0.01 * highest), position);
            figure.LabelAlignment = Alignment.MiddleLeft;
            figure.LabelFontSize = PlotStyle.TextSize - 2;
            figure.LabelFontName = PlotFont.Name;
            figure.LabelFontColor = Colors.Black;
        }

        PlotStyle.NameTicks(plot.Axes.Left, bars.Select(bar => bar.System));
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.HideGrid();

        // Bars start at 0, so that their lengths can be compared; the space on the right is for the figures.
        plot.Axes.SetLimits(0, highest * 1.12, -0.7, bars.Count - 0.3);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }

    // A line with a cap at each end, on a white rim, so that it shows on a bar of any color.
    private static void AddInterval(Plot plot, double lower, double upper, double position)
    {
        const double Cap = 0.16;
        (double, double, double, double)[] lines =
        [
            (lower, position, upper, position),
            (lower, position - Cap, lower, position + Cap),
            (upper, position - Cap, upper, position + Cap),
        ];
        foreach (LineStyle style in new LineStyle[] { new(6, Colors.White), new(3, Colors.Black) })
        {
            foreach ((double x1, double y1, double x2, double y2) in lines)
            {
                plot.Add.Line(x1, y1, x2, y2).LineStyle = style;
            }
        }
    }
}
