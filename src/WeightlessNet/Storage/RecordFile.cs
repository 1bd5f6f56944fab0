using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace WeightlessNet.Storage;

/// <summary>
/// An append-only file of records. Each record has a checksum of its offset, length and bytes. Only one process at a time can have the file
/// open.
/// </summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class RecordFile : IDisposable
{
    /// <summary>The maximum size of a record, in bytes.</summary>
    public const int MaximumRecord = 1 << 16;

    /// <summary>The number of bytes before a record: its length and its checksum.</summary>
    internal const int FrameLength = 8;

    private const ushort Version = 1;
    private const ushort OldestReader = 1;
    private const int HeaderLength = 16;
    private const int ChecksummedHeader = 12;

    private readonly string _path;
    private readonly byte[] _description;
    private readonly SafeFileHandle _lock;
    private SafeFileHandle _file;
    private byte[] _frame = new byte[64];

    private RecordFile(string path, byte[] description, SafeFileHandle @lock)
    {
        _path = path;
        _description = description;
        _lock = @lock;
        File.Delete(Temporary);
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, Temporary, stream => WriteAll(stream, []));
        }

        _file = OpenFile();
    }

    /// <summary>The size of the file in bytes; it contains whole records only.</summary>
    public long Length { get; private set; }

    /// <summary>The number of bytes of an incomplete last record that were cut off when the file was opened.</summary>
    public long DiscardedBytes { get; private set; }

    private static ReadOnlySpan<byte> Signature => "WNLG\r\n\x1A\n"u8;

    private string Temporary => _path + ".tmp";

    /// <summary>Opens a file, or creates it if it does not exist, and cuts off an incomplete last record.</summary>
    /// <param name="path">The file. A lock file with the same name plus ".lock" is created and not deleted.</param>
    /// <param name="description">The first record, which describes the others; an existing file must have the same one.</param>
    /// <param name="check">Throws <see cref="InvalidDataException"/> for a record that is not valid.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind, or is damaged before its end.</exception>
    /// <exception cref="IOException">Another process has the file open, or the file cannot be read or written.</exception>
    public static RecordFile Open(string path, byte[] description, RecordReader check)
    {
        // The current directory may change while the file is open.
        path = Path.GetFullPath(path);
        SafeFileHandle @lock = File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        RecordFile? records = null;
        try
        {
            records = new RecordFile(path, description, @lock);
            records.Recover(check);
            return records;
        }
        catch
        {
            records?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>Passes every whole record of a file to a reader, and changes nothing. An incomplete last record is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readDescription">Reads the first record.</param>
    /// <param name="read">Reads another record, in the order of writing.</param>
    /// <exception cref="InvalidDataException">The file is not of this kind, or is damaged before its end.</exception>
    /// <exception cref="IOException">The file is open elsewhere, or cannot be read.</exception>
    public static void Read(string path, RecordReader readDescription, RecordReader read)
    {
        string lockPath = path + ".lock";
        using SafeFileHandle? held = File.Exists(lockPath)
            ? File.OpenHandle(lockPath, FileMode.Open, FileAccess.Read, FileShare.None)
            : null;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        _ = Scan(file, path, readDescription, read);
    }

    /// <summary>Passes every record but the description to a reader, in the order of writing.</summary>
    public void ReadAll(RecordReader read)
    {
        RecordScanner scanner = new(_file, Length);
        long offset = HeaderLength + FrameLength + _description.Length;
        while (offset < Length)
        {
            if (!scanner.TryRead(offset, out ReadOnlySpan<byte> record))
            {
                throw new InvalidDataException($"The file '{_path}' was changed at byte {offset} by something else while it was open.");
            }

            read(offset, record);
            offset += FrameLength + record.Length;
        }
    }

    /// <summary>Appends records framed by <see cref="Frame"/>; the operating system has them when this returns.</summary>
    /// <param name="length">The number of bytes framed.</param>
    public void Append(int length)
    {
        try
        {
            RandomAccess.Write(_file, _frame.AsSpan(0, length), Length);
        }
        catch (IOException)
        {
            // Cut off the incomplete records now rather than when the file is next opened.
            CutBackIfPossible();
            throw;
        }

        Length += length;
    }

    /// <summary>Frames a record after those already framed.</summary>
    /// <param name="record">The record, 1 to <see cref="MaximumRecord"/> bytes.</param>
    /// <param name="at">The number of bytes already framed.</param>
    /// <returns>The number of bytes now framed.</returns>
    public int Frame(ReadOnlySpan<byte> record, int at = 0)
    {
        int end = checked(at + FrameLength + record.Length);
        if (end > _frame.Length)
        {
            Array.Resize(ref _frame, (int)Math.Min(Math.Max(end, 2L * _frame.Length), Array.MaxLength));
        }

        WriteFrame(_frame.AsSpan(at, end - at), record, Length + at);
        return end;
    }

    /// <summary>Flushes all records to disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Replaces all records; a crash leaves either the old or the new ones.</summary>
    public void Replace(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        // Not every system can rename over an open file. The lock still keeps other processes out.
        _file.Dispose();
        try
        {
            AtomicFile.Write(_path, Temporary, stream => WriteAll(stream, records));
        }
        finally
        {
            _file = OpenFile();
            Length = RandomAccess.GetLength(_file);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>The checksum of a record's offset in the file, length and bytes.</summary>
    public static uint ChecksumOf(long offset, ReadOnlySpan<byte> record)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(place, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(place[sizeof(long)..], (uint)record.Length);
        return Crc32C.Append(Crc32C.Append(Crc32C.Empty, place), record);
    }

    private static void WriteFrame(Span<byte> frame, ReadOnlySpan<byte> record, long offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[sizeof(uint)..], ChecksumOf(offset, record));
        record.CopyTo(frame[FrameLength..]);
    }

    private SafeFileHandle OpenFile() => File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    private void WriteAll(Stream stream, IEnumerable<ReadOnlyMemory<byte>> records)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Signature.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], OldestReader);
        BinaryPrimitives.WriteUInt32LittleEndian(
            header[ChecksummedHeader..], Crc32C.Append(Crc32C.Empty, header[..ChecksummedHeader]));
        stream.Write(header);
        long offset = HeaderLength;
        byte[] frame = new byte[FrameLength + MaximumRecord];
        foreach (ReadOnlyMemory<byte> record in records.Prepend(_description))
        {
            Span<byte> framed = frame.AsSpan(0, FrameLength + record.Length);
            WriteFrame(framed, record.Span, offset);
            stream.Write(framed);
            offset += framed.Length;
        }
    }

    private void Recover(RecordReader check)
    {
        Length = Scan(
            _file,
            _path,
            (offset, first) =>
            {
                if (!first.SequenceEqual(_description))
                {
                    throw Invalid(_path, offset, "the file is of other items or another scale");
                }
            },
            check);
        DiscardedBytes = RandomAccess.GetLength(_file) - Length;
        if (DiscardedBytes > 0)
        {
            RandomAccess.SetLength(_file, Length);
            Flush();
        }
    }

    // Reads all whole records, and returns the offset of their end.
    private static long Scan(SafeFileHandle file, string path, RecordReader readDescription, RecordReader read)
    {
        CheckHeader(file, path);
        long end = RandomAccess.GetLength(file);
        RecordScanner scanner = new(file, end);
        if (!scanner.TryRead(HeaderLength, out ReadOnlySpan<byte> first))
        {
            throw Invalid(path, HeaderLength, "the first record is incomplete");
        }

        readDescription(HeaderLength, first);
        long offset = HeaderLength + FrameLength + first.Length;
        while (scanner.TryRead(offset, out ReadOnlySpan<byte> record))
        {
            read(offset, record);
            offset += FrameLength + record.Length;
        }

        // An incomplete record is always the last one. If a whole record follows, the bytes before it were damaged later.
        long reach = Math.Min(end, offset + FrameLength + MaximumRecord);
        for (long behind = offset + 1; behind < reach; behind++)
        {
            if (scanner.TryRead(behind, out _))
            {
                throw Invalid(path, offset, $"a record is damaged; a whole one follows at byte {behind}");
            }
        }

        // An incomplete record is not longer than the maximum either, apart from zeros that a file system may have appended.
        if (scanner.FirstNonZero(reach) is long beyond && beyond < end)
        {
            throw Invalid(path, offset, $"a record is damaged; data follows at byte {beyond}, beyond the maximum length of a record");
        }

        return offset;
    }

    private static void CheckHeader(SafeFileHandle file, string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        int read = RandomAccess.Read(file, header, 0);
        if (read < HeaderLength || !header.StartsWith(Signature))
        {
            throw Invalid(path, 0, "it does not begin with the signature of a rating journal");
        }

        uint checksum = Crc32C.Append(Crc32C.Empty, header[..ChecksummedHeader]);
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        ushort oldestReader = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksummedHeader..]))
        {
            throw Invalid(path, ChecksummedHeader, "the checksum of the header is wrong");
        }

        if (oldestReader == 0 || oldestReader > Version || version < oldestReader)
        {
            throw Invalid(
                path, 8, $"it has version {version} and needs a reader of version {oldestReader}, not {Version}; update the library");
        }
    }

    private static InvalidDataException Invalid(string path, long offset, string reason) =>
        new($"The file '{path}' is not valid at byte {offset}: {reason}.");

    private void CutBackIfPossible()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The next record overwrites the remaining bytes.
        }
    }
}
