using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Reports;

/// <summary>A table of a report. Immutable and safe to share between threads.</summary>
public sealed class ReportTable
{
    private readonly IReadOnlyList<ReportColumn> _columns;

    internal ReportTable(string name, string title, int rowCount, IReadOnlyList<ReportColumn> columns)
    {
        Name = name;
        Title = title;
        RowCount = rowCount;
        _columns = columns;
        ColumnNames = Array.AsReadOnly([.. columns.Where(column => !column.IsMeasured).Select(column => column.Key)]);
    }

    /// <summary>The name of the table in JSON, such as "results".</summary>
    public string Name { get; }

    /// <summary>The line above the table in text.</summary>
    public string Title { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The names of the columns in files, such as "hit_rate"; measured times are not in files.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>
    /// The table as text, at most 80 columns wide. A star marks the best figures of a column, in a ranking those of each
    /// list length. Columns that do not fit follow below, and
    /// long names are cut.
    /// </summary>
    public override string ToString() => TableText.Of(Title, RowCount, _columns);

    /// <summary>Writes the table as comma-separated values (RFC 4180, but with line feeds) with a heading line.</summary>
    /// <param name="writer">The target; it stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TableFiles.WriteCsv(writer, RowCount, FileColumns);
    }

    internal IReadOnlyList<ReportColumn> FileColumns => [.. _columns.Where(column => !column.IsMeasured)];
}
