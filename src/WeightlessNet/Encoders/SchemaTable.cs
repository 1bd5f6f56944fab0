using System.Globalization;

namespace WeightlessNet.Encoders;

/// <summary>Prints the description of a schema as a table.</summary>
internal static class SchemaTable
{
    private const int Width = 80;
    private const int WidestName = 20;
    private const string Cut = "...";
    private static readonly string[] Heads = ["field", "kind", "bits", "missing", "dropped"];

    /// <summary>Writes the table, at most 80 columns wide, without a line feed at its end.</summary>
    public static string Write(SchemaDescription schema)
    {
        string[][] rows = [Heads, .. schema.Fields.Select(CellsOf)];
        int[] widths = [.. Heads.Select((_, column) => rows.Max(row => row[column].Length))];
        int rest = Width - widths.Sum(width => width + 2);
        List<string> lines = [FormattableString.Invariant($"{schema.RecordCount} records, {schema.BitCount} bits")];
        for (int i = 0; i < rows.Length; i++)
        {
            IEnumerable<string> cells = rows[i].Select(
                (cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            string values = i == 0 ? "values" : ValuesOf(schema.Fields[i - 1], rest);
            lines.Add($"{string.Join("  ", cells)}  {values}".TrimEnd());
        }

        lines.AddRange(schema.Fields.Where(static field => field.Dropped.Count > 0).Select(DroppedOf));
        return string.Join('\n', lines);
    }

    private static string[] CellsOf(FieldDescription field) =>
    [
        Shortened(Printable(field.Name), WidestName),
        KindOf(field.Kind),
        field.BitCount.ToString(CultureInfo.InvariantCulture),
        field.Missing.ToString(CultureInfo.InvariantCulture),
        field.Dropped.Count.ToString(CultureInfo.InvariantCulture),
    ];

    private static string KindOf(FieldKind kind) => kind switch
    {
        FieldKind.Word => "word",
        FieldKind.Words => "words",
        FieldKind.Flag => "flag",
        FieldKind.Number => "number",
        FieldKind.Date => "date",
        FieldKind.Text => "text",
        _ => "custom",
    };

    // Of levels, the first and the last; otherwise the values that most records have.
    private static string ValuesOf(FieldDescription field, int width)
    {
        if (field.IsOrdered)
        {
            string[] levels = [.. field.Values.Select(static one => one.Value).Where(static one => one != ThermometerEncoder.Known)];
            return Shortened(levels.Length < 2 ? string.Concat(levels) : $"{levels[0]} {Cut} {levels[^1]}", width);
        }

        return Listed(field.Values.OrderByDescending(static value => value.Count), field.BitCount, width);
    }

    private static string DroppedOf(FieldDescription field)
    {
        string start = $"{Shortened(Printable(field.Name), WidestName)}, dropped: ";
        return start + Listed(field.Dropped, field.Dropped.Count, Width - start.Length);
    }

    // As many values as fit, and "..." if there are more.
    private static string Listed(IEnumerable<ValueCount> values, int count, int width)
    {
        string list = "";
        int written = 0;
        foreach (ValueCount value in values)
        {
            string next = FormattableString.Invariant($"{list}{(list.Length > 0 ? ", " : "")}{Printable(value.Value)} {value.Count}");
            int end = written + 1 < count ? Cut.Length + 2 : 0;
            if (next.Length + end > width)
            {
                return written == 0 ? Shortened(next, width) : $"{list}, {Cut}";
            }

            list = next;
            written++;
        }

        return list;
    }

    private static string Shortened(string text, int width)
    {
        int end = width - Cut.Length;
        return text.Length <= width ? text : $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}{Cut}";
    }

    // Without line feeds and tabs, which would break the table.
    private static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(static one => char.IsControl(one) ? ' ' : one))
        : text;
}
