namespace WeightlessNet.Datasets.Internals;

/// <summary>Reads unpacked data up to a limit; exceptions name the file.</summary>
internal sealed class LimitedStream(Stream unpacked, string fileName, long maximumBytes) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = unpacked.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"{fileName}: the gzip data is damaged after {_read} unpacked bytes. {exception.Message}", exception);
        }

        _read += read;
        return _read <= maximumBytes
            ? read
            : throw new InvalidDataException($"{fileName}: the file unpacks to more than the {maximumBytes} bytes allowed.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
