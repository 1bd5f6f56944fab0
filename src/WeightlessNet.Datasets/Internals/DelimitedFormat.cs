using System.Text;
using CsvHelper;

namespace WeightlessNet.Datasets.Internals;

/// <summary>How the records of a text file are written.</summary>
/// <param name="Delimiter">The separator of fields.</param>
/// <param name="Encoding">
/// The character encoding of a file without a byte order mark; null if the content decides: UTF-8 if all of it is, otherwise Latin-1.
/// </param>
/// <param name="Mode">Whether fields may be quoted.</param>
/// <param name="Shape">Whether every record has the same number of fields.</param>
internal sealed record DelimitedFormat(string Delimiter, Encoding? Encoding, CsvMode Mode, DelimitedShape Shape)
{
    // A first line that is longer than this is judged by its start.
    private const int SniffedCharacters = 1 << 14;

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

    /// <summary>Separated by '::', never quoted, UTF-8.</summary>
    public static DelimitedFormat DoubleColonUtf8 { get; } = DoubleColonText with { Encoding = TextEncoding.StrictUtf8 };

    /// <summary>Whether each run of blanks and tabs counts as one delimiter.</summary>
    public bool CollapsesBlanks { get; private init; }

    /// <summary>Throws if a delimiter is neither null nor one that <see cref="With"/> accepts.</summary>
    public static void Check(string? delimiter, string parameter)
    {
        if (delimiter is not (null or "\t" or ";" or "," or "::" or "|" or " "))
        {
            throw new ArgumentException($"The delimiter must be tab, ';', ',', '::', '|' or a blank, not '{delimiter}'.", parameter);
        }
    }

    /// <summary>
    /// A file with a delimiter, UTF-8 or Latin-1. Fields may be quoted if the delimiter is a comma or a semicolon. A blank stands for any
    /// run of blanks and tabs.
    /// </summary>
    public static DelimitedFormat With(string delimiter) => delimiter switch
    {
        " " => Tabs with { Encoding = null, CollapsesBlanks = true },
        "," or ";" => Csv with { Delimiter = delimiter, Encoding = null },
        _ => Tabs with { Delimiter = delimiter, Encoding = null },
    };

    /// <summary>
    /// The format of a file by its first line: the first of tab, semicolon, comma, '::' and '|' that occurs outside quotes, otherwise
    /// blanks.
    /// </summary>
    public static DelimitedFormat Detect(string path, long maximumBytes)
    {
        using var reader = new StreamReader(UnpackedFile.Open(path, maximumBytes), Encoding.Latin1);
        Span<char> start = new char[SniffedCharacters];
        ReadOnlySpan<char> line = start[..reader.ReadBlock(start)].TrimStart("\r\n ");
        int end = line.IndexOfAny('\r', '\n');
        string unquoted = OutsideQuotes(end < 0 ? line : line[..end]);
        foreach (string delimiter in (ReadOnlySpan<string>)["\t", ";", ",", "::", "|"])
        {
            if (unquoted.Contains(delimiter, StringComparison.Ordinal))
            {
                return With(delimiter);
            }
        }

        return With(unquoted.AsSpan().Trim().Contains(' ') ? " " : ",");
    }

    private static string OutsideQuotes(ReadOnlySpan<char> line)
    {
        var text = new StringBuilder();
        bool quoted = false;
        foreach (char c in line)
        {
            quoted ^= c == '"';
            text.Append(quoted ? '"' : c);
        }

        return text.ToString();
    }
}
