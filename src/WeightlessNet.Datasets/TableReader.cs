using WeightlessNet.Datasets.Internals;

namespace WeightlessNet.Datasets;

/// <summary>
/// Reads tables of numbers and words, such as those of the UCI repository: comma, semicolon, tab or blank separated, with or without
/// column names and labels.
/// </summary>
/// <remarks>
/// <para>
/// A column is numeric if it holds at least one number and otherwise only numbers and missing values; a number is finite, with a decimal
/// point and without digit grouping. Other columns hold words. Blanks around a field do not count. Labels are read as text.
/// </para>
/// <para>
/// The file is read twice, as UTF-8 if all of it is valid UTF-8, otherwise as Latin-1, and may be compressed with gzip, which its content
/// tells. Lines may end with CR LF or LF; all must have the same number of fields. Thread-safe.
/// </para>
/// </remarks>
public static class TableReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The options; null for a table without labels.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The table, its rows in the order of the file.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty, the label column is given by name and by position, a column is named although there is no header,
    /// a column is named to hold numbers and to hold words, to be ignored, or to be the label, or the delimiter is not one of those listed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file has no rows, a column is missing or unclear, a line is malformed, a label is missing, the file does not fit
    /// <see cref="TableOptions.Like"/>, or it is larger than allowed. The message names the file, the line (from 1), the reason and the
    /// value.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static LabeledTable Read(string path, TableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new TableOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumUnpackedBytes);
        DelimitedFormat.Check(options.Delimiter, nameof(options));
        if (options is { LabelColumn: not null, LabelIndex: not null })
        {
            throw new ArgumentException("The label column is given by name and by position.", nameof(options));
        }

        if (options.HasHeader == false && TableLayout.NamesColumns(options))
        {
            throw new ArgumentException("A file without column names has no column to name.", nameof(options));
        }

        TableLayout.ThrowIfNamedTwice(options);

        DelimitedFile.RequireExisting(path);
        DelimitedFormat format = options.Delimiter is { } delimiter
            ? DelimitedFormat.With(delimiter)
            : DelimitedFormat.Detect(path, options.MaximumUnpackedBytes);
        format = format with { Encoding = TextEncoding.Of(path, options.MaximumUnpackedBytes, cancellation) };
        DelimitedFile Open() => new(path, format, cancellation, options.MaximumUnpackedBytes);

        var fields = new TableFields(options.MissingMarks);
        TableLayout layout;
        using (DelimitedFile file = Open())
        {
            layout = TableLayout.Find(file, fields, options);
        }

        using (DelimitedFile file = Open())
        {
            return layout.Read(file, fields, UnpackedFile.NameOf(path));
        }
    }
}
