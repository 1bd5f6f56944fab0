namespace WeightlessNet.Datasets.Internals;

/// <summary>Forwards text, and throws if a single record is too long.</summary>
internal sealed class BoundedTextReader(TextReader inner, string fileName) : TextReader
{
    // The longest record of The Movies Dataset has about 20,000 characters.
    internal const int MaximumRecordLength = 1 << 20;

    private long _length;
    private int _line = 1;

    /// <summary>Starts counting the length of the next record.</summary>
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
