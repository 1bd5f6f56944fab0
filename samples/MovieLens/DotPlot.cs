using ScottPlot;

namespace MovieLensSample;

/// <summary>One error of every system as dots. Unlike bars, dots need no 0 on the axis, so it starts where systems differ.</summary>
internal static class DotPlot
{
    private const float DotSize = 15;

    /// <summary>Saves the plot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title.</param>
    /// <param name="x">The name of the figures.</param>
    /// <param name="dots">The systems from bottom to top.</param>
    public static void Save(string path, string title, string x, IReadOnlyList<(string System, Estimate Figure)> dots)
    {
        Plot plot = PlotStyle.NewPlot(title, x, "");
        plot.Axes.Bottom.TickGenerator = PlotStyle.Hundredths();
        double lowest = dots.Min(dot => dot.Figure.Lower);
        double highest = dots.Max(dot => dot.Figure.Upper);
        double range = Math.Max(highest - lowest, 0.01);
        for (int position = 0; position < dots.Count; position++)
        {
            (string system, Estimate figure) = dots[position];
            SystemLook look = ComparedSystems.LookOf(system);
            IntervalMark.Add(plot, figure, position, look.Color);
            plot.Add.Marker(figure.Value, position, MarkerShape.FilledCircle, DotSize, look.Color);
            PlotStyle.AddText(plot, Figures.Error(figure.Value), figure.Upper + (0.015 * range), position);
        }

        PlotStyle.NameRows(plot, dots.Select(dot => dot.System));

        // The space on the right is for the figures.
        plot.Axes.SetLimits(lowest - (0.04 * range), highest + (0.16 * range), -0.7, dots.Count - 0.3);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
