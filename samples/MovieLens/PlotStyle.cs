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
    private const double BandOpacity = 0.1;
    private const double CapOpacity = 0.6;
    private const float CapSize = 4;

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

        plot.Axes.Left.TickGenerator = Hundredths();
        plot.Font.Set(PlotFont.Name);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        return plot;
    }

    /// <summary>
    /// Adds the curves of systems, and below all curves their intervals: bands or, at markers, lines with caps. Each curve has wider caps
    /// than the one before, so that all of them can be seen where lines cover each other.
    /// </summary>
    public static void AddCurves(Plot plot, IReadOnlyList<Curve> curves)
    {
        for (int i = curves.Count - 1; i >= 0; i--)
        {
            Curve curve = curves[i];
            Color color = ComparedSystems.LookOf(curve.System).Color;
            if (curve.HasMarkers)
            {
                ErrorBar bars = plot.Add.ErrorBar(
                    curve.Points.Select(point => point.X).ToArray(),
                    curve.Points.Select(point => point.Y.Value).ToArray(),
                    curve.Points.Select(point => point.Y.Upper - point.Y.Value).ToArray());
                bars.Color = color.WithAlpha(CapOpacity);
                bars.CapSize = CapSize * (i + 1);
                bars.LineWidth = 2;
                continue;
            }

            FillY band = plot.Add.FillY([.. curve.Points.Select(point => (point.X, point.Y.Lower, point.Y.Upper))]);
            band.FillColor = color.WithAlpha(BandOpacity);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }

        foreach (Curve curve in curves)
        {
            SystemLook look = ComparedSystems.LookOf(curve.System);
            Scatter line = plot.Add.Scatter(
                curve.Points.Select(point => point.X).ToArray(), curve.Points.Select(point => point.Y.Value).ToArray());
            line.LegendText = curve.Legend;
            line.Color = look.Color;
            line.LineWidth = look.LineWidth;
            line.LinePattern = look.Pattern;
            line.MarkerShape = curve.HasMarkers ? look.Marker : MarkerShape.None;
            line.MarkerSize = MarkerSize;
            line.MarkerLineWidth = 2;
        }
    }

    /// <summary>Adds a text to the right of a point.</summary>
    public static void AddText(Plot plot, string words, double x, double y)
    {
        Text text = plot.Add.Text(words, x, y);
        text.LabelAlignment = Alignment.MiddleLeft;
        text.LabelFontSize = TextSize - 2;
        text.LabelFontName = PlotFont.Name;
        text.LabelFontColor = ScottPlot.Colors.Black;
    }

    /// <summary>Names the rows 0, 1, 2 and so on.</summary>
    public static void NameRows(Plot plot, IEnumerable<string> names)
    {
        NameTicks(plot.Axes.Left, names);
        plot.Axes.Left.MajorTickStyle.Length = 0;
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

    /// <summary>Ticks whose numbers all have two decimal places.</summary>
    public static ITickGenerator Hundredths() =>
        new NumericAutomatic { LabelFormatter = value => value.ToString("0.00", CultureInfo.InvariantCulture) };

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
