using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>Writes tables as CSV and JSON.</summary>
internal static class TableFiles
{
    // Names in other scripts stay legible: the file is not part of a web page.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteCsv(TextWriter writer, int rowCount, IReadOnlyList<ReportColumn> columns)
    {
        writer.Write(string.Join(',', columns.Select(column => Quoted(column.Key))) + "\n");
        for (int row = 0; row < rowCount; row++)
        {
            writer.Write(string.Join(',', columns.Select(column => Quoted(Text(column.Values[row])))) + "\n");
        }
    }

    public static void WriteJson(Stream stream, IReadOnlyList<ReportTable> tables)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using Utf8JsonWriter json = new(stream, Options);
        json.WriteStartObject();
        json.WriteString("title", tables[0].Title);
        foreach (ReportTable table in tables)
        {
            IReadOnlyList<ReportColumn> columns = table.FileColumns;
            json.WriteStartArray(table.Name);
            for (int row = 0; row < table.RowCount; row++)
            {
                json.WriteStartObject();
                foreach (ReportColumn column in columns)
                {
                    json.WritePropertyName(column.Key);
                    WriteValue(json, column.Values[row]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case double figure:
                json.WriteNumberValue(figure);
                break;
            case int or long or ulong:
                json.WriteRawValue(Text(value));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
