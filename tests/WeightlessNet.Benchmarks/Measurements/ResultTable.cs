using System.Globalization;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>A table of figures that is written as Markdown and as CSV. A figure that was not measured is left blank.</summary>
internal sealed class ResultTable(params string[] columns)
{
    private readonly List<double?[]> _rows = [];

    public void Add(params double?[] row) => _rows.Add(row);

    /// <summary>The figures of two columns in all rows that have both.</summary>
    public (double[] X, double[] Y) Series(string x, string y)
    {
        (int first, int second) = (Array.IndexOf(columns, x), Array.IndexOf(columns, y));
        double?[][] rows = [.. _rows.Where(row => row[first] is not null && row[second] is not null)];
        return ([.. rows.Select(row => row[first]!.Value)], [.. rows.Select(row => row[second]!.Value)]);
    }

    public string ToMarkdown() => string.Join(
        '\n',
        [Line(columns), Line(columns.Select(_ => "---")), .. _rows.Select(row => Line(row.Select(Rounded)))]);

    public string ToCsv() =>
        string.Join('\n', [string.Join(',', columns), .. _rows.Select(row => string.Join(',', row.Select(Exact)))]) + "\n";

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Rounded(double? value) => value is not double figure
        ? ""
        : figure.ToString(figure >= 100 || figure == Math.Round(figure) ? "N0" : figure >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);

    private static string Exact(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "";
}
