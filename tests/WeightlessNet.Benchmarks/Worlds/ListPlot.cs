using ScottPlot;
using ScottPlot.Plottables;
using WeightlessNet.Samples;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>What accuracy is given up, and what is won for it, by shapes of lists.</summary>
internal static class ListPlot
{
    private const int Width = 700;
    private const int Height = 500;
    private const float TextSize = 16;

    // Of Okabe and Ito, Color Universal Design (2008): told apart by the color-blind too.
    private static readonly (string Kind, string Color)[] Curves =
        [("diversity", "#0072B2"), ("mix", "#009E73"), ("novelty", "#CC79A7"), ("exploration", "#D55E00")];

    /// <summary>Draws two plots side by side: diversity and coverage, each against NDCG@10.</summary>
    public static void Save(string path, string title, IReadOnlyList<ListFigures> figures)
    {
        Multiplot both = new();
        both.AddPlots(2);
        both.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Draw(both.GetPlot(0), title, figures, "diversity of a list", figure => figure.Diversity);
        Draw(both.GetPlot(1), title, figures, "coverage of the catalog", figure => figure.Coverage);
        both.SavePng(path, 2 * Width, Height);
    }

    private static void Draw(Plot plot, string title, IReadOnlyList<ListFigures> figures, string axis, Func<ListMeasures, double> won)
    {
        plot.Title(title, size: TextSize + 4);
        foreach ((string kind, string color) in Curves)
        {
            // Every curve begins at the list without a shape.
            ListMeasures[] points = [.. figures.Where(figure => figure.Kind == kind || figure.Kind == "none").Select(one => one.Mean)];
            Scatter line = plot.Add.Scatter(points.Select(won).ToArray(), points.Select(point => point.Ndcg).ToArray());
            line.LegendText = kind;
            line.LineWidth = 2;
            line.MarkerSize = 8;
            line.Color = Color.FromHex(color);
        }

        plot.Axes.Bottom.Label.Text = axis;
        plot.Axes.Left.Label.Text = "NDCG@10";
        foreach (IAxis one in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            one.Label.FontSize = TextSize;
            one.Label.Bold = false;
            one.TickLabelStyle.FontSize = TextSize - 2;
        }

        plot.Font.Set(PlotFont.Name);
        plot.Legend.FontName = PlotFont.Name;
        plot.Legend.FontSize = TextSize - 2;
        plot.ShowLegend(Alignment.LowerLeft);
    }
}
