using System.Text;
using CsvHelper;

namespace WeightlessNet.Datasets;

/// <summary>How the records of a text file are written.</summary>
/// <param name="Delimiter">What stands between two fields.</param>
/// <param name="Encoding">The characters' encoding.</param>
/// <param name="Mode">Whether fields may be quoted.</param>
/// <param name="Shape">Whether every record has the same number of fields.</param>
internal sealed record RecordFormat(string Delimiter, Encoding Encoding, CsvMode Mode, RecordShape Shape)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Comma separated, fields quoted where needed, UTF-8.</summary>
    public static RecordFormat Csv { get; } = new(",", StrictUtf8, CsvMode.RFC4180, RecordShape.Regular);

    /// <summary>As <see cref="Csv"/>, but records may be cut short and quotes may stand where they should not.</summary>
    public static RecordFormat RaggedCsv { get; } = Csv with { Shape = RecordShape.Ragged };

    /// <summary>Tab separated, never quoted, Latin-1.</summary>
    public static RecordFormat Tabs { get; } = new("\t", Encoding.Latin1, CsvMode.NoEscape, RecordShape.Regular);

    /// <summary>Separated by '|', never quoted, Latin-1.</summary>
    public static RecordFormat Bars { get; } = Tabs with { Delimiter = "|" };

    /// <summary>Separated by '::', never quoted, Latin-1.</summary>
    public static RecordFormat DoubleColons { get; } = Tabs with { Delimiter = "::" };
}
