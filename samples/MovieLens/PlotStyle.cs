using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace MovieLensSample;

/// <summary>The style of all plots.</summary>
internal static class PlotStyle
{
    public const int Width = 1200;
    public const int Height = 675;
    public const float TextSize = 18;

    private const float MarkerSize = 11;

    /// <summary>Creates an empty plot with its title and labels.</summary>
    public static Plot NewPlot(string title, string x, string y)
    {
        Plot plot = new();
        plot.Title(title, size: TextSize + 4);
        plot.Axes.Bottom.Label.Text = x;
        plot.Axes.Left.Label.Text = y;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TextSize - 2;
        }

        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            LabelFormatter = value => value.ToString("0.00", CultureInfo.InvariantCulture),
        };
        plot.Font.Set(PlotFont.Name);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        return plot;
    }

    /// <summary>Adds the line of a system.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="system">The name of the system.</param>
    /// <param name="legend">The text in the legend.</param>
    /// <param name="points">The points.</param>
    public static Scatter AddLine(Plot plot, string system, string legend, IReadOnlyList<(double X, double Y)> points)
    {
        SystemLook look = ComparedSystems.LookOf(system);
        Scatter line = plot.Add.Scatter(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
        line.LegendText = legend;
        line.Color = look.Color;
        line.LineWidth = look.LineWidth;
        line.LinePattern = look.Pattern;
        line.MarkerShape = look.Marker;
        line.MarkerSize = MarkerSize;
        line.MarkerLineWidth = 2;
        return line;
    }

    /// <summary>Ticks at 0, 1, 2 and so on.</summary>
    public static void NameTicks(IAxis axis, IEnumerable<string> names)
    {
        NumericManual ticks = new();
        int position = 0;
        foreach (string name in names)
        {
            ticks.AddMajor(position++, name);
        }

        axis.TickGenerator = ticks;
    }

    /// <summary>Puts the legend next to the data, not over it.</summary>
    public static void ShowLegend(Plot plot)
    {
        plot.Legend.FontSize = TextSize - 2;
        plot.Legend.FontName = PlotFont.Name;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = ScottPlot.Colors.Transparent;
        plot.ShowLegend(Edge.Right);
    }

    /// <summary>Formats a number for an axis.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
