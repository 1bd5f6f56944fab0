using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Reads a text file record by record; exceptions name the file and the line.</summary>
internal sealed class DelimitedFile : IDisposable
{
    private const int MaximumShownValue = 60;
    private const int RecordsBetweenCancellationChecks = 4096;

    // 9999-12-31T23:59:59Z: no later time fits a DateTimeOffset.
    private const long LatestTimestamp = 253_402_300_799;

    private static readonly string[] IsoTimes =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    private readonly string _path;
    private readonly DelimitedFormat _format;
    private readonly Encoding _encoding;
    private readonly CancellationToken _cancellation;
    private readonly BoundedTextReader _reader;
    private readonly CsvParser _parser;
    private int _expectedCount;

    /// <summary>Opens a file, plain or compressed with gzip.</summary>
    public DelimitedFile(
        string path,
        DelimitedFormat format,
        CancellationToken cancellation,
        long maximumBytes = UnpackedFile.DefaultMaximumBytes)
    {
        RequireExisting(path);
        _path = path;
        _format = format;
        _cancellation = cancellation;
        _encoding = TextEncoding.OfMark(path, maximumBytes) ?? format.Encoding ?? TextEncoding.Of(path, maximumBytes, cancellation);

        // The reader's own detection of marks would choose encodings that replace invalid bytes.
        TextReader text = new StreamReader(UnpackedFile.Open(path, maximumBytes), _encoding, detectEncodingFromByteOrderMarks: false);
        _reader = new BoundedTextReader(format.CollapsesBlanks ? new BlankCollapsingReader(text) : text, Path.GetFileName(path));
        _parser = new CsvParser(_reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = format.Delimiter,
            Mode = format.Mode,
            BadDataFound = format.Shape == DelimitedShape.Ragged ? null : ThrowBadData,
        });
    }

    /// <summary>How many fields the current record has.</summary>
    public int Count => _parser.Count;

    /// <summary>A field of the current record; empty where the record has no such field.</summary>
    public string this[int column] => column >= 0 && column < _parser.Count ? _parser[column] ?? "" : "";

    /// <summary>Throws if there is no such file.</summary>
    public static void RequireExisting(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{path}' is missing.", path);
        }
    }

    /// <summary>Moves to the next record. Returns false at the end of the file.</summary>
    public bool Read()
    {
        if (_parser.Row % RecordsBetweenCancellationChecks == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }

        try
        {
            if (!_parser.Read())
            {
                return false;
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException(
                $"{Path.GetFileName(_path)}, line {_parser.RawRow + 1} or after: the text is not {_encoding.WebName}.", exception);
        }

        _reader.StartRecord(_parser.RawRow + 1);
        if (_format.Shape == DelimitedShape.Regular)
        {
            _expectedCount = _expectedCount == 0 ? _parser.Count : _expectedCount;
            if (_parser.Count != _expectedCount)
            {
                // An unclosed quote swallows the fields after it. Reading its field throws the more precise exception first.
                _ = _parser[_parser.Count - 1];
                throw Malformed(
                    $"has {Fields(_parser.Count)} where {Fields(_expectedCount)} were expected",
                    WithoutLineBreak(_parser.RawRecord).ToString());
            }
        }

        return true;
    }

    /// <summary>Reads the record of column names that a file begins with.</summary>
    public FileHeader ReadHeader()
    {
        if (!Read())
        {
            throw new InvalidDataException($"{Path.GetFileName(_path)}, line 1: the file is empty; a line of column names was expected.");
        }

        return HeaderOfRecord();
    }

    /// <summary>The current record as column names.</summary>
    public FileHeader HeaderOfRecord()
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int column = 0; column < Count; column++)
        {
            if (!columns.TryAdd(this[column], column))
            {
                throw Malformed("names a column twice", this[column]);
            }
        }

        return new FileHeader(this, columns);
    }

    /// <summary>A user's or film's id: an integer above 0.</summary>
    public int Id(int column, string name)
    {
        string text = this[column];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0
            ? id
            : throw Malformed($"the {name} is not an integer from 1 to {int.MaxValue}", text);
    }

    /// <summary>A rating on the half-star scale.</summary>
    public float HalfStars(int column)
    {
        string text = this[column];
        if (!float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float value))
        {
            throw Malformed("the rating is not a number", text);
        }

        return value is >= 0.5f and <= 5f && value * 2 == MathF.Floor(value * 2)
            ? value
            : throw Malformed("the rating is not a half or whole star from 0.5 to 5", text);
    }

    /// <summary>A rating that is a whole number.</summary>
    public float Whole(int column, int minimum, int maximum)
    {
        string text = this[column];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw Malformed($"the rating is not an integer from {minimum} to {maximum}", text);
    }

    /// <summary>A finite number; null if the field holds something else.</summary>
    public double? Number(int column) =>
        double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A time in seconds since 1970.</summary>
    public long Timestamp(int column)
    {
        string text = this[column];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= LatestTimestamp
            ? seconds
            : throw Malformed("the timestamp is not an integer number of seconds since 1970", text);
    }

    /// <summary>A time in seconds since 1970, or a date and time in ISO 8601 form.</summary>
    public long TimestampOrDate(int column)
    {
        string text = this[column];
        if (Number(column) is double seconds and >= 0 and <= LatestTimestamp)
        {
            return (long)seconds;
        }

        return DateTimeOffset.TryParseExact(
                text, IsoTimes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && time >= DateTimeOffset.UnixEpoch
            ? time.ToUnixTimeSeconds()
            : throw Malformed("the time is neither a number of seconds since 1970 nor an ISO 8601 date", text);
    }

    /// <summary>An exception for the current record that names the file, the line and the value.</summary>
    public InvalidDataException Malformed(string reason, string value) => Malformed(reason, value, LineBreaksWithin(_parser.RawRecord));

    public void Dispose() => _parser.Dispose();

    private InvalidDataException Malformed(string reason, string value, int lineBreaks)
    {
        int line = Math.Max(1, _parser.RawRow - lineBreaks);
        return new InvalidDataException($"{Path.GetFileName(_path)}, line {line}: {reason}: '{Shorten(value)}'.");
    }

    // The parser reports bad data in two cases: text outside the quotes of a field, and a quote not closed before the end of the file. In
    // the second case the record's last line break is part of the field.
    private void ThrowBadData(BadDataFoundArgs bad)
    {
        int breaks = LineBreaksWithin(bad.RawRecord);
        throw bad.Field.EndsWith('\n')
            ? Malformed("a quoted field is never closed", bad.Field, breaks + 1)
            : Malformed("a quote is inside a field", bad.Field, breaks);
    }

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    private static int LineBreaksWithin(string record) => WithoutLineBreak(record).Count('\n');

    private static ReadOnlySpan<char> WithoutLineBreak(ReadOnlySpan<char> record) =>
        record.EndsWith("\r\n") ? record[..^2] : record.EndsWith("\n") || record.EndsWith("\r") ? record[..^1] : record;

    // Blanks stay: they may be what is wrong with the value. Other white space and control characters are escaped.
    private static string Shorten(string value)
    {
        var shown = new StringBuilder(MaximumShownValue);
        foreach (char c in value.AsSpan(0, Math.Min(value.Length, MaximumShownValue)))
        {
            _ = c switch
            {
                '\t' => shown.Append(@"\t"),
                '\r' => shown.Append(@"\r"),
                '\n' => shown.Append(@"\n"),
                not ' ' when char.IsControl(c) || char.IsWhiteSpace(c) => shown.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => shown.Append(c),
            };
        }

        return value.Length > MaximumShownValue ? shown.Append("...").ToString() : shown.ToString();
    }
}
