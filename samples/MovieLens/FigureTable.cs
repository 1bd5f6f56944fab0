using Spectre.Console;

namespace MovieLensSample;

/// <summary>A table of systems and figures. A star marks the best figure of a column.</summary>
internal static class FigureTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="console">The console.</param>
    /// <param name="title">The title above the table.</param>
    /// <param name="systems">The names of the systems, one per row.</param>
    /// <param name="columns">The columns after the names.</param>
    public static void Write(IAnsiConsole console, string title, IReadOnlyList<string> systems, params IReadOnlyList<FigureColumn> columns)
    {
        ReportTable table = new(title, ["system", .. columns.Select(column => column.Title)]);
        double?[] best = [.. columns.Select(column => column.Best)];
        for (int row = 0; row < systems.Count; row++)
        {
            table.AddRow(
                systems[row],
                columns.Select((column, i) => (column.TextOf(row), best[i] is double value && column.Values[row] == value)));
        }

        table.Write(console);
    }
}
