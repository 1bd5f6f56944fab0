using System.Globalization;

namespace WeightlessNet.Benchmarks.Worlds.Statistics;

/// <summary>The proportions of the real sets of ratings, their range, and those of the sample's synthetic world.</summary>
internal static class StatisticsStudy
{
    /// <summary>Measures data sets and writes a table in Markdown. A figure of the synthetic world outside the range has a mark.</summary>
    public static string Run(IEnumerable<World> worlds)
    {
        List<(World World, double[] Figures)> measured = [];
        foreach (World world in worlds.Where(world => world.IsSynthetic || world is { HasRatings: true, IsVariant: false }))
        {
            measured.Add((world, WorldStatistics.Of(world)));
            Console.Error.WriteLine(world.Name);
        }

        double[][] real = [.. measured.Where(one => !one.World.IsSynthetic).Select(one => one.Figures)];
        (double Least, double Most)[] ranges =
        [
            .. WorldStatistics.Names.Select((_, i) => (LeastOf(real.Select(one => one[i])), MostOf(real.Select(one => one[i])))),
        ];
        return string.Join(
            '\n',
            [
                Line("data", WorldStatistics.Names),
                Line("---", WorldStatistics.Names.Select(_ => "---")),
                .. measured.Where(one => !one.World.IsSynthetic).Select(one => Line(one.World.Name, one.Figures.Select(Text))),
                Line("range", ranges.Select(range => $"{Text(range.Least)} to {Text(range.Most)}")),
                .. measured.Where(one => one.World.IsSynthetic).Select(one => Line(
                    one.World.Name,
                    one.Figures.Zip(ranges, (figure, range) =>
                        Text(figure) + (figure < range.Least || figure > range.Most ? " (outside)" : "")))),
            ]);
    }

    private static double LeastOf(IEnumerable<double> figures) => figures.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private static double MostOf(IEnumerable<double> figures) => figures.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    private static string Text(double figure) => double.IsNaN(figure) ? ""
        : figure.ToString(figure >= 1 ? "N0" : "F3", CultureInfo.InvariantCulture);

    private static string Line(string first, IEnumerable<string> cells) => $"| {first} | {string.Join(" | ", cells)} |";
}
