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
    /// <param name="series">The systems with their figures, one per group; null where there is none.</param>
    public static void Save(
        string path,
        string title,
        string x,
        string y,
        IReadOnlyList<string> groups,
        IReadOnlyList<(string System, double?[] Values)> series)
    {
        Plot plot = PlotStyle.NewPlot(title, x, y);
        foreach ((string system, double?[] values) in series)
        {
            (double, double)[] points =
            [
                .. values.Select((value, group) => (X: (double)group, Value: value)).Where(point => point.Value is not null)
                    .Select(point => (point.X, point.Value!.Value)),
            ];
            PlotStyle.AddLine(plot, system, system, points);
        }

        PlotStyle.NameTicks(plot.Axes.Bottom, groups);
        double[] all = [.. series.SelectMany(entry => entry.Values).OfType<double>()];
        double margin = 0.05 * (all.Max() - all.Min() + 0.01);
        plot.Axes.SetLimits(-0.3, groups.Count - 0.7, all.Min() - margin, all.Max() + margin);
        PlotStyle.ShowLegend(plot);
        plot.SavePng(path, PlotStyle.Width, PlotStyle.Height);
    }
}
