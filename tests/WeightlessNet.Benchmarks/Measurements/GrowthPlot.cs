using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using WeightlessNet.Samples;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Figures over a size, both on logarithmic axes.</summary>
internal static class GrowthPlot
{
    private const int Width = 1000;
    private const int Height = 600;
    private const float TextSize = 16;

    // Of Okabe and Ito, Color Universal Design (2008): told apart by the color-blind too.
    private static readonly string[] Colors = ["#0072B2", "#56B4E9", "#D55E00", "#009E73"];

    public static void Save(string path, string title, ResultTable table, string x, string y, params ReadOnlySpan<string> columns)
    {
        Plot plot = new();
        plot.Title(title, size: TextSize + 4);
        plot.Axes.Bottom.Label.Text = x;
        plot.Axes.Left.Label.Text = y;
        for (int i = 0; i < columns.Length; i++)
        {
            (double[] xs, double[] ys) = table.Series(x, columns[i]);
            Scatter line = plot.Add.Scatter(xs.Select(Math.Log10).ToArray(), ys.Select(Math.Log10).ToArray());
            line.LegendText = columns[i];
            line.LineWidth = 2;
            line.MarkerSize = 8;
            line.Color = Color.FromHex(Colors[i % Colors.Length]);
        }

        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.TickGenerator = new NumericAutomatic
            {
                IntegerTicksOnly = true,
                LabelFormatter = power => Math.Pow(10, power).ToString("#,0.###", CultureInfo.InvariantCulture),
            };
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TextSize - 2;
        }

        plot.Font.Set(PlotFont.Name);
        plot.Legend.FontName = PlotFont.Name;
        plot.Legend.FontSize = TextSize - 2;
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(path, Width, Height);
    }
}
