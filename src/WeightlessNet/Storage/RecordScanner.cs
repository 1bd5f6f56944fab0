using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace WeightlessNet.Storage;

/// <summary>Finds whole records in a file, which it reads in large chunks.</summary>
internal sealed class RecordScanner(SafeFileHandle file, long fileLength)
{
    private readonly byte[] _part = new byte[2 * (RecordFile.FrameLength + RecordFile.MaximumRecord)];
    private long _partStart;
    private int _partLength;

    /// <summary>Reads the record at an offset.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="record">The record, valid until the next call.</param>
    /// <returns>Whether there is a whole record with the right checksum.</returns>
    public bool TryRead(long offset, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (fileLength - offset <= RecordFile.FrameLength)
        {
            return false;
        }

        Fetch(offset, RecordFile.FrameLength);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(At(offset));
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(At(offset + sizeof(uint)));
        if (length is 0 or > RecordFile.MaximumRecord || fileLength - offset - RecordFile.FrameLength < length)
        {
            return false;
        }

        Fetch(offset, RecordFile.FrameLength + (int)length);
        record = At(offset + RecordFile.FrameLength)[..(int)length];
        return RecordFile.ChecksumOf(offset, record) == checksum;
    }

    /// <summary>The offset of the first byte that is not 0, from the given offset on; the file's length if there is none.</summary>
    public long FirstNonZero(long offset)
    {
        while (offset < fileLength)
        {
            Fetch(offset, 1);
            ReadOnlySpan<byte> fetched = At(offset);
            int found = fetched.IndexOfAnyExcept((byte)0);
            if (found >= 0)
            {
                return offset + found;
            }

            offset += fetched.Length;
        }

        return fileLength;
    }

    private ReadOnlySpan<byte> At(long offset) => _part.AsSpan((int)(offset - _partStart), _partLength - (int)(offset - _partStart));

    private void Fetch(long offset, int length)
    {
        if (offset >= _partStart && offset + length <= _partStart + _partLength)
        {
            return;
        }

        _partStart = offset;
        _partLength = 0;
        while (_partLength < length)
        {
            int read = RandomAccess.Read(file, _part.AsSpan(_partLength), offset + _partLength);
            _partLength += read > 0 ? read : throw new EndOfStreamException(
                $"Another process has shortened the file to less than {fileLength} bytes.");
        }
    }
}
