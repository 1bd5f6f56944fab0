using System.Buffers.Binary;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>
/// A checkpoint: the content, then its length, u64; the sequence of the first batch after it, u64; a checksum of all before, u32; and a
/// mark.
/// </summary>
internal static class CheckpointFile
{
    private const int TrailerLength = 24;
    private const int ChecksumAt = 16;
    private const int ChunkLength = 1 << 16;

    private static ReadOnlySpan<byte> Mark => "WNCP"u8;

    /// <summary>Writes a checkpoint and flushes it.</summary>
    public static void Write(IStoreFile file, ulong nextSequence, Action<Stream> write)
    {
        using ContentWriter content = new(file);
        write(content);
        content.Flush();
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, content.Written);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[8..], nextSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[ChecksumAt..], Crc32C.Append(content.Checksum, trailer[..ChecksumAt]));
        Mark.CopyTo(trailer[(ChecksumAt + sizeof(uint))..]);
        file.Write(trailer, content.Written);
        file.Flush();
    }

    /// <summary>Whether a checkpoint is whole.</summary>
    public static bool IsWhole(IStoreFile file, out long length, out ulong nextSequence)
    {
        (length, nextSequence) = (0, 0);
        Span<byte> trailer = stackalloc byte[TrailerLength];
        long end = file.Length - TrailerLength;
        if (end < 0 || file.Read(trailer, end) < TrailerLength || !trailer.EndsWith(Mark)
            || BinaryPrimitives.ReadInt64LittleEndian(trailer) != end)
        {
            return false;
        }

        uint checksum = Crc32C.Empty;
        byte[] chunk = new byte[ChunkLength];
        for (long at = 0; at < end; at += ChunkLength)
        {
            int part = (int)Math.Min(ChunkLength, end - at);
            if (file.Read(chunk.AsSpan(0, part), at) < part)
            {
                return false;
            }

            checksum = Crc32C.Append(checksum, chunk.AsSpan(0, part));
        }

        length = end;
        nextSequence = BinaryPrimitives.ReadUInt64LittleEndian(trailer[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer[ChecksumAt..]) == Crc32C.Append(checksum, trailer[..ChecksumAt]);
    }

    /// <summary>The content as a stream.</summary>
    public static Stream Content(IStoreFile file, long length) => new BufferedStream(new ContentReader(file, length), ChunkLength);

    private sealed class ContentWriter(IStoreFile file) : Stream
    {
        private readonly byte[] _chunk = new byte[ChunkLength];
        private int _length;

        public uint Checksum { get; private set; } = Crc32C.Empty;

        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written + _length;

        public override long Position
        {
            get => Length;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                int part = Math.Min(buffer.Length, ChunkLength - _length);
                buffer[..part].CopyTo(_chunk.AsSpan(_length));
                _length += part;
                buffer = buffer[part..];
                if (_length == ChunkLength)
                {
                    Flush();
                }
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            ReadOnlySpan<byte> chunk = _chunk.AsSpan(0, _length);
            file.Write(chunk, Written);
            Checksum = Crc32C.Append(Checksum, chunk);
            Written += _length;
            _length = 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class ContentReader(IStoreFile file, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - _at)], _at);
            _at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
