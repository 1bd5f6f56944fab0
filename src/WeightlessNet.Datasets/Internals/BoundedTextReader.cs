namespace WeightlessNet.Datasets.Internals;

/// <summary>Passes text on and refuses to go on where one record alone would take too much memory.</summary>
internal sealed class BoundedTextReader(TextReader inner, string fileName) : TextReader
{
    // The longest record of The Movies Dataset is some 20,000 characters.
    internal const int MaximumRecordLength = 1 << 20;

    private long _length;
    private int _line = 1;

    /// <summary>Tells the reader that a record has ended, so that its length is counted anew.</summary>
    public void StartRecord(int line)
    {
        _length = 0;
        _line = line;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (_length > MaximumRecordLength)
        {
            throw new InvalidDataException($"{fileName}, line {_line}: the record is longer than {MaximumRecordLength} characters.");
        }

        int read = inner.Read(buffer);
        _length += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
