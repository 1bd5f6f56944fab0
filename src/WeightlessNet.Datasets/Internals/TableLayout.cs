using System.Globalization;

namespace WeightlessNet.Datasets.Internals;

/// <summary>What the first pass over a table finds: header, rows, columns and labels.</summary>
/// <param name="HasHeader">Whether the first line holds column names.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="Columns">The columns to read: position, name and kind.</param>
/// <param name="Label">The position of the labels, or -1.</param>
/// <param name="Classes">The labels that must occur, in order; null to take them from the file.</param>
internal sealed record TableLayout(
    bool HasHeader,
    int RowCount,
    IReadOnlyList<(int Position, string Name, bool IsNumeric)> Columns,
    int Label,
    IReadOnlyList<string>? Classes)
{
    /// <summary>Reads a file once to find its layout.</summary>
    public static TableLayout Find(DelimitedFile file, TableFields fields, TableOptions options)
    {
        if (!file.Read())
        {
            throw file.Malformed("the file has no rows", "");
        }

        bool mustHaveHeader = options.HasHeader == true || NamesColumns(options);
        FileHeader? names = mustHaveHeader || (options.HasHeader is null && MayBeHeader(file, fields)) ? file.HeaderOfRecord() : null;
        TableColumnScan[] scans = [.. Enumerable.Range(0, file.Count).Select(column => new TableColumnScan(file[column].Trim()))];
        (int label, HashSet<int> ignored) = names is null ? (-1, []) : Named(names, options);
        HashSet<int> numeric = PositionsOf(options.NumberColumns, names);
        HashSet<int> words = PositionsOf(options.WordColumns, names);
        int below = 0;
        for (; file.Read(); below++)
        {
            for (int column = 0; column < scans.Length; column++)
            {
                scans[column].Add(file[column].Trim(), fields);
            }
        }

        bool hasHeader = names is not null
            && (mustHaveHeader || scans.Any(scan => scan.IsNumericBelow) || !scans.Any(scan => scan.RepeatsFirst));
        int rowCount = hasHeader ? below : below + 1;
        if (rowCount == 0)
        {
            throw file.Malformed("the file has no rows", scans[0].First);
        }

        label = options.LabelIndex is int index ? Position(index, scans.Length, file) : label;
        (int Position, string Name, bool IsNumeric)[] columns =
        [
            .. scans.Index().Where(scan => scan.Index != label && !ignored.Contains(scan.Index)).Select(scan => (
                scan.Index,
                hasHeader ? scan.Item.First : scan.Index.ToString(CultureInfo.InvariantCulture),
                numeric.Contains(scan.Index) || (!words.Contains(scan.Index)
                    && (hasHeader ? scan.Item.IsNumericBelow : scan.Item.IsNumericWithFirst(fields))))),
        ];
        return options.Like is { } like
            ? new TableLayout(hasHeader, rowCount, As(like, columns, numeric, words, hasHeader, file), label, like.Classes)
            : new TableLayout(hasHeader, rowCount, columns, label, null);
    }

    /// <summary>Whether options name columns, so that there must be names.</summary>
    public static bool NamesColumns(TableOptions options) => options.LabelColumn is not null
        || options.IgnoredColumns.Count + options.NumberColumns.Count + options.WordColumns.Count > 0;

    /// <summary>Throws if a column is named for two things that exclude each other.</summary>
    public static void ThrowIfNamedTwice(TableOptions options)
    {
        string?[] others = [.. options.IgnoredColumns, options.LabelColumn];
        foreach (string name in options.NumberColumns.Concat(options.WordColumns))
        {
            int uses = options.NumberColumns.Concat(options.WordColumns).Concat(others)
                .Count(other => other is not null && FileHeader.AreAlike(name, other));
            if (uses > 1)
            {
                throw new ArgumentException(
                    $"The column '{name}' is named {uses} times: it can hold numbers, hold words, be ignored or be the label.",
                    nameof(options));
            }
        }
    }

    /// <summary>Reads the rows of the file.</summary>
    public LabeledTable Read(DelimitedFile file, TableFields fields, string name)
    {
        double[]?[] numbers = [.. Columns.Select(column => column.IsNumeric ? new double[RowCount] : null)];
        string?[]?[] words = [.. Columns.Select(column => column.IsNumeric ? null : new string?[RowCount])];
        var shared = new SharedStrings();
        string[] labels = new string[Label < 0 ? 0 : RowCount];
        if (HasHeader)
        {
            file.Read();
        }

        for (int row = 0; file.Read(); row++)
        {
            for (int i = 0; i < Columns.Count; i++)
            {
                string text = file[Columns[i].Position].Trim();
                bool missing = fields.IsMissing(text);
                if (numbers[i] is { } column)
                {
                    column[row] = missing ? double.NaN : TableFields.Number(text)
                        ?? throw file.Malformed($"the value of '{Columns[i].Name}' is not a number", text);
                }
                else
                {
                    words[i]![row] = missing ? null : shared.Share(text);
                }
            }

            if (Label >= 0)
            {
                labels[row] = ReadLabel(file, fields, shared);
            }
        }

        IReadOnlyList<string> classes = Classes ?? Array.AsReadOnly(InOrder(labels));
        Dictionary<string, int> classOf = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return new LabeledTable(
            name,
            RowCount,
            Array.AsReadOnly([.. Columns.Select((column, i) => numbers[i] is { } values
                ? new TableColumn(column.Name, values)
                : new TableColumn(column.Name, words[i]!))]),
            labels.Select(label => classOf[label]).ToArray(),
            classes);
    }

    private string ReadLabel(DelimitedFile file, TableFields fields, SharedStrings shared)
    {
        string label = file[Label].Trim();
        if (fields.IsMissing(label))
        {
            throw file.Malformed("the label is missing", label);
        }

        return Classes is null || Classes.Contains(label)
            ? shared.Share(label)
            : throw file.Malformed("the label is not a class of the table that this one must be like", label);
    }

    private static bool MayBeHeader(DelimitedFile file, TableFields fields)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int column = 0; column < file.Count; column++)
        {
            string text = file[column].Trim();
            if (!seen.Add(file[column]) || TableFields.Number(text) is not null || (text.Length > 0 && fields.IsMissing(text)))
            {
                return false;
            }
        }

        return true;
    }

    private static (int Label, HashSet<int> Ignored) Named(FileHeader names, TableOptions options) => (
        options.LabelColumn is { } label ? names.Require(label) : -1,
        [.. options.IgnoredColumns.Select(names.Require)]);

    private static HashSet<int> PositionsOf(IReadOnlyList<string> columns, FileHeader? names) =>
        names is null ? [] : [.. columns.Select(names.Require)];

    private static int Position(int index, int count, DelimitedFile file)
    {
        int position = index < 0 ? count + index : index;
        return position >= 0 && position < count
            ? position
            : throw file.Malformed(
                $"the label is in column {index.ToString(CultureInfo.InvariantCulture)} of {count}", file[0]);
    }

    // The columns with the names and kinds of a table that was read before.
    private static (int Position, string Name, bool IsNumeric)[] As(
        LabeledTable like,
        (int Position, string Name, bool IsNumeric)[] columns,
        HashSet<int> numeric,
        HashSet<int> words,
        bool hasHeader,
        DelimitedFile file)
    {
        if (columns.Length != like.Columns.Count)
        {
            throw file.Malformed(
                $"the table must have {like.Columns.Count} columns besides the label, not {columns.Length}; found first", file[0]);
        }

        foreach (((int position, string name, _), TableColumn model) in columns.Zip(like.Columns))
        {
            if ((model.IsNumeric ? words : numeric).Contains(position))
            {
                throw file.Malformed(
                    $"the column '{name}' is named to hold {(model.IsNumeric ? "words" : "numbers")}, other than in the table that this "
                    + "one must be like", name);
            }
        }

        return
        [
            .. columns.Zip(like.Columns, (column, model) => !hasHeader || FileHeader.AreAlike(column.Name, model.Name)
                ? (column.Position, model.Name, model.IsNumeric)
                : throw file.Malformed($"the column '{model.Name}' was expected", column.Name)),
        ];
    }

    private static string[] InOrder(string[] labels)
    {
        string[] classes = [.. labels.Distinct(StringComparer.Ordinal)];
        return classes.All(label => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? [.. classes.OrderBy(label => long.Parse(label, CultureInfo.InvariantCulture)).ThenBy(label => label, StringComparer.Ordinal)]
            : [.. classes.Order(StringComparer.Ordinal)];
    }
}
