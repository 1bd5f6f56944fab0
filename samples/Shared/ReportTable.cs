using Spectre.Console;

namespace WeightlessNet.Samples;

/// <summary>
/// A table that drops nothing in a narrow terminal: columns that do not fit follow in further tables with the same first column.
/// </summary>
internal sealed class ReportTable
{
    // A space on each side of a cell, and one between cells.
    private const int CellMargin = 3;

    private readonly string _title;
    private readonly string[] _columns;
    private readonly List<(string Text, bool IsBest)[]> _rows = [];

    /// <param name="title">The title above the table.</param>
    /// <param name="columns">The headings. The first column names the rows.</param>
    public ReportTable(string title, params IEnumerable<string> columns)
    {
        _title = title;
        _columns = [.. columns];
    }

    /// <summary>Adds a row: its name, then a cell for each further column. The best of a column is marked.</summary>
    public void AddRow(string name, params IEnumerable<(string Text, bool IsBest)> cells) => _rows.Add([(name, false), .. cells]);

    /// <summary>Writes the table, as several ones if the console is too narrow.</summary>
    public void Write(IAnsiConsole console)
    {
        int next = 1;
        while (next < _columns.Length)
        {
            int width = WidthOf(0) + 1;
            int from = next;
            do
            {
                width += WidthOf(next);
                next++;
            }
            while (next < _columns.Length && width + WidthOf(next) <= console.Profile.Width);
            WritePart(console, from == 1 ? _title : $"{_title}, continued", from, next);
        }
    }

    private void WritePart(IAnsiConsole console, string title, int from, int to)
    {
        Table table = ReportConsole.BeginTable(console, title, [_columns[0], .. _columns[from..to]]);
        foreach ((string Text, bool IsBest)[] row in _rows)
        {
            table.AddRow(
            [
                ReportConsole.Cell(row[0].Text, isBest: false),
                .. row[from..to].Select(cell => ReportConsole.Cell(cell.Text, cell.IsBest)),
            ]);
        }

        console.Write(table);
    }

    private int WidthOf(int column) =>
        _rows.Select(row => row[column].Text.Length + (row[column].IsBest ? 1 : 0)).Append(_columns[column].Length).Max() + CellMargin;
}
