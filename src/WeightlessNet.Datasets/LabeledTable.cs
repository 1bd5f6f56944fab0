namespace WeightlessNet.Datasets;

/// <summary>Rows of numbers and words with their labels, read by <see cref="TableReader"/>.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class LabeledTable
{
    internal LabeledTable(
        string name, int rowCount, IReadOnlyList<TableColumn> columns, ReadOnlyMemory<int> labels, IReadOnlyList<string> classes)
    {
        Name = name;
        RowCount = rowCount;
        Columns = columns;
        Labels = labels;
        Classes = classes;
    }

    /// <summary>The name of the file without its extensions.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns in the order of the file, without the labels and the columns left out.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The class of each row, a position in <see cref="Classes"/>; empty if the table has no labels.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>
    /// The different labels, in numerical order if all are integers, otherwise in ordinal order; empty if the table has no labels. With
    /// <see cref="TableOptions.Like"/> those of the other table, with labels or without.
    /// </summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Finds a column.</summary>
    /// <param name="name">The exact name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public TableColumn Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new ArgumentException($"The table '{Name}' has no column '{name}'.", nameof(name));
}
