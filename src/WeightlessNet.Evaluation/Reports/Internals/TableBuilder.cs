namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>Builds a table column by column.</summary>
internal sealed class TableBuilder<TRow>
{
    private readonly string _name;
    private readonly string _title;
    private readonly TRow[] _rows;
    private readonly List<ReportColumn> _columns = [];

    public TableBuilder(string name, string title, IEnumerable<TRow> rows)
    {
        _name = name;
        _title = title;
        _rows = [.. rows];
    }

    /// <summary>Adds texts or whole numbers that tell what a row is about.</summary>
    public TableBuilder<TRow> Key(string key, Func<TRow, object?> value) =>
        Add(new ReportColumn(key, key, [.. _rows.Select(value)]) { IsKey = true });

    /// <summary>Adds a key; a star marks the best figure of the rows that have the same one.</summary>
    public TableBuilder<TRow> Group(string key, Func<TRow, object?> value) =>
        Add(new ReportColumn(key, key, [.. _rows.Select(value)]) { IsKey = true, IsGroup = true });

    /// <summary>Adds texts or whole numbers to files only.</summary>
    public TableBuilder<TRow> FileOnly(string key, Func<TRow, object?> value) => Add(Column(key, key, value) with { IsFileOnly = true });

    /// <summary>Adds texts or whole numbers.</summary>
    public TableBuilder<TRow> Plain(string title, string key, Func<TRow, object?> value) => Add(Column(title, key, value));

    /// <summary>Adds numbers of any size that were given, not measured.</summary>
    public TableBuilder<TRow> Parameter(string key, Func<TRow, double> value) =>
        Add(Column(key, key, row => value(row)) with { Format = "G6" });

    /// <summary>Adds figures where less is better.</summary>
    public TableBuilder<TRow> Error(string title, string key, Func<TRow, double?> value) =>
        Add(Column(title, key, row => value(row)) with { Better = Better.Less });

    /// <summary>Adds figures where more is better.</summary>
    public TableBuilder<TRow> Score(string title, string key, Func<TRow, double?> value) =>
        Add(Column(title, key, row => value(row)) with { Better = Better.More });

    /// <summary>Adds figures where neither less nor more is better.</summary>
    public TableBuilder<TRow> Figure(string title, string key, Func<TRow, double?> value) =>
        Add(Column(title, key, row => value(row)));

    /// <summary>Adds measured times.</summary>
    public TableBuilder<TRow> Time(string title, string key, Func<TRow, double?> value) =>
        Add(Column(title, key, row => value(row)) with { IsMeasured = true, Format = "0.00" });

    public ReportTable Build() => new(_name, _title, _rows.Length, _columns);

    private ReportColumn Column(string title, string key, Func<TRow, object?> value) => new(title, key, [.. _rows.Select(value)]);

    private TableBuilder<TRow> Add(ReportColumn column)
    {
        _columns.Add(column);
        return this;
    }
}
