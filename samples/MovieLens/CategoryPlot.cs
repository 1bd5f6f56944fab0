using ScottPlot;

namespace MovieLensSample;

/// <summary>A figure of each system per group, such as the error by the number of known ratings.</summary>
internal static class CategoryPlot
{
    /// <summary>Saves the plot.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The title.</param>
    /// <param name="x">The name of the groups.</param>
    /// <param name="y">The name of the figures.</param>
    /// <param name="groups">The names of the groups.</param>
    /// <param name="series">The systems with their figures, one per group.</param>
    public static void Save(
        string path,
        string title,
        string x,
        string y,
        IReadOnlyList<string> groups,
        IReadOnlyList<(string System, IReadOnlyList<Estimate> Figures)> series)
    {
        Plot plot = PlotStyle.NewPlot(title, x, y);
        PlotStyle.AddCurves(
            plot,
            [.. series.Select(entry => new Curve(
                entry.System, entry.System, [.. entry.Figures.Select((figure, group) => ((double)group, figure))]))]);
        PlotStyle.NameTicks(plot.Axes.Bottom, groups);
        Estimate[] all = [.. series.SelectMany(entry => entry.Figures)];
        double lowest = all.Min(figure => figure.Lower);
        double highest = all.Max(figure => figure.Upper);
        double margin = 0.05 * (highest - lowest + 0.01);
        plot.Axes.SetLimits(-0.3, groups.Count - 0.7, lowest - margin, highest + margin);
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
