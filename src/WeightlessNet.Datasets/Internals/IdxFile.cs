using System.Buffers.Binary;
using System.IO.Compression;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Reads an IDX file of bytes, plain or compressed with gzip; exceptions name the file and the offset.</summary>
internal sealed class IdxFile : IDisposable
{
    private const int FirstChunk = 1 << 20;
    private const byte UnsignedByte = 0x08;

    private readonly string _path;
    private readonly CancellationToken _cancellation;
    private readonly FileStream _file;
    private readonly Stream _content;
    private readonly long? _knownLength;
    private long _offset;

    public IdxFile(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{path}' is missing.", path);
        }

        _path = path;
        _cancellation = cancellation;
        _file = File.OpenRead(path);

        bool isGzip = UnpackedFile.IsGzip(_file);
        _content = isGzip ? new GZipStream(_file, CompressionMode.Decompress) : _file;
        _knownLength = isGzip ? null : _file.Length;
    }

    /// <summary>Reads the magic number and the sizes.</summary>
    /// <param name="names">The plural nouns for the sizes, for messages.</param>
    /// <returns>The sizes, each above 0. Their product fits into one array, and into the file if its length is known.</returns>
    public int[] ReadHeader(params ReadOnlySpan<string> names)
    {
        int magic = ReadInteger("the magic number");
        int expected = (UnsignedByte << 8) | names.Length;
        if (magic != expected)
        {
            throw Malformed(0, $"the magic number must be 0x{expected:X8}, not 0x{magic:X8}");
        }

        int[] sizes = new int[names.Length];
        long total = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            long start = _offset;
            uint size = (uint)ReadInteger($"the number of {names[i]}");
            if (size == 0 || size > Array.MaxLength || total * size > Array.MaxLength)
            {
                throw Malformed(
                    start, $"the number of {names[i]} is {size}; sizes must be above 0 and make at most {Array.MaxLength} bytes");
            }

            sizes[i] = (int)size;
            total *= size;
        }

        return _knownLength - _offset < total
            ? throw Malformed(_knownLength!.Value, $"the file ends early: the header declares {total} bytes after offset {_offset}")
            : sizes;
    }

    /// <summary>Reads everything after the header.</summary>
    /// <param name="length">The required number of bytes.</param>
    public byte[] ReadBody(int length)
    {
        // The uncompressed length of a gzip file is unknown: grow the memory as data arrives, not by the header.
        byte[] body = new byte[_knownLength is null ? Math.Min(length, FirstChunk) : length];
        int filled = 0;
        while (filled < length)
        {
            if (filled == body.Length)
            {
                Array.Resize(ref body, (int)Math.Min(length, 2L * filled));
            }

            int read = Read(body.AsSpan(filled, Math.Min(FirstChunk, body.Length - filled)));
            if (read == 0)
            {
                throw Malformed(_offset, $"the data ends after {filled} of {length} bytes");
            }

            filled += read;
        }

        long end = _offset;
        return Read(stackalloc byte[1]) == 0
            ? body
            : throw Malformed(end, $"there are more than the {length} bytes that the header declares");
    }

    public InvalidDataException Malformed(long offset, string reason) => new($"The file '{_path}', offset {offset}: {reason}.");

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private int ReadInteger(string what)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        for (int filled = 0; filled < bytes.Length;)
        {
            int read = Read(bytes[filled..]);
            filled += read > 0 ? read : throw Malformed(_offset, $"the data ends within {what}");
        }

        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private int Read(Span<byte> destination)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            int read = _content.Read(destination);
            _offset += read;
            return read;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"The file '{_path}', offset {_offset}: the gzip data is damaged. {exception.Message}", exception);
        }
    }
}
