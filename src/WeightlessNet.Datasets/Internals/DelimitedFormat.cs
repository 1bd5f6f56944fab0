using System.Text;
using CsvHelper;

namespace WeightlessNet.Datasets.Internals;

/// <summary>How the records of a text file are written.</summary>
/// <param name="Delimiter">The separator of fields.</param>
/// <param name="Encoding">The character encoding; null if the content decides: UTF-8 if all of it is, otherwise Latin-1.</param>
/// <param name="Mode">Whether fields may be quoted.</param>
/// <param name="Shape">Whether every record has the same number of fields.</param>
internal sealed record DelimitedFormat(string Delimiter, Encoding? Encoding, CsvMode Mode, DelimitedShape Shape)
{
    /// <summary>Comma-separated, fields quoted if needed, UTF-8.</summary>
    public static DelimitedFormat Csv { get; } = new(",", TextEncoding.StrictUtf8, CsvMode.RFC4180, DelimitedShape.Regular);

    /// <summary>As <see cref="Csv"/>, but records may end early and quotes may be misplaced.</summary>
    public static DelimitedFormat RaggedCsv { get; } = Csv with { Shape = DelimitedShape.Ragged };

    /// <summary>Tab-separated, never quoted, Latin-1.</summary>
    public static DelimitedFormat Tabs { get; } = new("\t", Encoding.Latin1, CsvMode.NoEscape, DelimitedShape.Regular);

    /// <summary>Separated by '|', never quoted, UTF-8 or Latin-1.</summary>
    public static DelimitedFormat Bars { get; } = Tabs with { Delimiter = "|", Encoding = null };

    /// <summary>Separated by '::', never quoted, only numbers.</summary>
    public static DelimitedFormat DoubleColonNumbers { get; } = Tabs with { Delimiter = "::" };

    /// <summary>Separated by '::', never quoted, UTF-8 or Latin-1.</summary>
    public static DelimitedFormat DoubleColonText { get; } = DoubleColonNumbers with { Encoding = null };
}
