using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace WeightlessNet.Storage;

/// <summary>
/// A file of records that only grows. Each record has a checksum over its place, its length and its bytes. One process at a time has the
/// file open.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class RecordFile : IDisposable
{
    /// <summary>How many bytes a record has at the most.</summary>
    public const int MaximumRecord = 1 << 16;

    private const ushort Version = 1;
    private const ushort OldestReader = 1;
    private const int HeaderLength = 16;
    private const int ChecksummedHeader = 12;
    private const int FrameLength = 8;

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

    /// <summary>How many bytes the file has, all of them whole records.</summary>
    public long Length { get; private set; }

    /// <summary>How many bytes of a record that was not written to its end were cut off when the file was opened.</summary>
    public long DiscardedBytes { get; private set; }

    private static ReadOnlySpan<byte> Signature => "WNLG\r\n\x1A\n"u8;

    private string Temporary => _path + ".tmp";

    /// <summary>
    /// Opens a file, or makes it where there is none, and cuts off what is left of a record that was not written to its end.
    /// </summary>
    /// <param name="path">The file. Beside it a file of this name and ".lock" is made, which stays.</param>
    /// <param name="description">The first record, which says what the others are: an existing file has the same.</param>
    /// <param name="check">Throws <see cref="InvalidDataException"/> where a record is not one that it knows.</param>
    /// <exception cref="InvalidDataException">The file is none of this kind, or damaged before its end.</exception>
    /// <exception cref="IOException">Another process has the file open, or it cannot be read or written.</exception>
    public static RecordFile Open(string path, byte[] description, RecordReader check)
    {
        // The folder that the process works in may change while the file is open.
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

    /// <summary>Gives every record but the description to a reader, in the order in which they were written.</summary>
    public void ReadAll(RecordReader read)
    {
        RecordScanner scanner = new(_file, Length);
        long offset = HeaderLength + FrameLength + _description.Length;
        while (offset < Length)
        {
            if (!scanner.TryRead(offset, out ReadOnlySpan<byte> record))
            {
                throw new InvalidDataException($"The file '{_path}' has changed at byte {offset} while it was open.");
            }

            read(offset, record);
            offset += FrameLength + record.Length;
        }
    }

    /// <summary>Adds records that <see cref="Frame"/> has framed; they are with the operating system when this returns.</summary>
    /// <param name="length">How many bytes of frames there are.</param>
    public void Append(int length)
    {
        try
        {
            RandomAccess.Write(_file, _frame.AsSpan(0, length), Length);
        }
        catch (IOException)
        {
            // What was written of them would be cut off when the file is opened next; better now.
            CutBackIfPossible();
            throw;
        }

        Length += length;
    }

    /// <summary>Frames a record behind those framed already.</summary>
    /// <param name="record">The record, 1 to <see cref="MaximumRecord"/> bytes.</param>
    /// <param name="at">How many bytes of frames there are already.</param>
    /// <returns>How many bytes of frames there are now.</returns>
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

    /// <summary>Returns when the disk has all records.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Puts other records in the place of all there are; a crash leaves the old ones or the new ones.</summary>
    public void Replace(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        // Not every system renames over a file that is open. Others are kept out by the lock.
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

    /// <summary>The checksum of a record: over its place in the file, its length and its bytes.</summary>
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
        CheckHeader();
        long end = RandomAccess.GetLength(_file);
        RecordScanner scanner = new(_file, end);
        if (!scanner.TryRead(HeaderLength, out ReadOnlySpan<byte> first))
        {
            throw Invalid(HeaderLength, "there is no whole first record");
        }

        if (!first.SequenceEqual(_description))
        {
            throw Invalid(HeaderLength, "the file is of other items or another scale");
        }

        long offset = HeaderLength + FrameLength + first.Length;
        while (scanner.TryRead(offset, out ReadOnlySpan<byte> record))
        {
            check(offset, record);
            offset += FrameLength + record.Length;
        }

        // A record that was not written to its end has none behind it. Where there is a whole one, what lies before it was damaged later.
        long reach = Math.Min(end, offset + FrameLength + MaximumRecord);
        for (long behind = offset + 1; behind < reach; behind++)
        {
            if (scanner.TryRead(behind, out _))
            {
                throw Invalid(offset, $"a record is damaged, at byte {behind} there is a whole one again");
            }
        }

        // Nor does it reach further than any record does, but for zeros that a file system may fill up with.
        if (scanner.FirstNonZero(reach) is long beyond && beyond < end)
        {
            throw Invalid(offset, $"a record is damaged, at byte {beyond} there is more than the rest of it");
        }

        Length = offset;
        DiscardedBytes = end - offset;
        if (DiscardedBytes > 0)
        {
            RandomAccess.SetLength(_file, offset);
            Flush();
        }
    }

    private void CheckHeader()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        int read = RandomAccess.Read(_file, header, 0);
        if (read < HeaderLength || !header.StartsWith(Signature))
        {
            throw Invalid(0, "it does not begin with the signature of a rating journal");
        }

        uint checksum = Crc32C.Append(Crc32C.Empty, header[..ChecksummedHeader]);
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        ushort oldestReader = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksummedHeader..]))
        {
            throw Invalid(ChecksummedHeader, "the checksum of the header is wrong");
        }

        if (oldestReader == 0 || oldestReader > Version || version < oldestReader)
        {
            throw Invalid(8, $"it has version {version} and needs a reader of version {oldestReader}, this one is of version {Version}");
        }
    }

    private InvalidDataException Invalid(long offset, string reason) => new($"The file '{_path}' is not valid at byte {offset}: {reason}.");

    private void CutBackIfPossible()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The next record is written over what is left.
        }
    }
}
