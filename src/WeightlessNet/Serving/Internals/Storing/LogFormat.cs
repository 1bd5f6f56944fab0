using System.Buffers.Binary;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The bytes of a log: a header, then batches of events.</summary>
/// <remarks>
/// Header: signature, 8 bytes; version and oldest reader, u16 each; number of the segment, u64; sequence of its first batch, u64; checksum,
/// u32. Batch: length of the events, u32; sequence, u64; number of events, u32; flushed, u64: all batches below this sequence were on disk
/// when this one was written; checksum, u32, of the segment, the offset, these fields and the events; then each event: length, u32, and
/// bytes.
/// </remarks>
internal static class LogFormat
{
    public const int HeaderLength = 32;
    public const int BatchHeaderLength = 28;
    public const int EventHeaderLength = 4;

    /// <summary>The greatest number of bytes of the events of a batch.</summary>
    public const int MaximumBatch = 1 << 26;

    /// <summary>The bits of a sequence from here on count the repairs before it.</summary>
    public const int RepairShift = 48;

    private const ushort Version = 1;
    private const ushort OldestReader = 1;
    private const int ChecksumOfHeader = 28;
    private const int ChecksumOfBatch = 24;

    private static ReadOnlySpan<byte> Signature => "WNEV\r\n\x1A\n"u8;

    public static void WriteHeader(Span<byte> header, ulong segment, ulong firstSequence)
    {
        Signature.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], OldestReader);
        BinaryPrimitives.WriteUInt64LittleEndian(header[12..], segment);
        BinaryPrimitives.WriteUInt64LittleEndian(header[20..], firstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOfHeader..], Crc32C.Append(Crc32C.Empty, header[..ChecksumOfHeader]));
    }

    /// <summary>Reads a header; false if it is not whole.</summary>
    /// <exception cref="InvalidDataException">The file needs a newer library.</exception>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, string name, out ulong segment, out ulong firstSequence)
    {
        (segment, firstSequence) = (0, 0);
        if (header.Length < HeaderLength || !header.StartsWith(Signature)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOfHeader..])
                != Crc32C.Append(Crc32C.Empty, header[..ChecksumOfHeader]))
        {
            return false;
        }

        ushort oldest = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        if (oldest > Version)
        {
            throw new InvalidDataException(
                $"The file '{name}' needs a reader of version {oldest}, not {Version}. Update the WeightlessNet package.");
        }

        segment = BinaryPrimitives.ReadUInt64LittleEndian(header[12..]);
        firstSequence = BinaryPrimitives.ReadUInt64LittleEndian(header[20..]);
        return true;
    }

    /// <summary>Writes the header of a batch whose events follow it in the same span.</summary>
    public static void WriteBatchHeader(Span<byte> batch, ulong segment, long offset, BatchHead head)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch, (uint)(batch.Length - BatchHeaderLength));
        BinaryPrimitives.WriteUInt64LittleEndian(batch[4..], head.Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[12..], (uint)head.EventCount);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[16..], head.Flushed);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[ChecksumOfBatch..], ChecksumOf(batch, segment, offset));
    }

    /// <summary>The fields of a batch's header, which may be anything as long as the checksum is not compared.</summary>
    public static BatchHead ReadBatchHead(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(header[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
        BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(header));

    /// <summary>Whether a batch is whole and stands where it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> batch, ulong segment, long offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(batch[ChecksumOfBatch..]) == ChecksumOf(batch, segment, offset);

    private static uint ChecksumOf(ReadOnlySpan<byte> batch, ulong segment, long offset)
    {
        Span<byte> place = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(place, segment);
        BinaryPrimitives.WriteInt64LittleEndian(place[sizeof(ulong)..], offset);
        uint checksum = Crc32C.Append(Crc32C.Append(Crc32C.Empty, place), batch[..ChecksumOfBatch]);
        return Crc32C.Append(checksum, batch[BatchHeaderLength..]);
    }
}
