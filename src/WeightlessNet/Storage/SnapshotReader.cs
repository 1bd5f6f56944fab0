using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Storage;

/// <summary>Reads a snapshot section by section. Lengths are not trusted: memory is allocated as bytes arrive.</summary>
internal sealed class SnapshotReader
{
    // The number of elements that may be allocated before the first one arrives.
    private const int FirstStep = 256;

    private readonly Stream _stream;
    private readonly byte[] _section = new byte[SnapshotFormat.SectionLength];
    private int _length;
    private int _position;
    private long _offset;
    private uint _checksum = Crc32C.Empty;
    private uint _checksumBeforeSection = Crc32C.Empty;
    private bool _isInPayload;
    private bool _isAtEnd;

    // Whether a checksum ended the section.
    private bool _isEnded;

    private SnapshotReader(Stream stream) => _stream = stream;

    private long Offset => _offset - _length + _position;

    /// <summary>Reads a snapshot of the given kind, to the end of the stream.</summary>
    /// <param name="stream">The source; it is left open.</param>
    /// <param name="kind">The expected kind.</param>
    /// <param name="read">Reads the content of the object whose head has been read.</param>
    /// <exception cref="InvalidDataException">The bytes are not a valid snapshot of this kind.</exception>
    public static T Load<T>(Stream stream, SnapshotKind kind, Func<SnapshotReader, SnapshotObject, T> read) =>
        Load(stream, kind, read, static (reader, version) => reader.End(version));

    /// <summary>Reads the beginning of a snapshot of the given kind. The rest may be damaged or missing.</summary>
    /// <inheritdoc cref="Load{T}(Stream, SnapshotKind, Func{SnapshotReader, SnapshotObject, T})"/>
    /// <param name="stream">The source; it is left open.</param>
    /// <param name="kind">The expected kind.</param>
    /// <param name="read">Reads the beginning, to a checksum at least.</param>
    public static T LoadBeginning<T>(Stream stream, SnapshotKind kind, Func<SnapshotReader, SnapshotObject, T> read) =>
        Load(stream, kind, read, static (_, _) => { });

    private static T Load<T>(
        Stream stream, SnapshotKind kind, Func<SnapshotReader, SnapshotObject, T> read, Action<SnapshotReader, ushort> end)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SnapshotReader reader = new(stream);
        try
        {
            ushort version = reader.ReadVersion();
            T result = read(reader, reader.ReadObject(kind));
            end(reader, version);
            return result;
        }
        catch (Exception failure) when (failure is ArgumentException or OverflowException or EndOfStreamException)
        {
            // The constructor of the object may reject well-formed values.
            throw reader.Invalid(failure.Message, failure);
        }
    }

    /// <summary>The exception for invalid bytes, with the offset and the reason.</summary>
    public InvalidDataException Invalid(string reason, Exception? cause = null) =>
        new($"The snapshot is not valid at byte {Offset}: {reason}", cause);

    /// <summary>Reads the head of an object of the given kind.</summary>
    public SnapshotObject ReadObject(SnapshotKind kind)
    {
        SnapshotObject head = ReadObject();
        return head.Kind == kind ? head : throw Invalid($"the object must be a {kind}, not a {head.Kind}");
    }

    /// <summary>Reads an object that is part of another object.</summary>
    public T ReadObject<T>()
        where T : ISnapshot<T> => ReadContent<T>(ReadObject(T.Kind));

    /// <summary>Reads the content of an object whose head has been read.</summary>
    public T ReadContent<T>(SnapshotObject head)
        where T : ISnapshot<T> => T.ReadContent(this, head);

    /// <summary>Reads the head of an object of any kind.</summary>
    public SnapshotObject ReadObject()
    {
        var kind = (SnapshotKind)Read<ushort>();
        var generator = (SnapshotGenerator)Read<byte>();
        byte dimensions = Read<byte>();
        ulong seed = Read<ulong>();
        if (dimensions > SnapshotFormat.MaximumShape)
        {
            throw Invalid($"a shape must have at most {SnapshotFormat.MaximumShape} numbers, not {dimensions}");
        }

        SnapshotObject head = new(this, kind, generator, seed, ReadArray<long>(dimensions));
        _isInPayload = true;
        return head;
    }

    public T Read<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (_isInPayload && _length - _position >= Unsafe.SizeOf<T>())
        {
            ReadOnlySpan<byte> present = _section.AsSpan(_position, Unsafe.SizeOf<T>());
            _position += present.Length;
            return T.ReadLittleEndian(present, isUnsigned: T.IsZero(T.MinValue));
        }

        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        Fill(bytes);
        return T.ReadLittleEndian(bytes, isUnsigned: T.IsZero(T.MinValue));
    }

    public float ReadSingle() => BitConverter.UInt32BitsToSingle(Read<uint>());

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(Read<ulong>());

    /// <summary>Reads an array of integers.</summary>
    public T[] ReadArray<T>(long count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => ReadArray(count, static reader => reader.Read<T>());

    /// <summary>Reads an array of finite numbers.</summary>
    public float[] ReadFiniteSingles(long count) => ReadArray(count, static reader =>
        reader.ReadSingle() is float value && float.IsFinite(value) ? value : throw reader.Invalid("a number is not finite"));

    /// <summary>Reads an array of finite numbers.</summary>
    public double[] ReadFiniteDoubles(long count) => ReadArray(count, static reader =>
        reader.ReadDouble() is double value && double.IsFinite(value) ? value : throw reader.Invalid("a number is not finite"));

    /// <summary>Reads an array of numbers whose magnitude is at most a limit.</summary>
    public float[] ReadSingles(long count, float limit) => ReadArray(count, reader =>
        reader.ReadSingle() is float value && Math.Abs(value) <= limit ? value : throw reader.TooLarge(limit));

    /// <inheritdoc cref="ReadSingles"/>
    public double[] ReadDoubles(long count, double limit) => ReadArray(count, reader =>
        reader.ReadDouble() is double value && Math.Abs(value) <= limit ? value : throw reader.TooLarge(limit));

    public double[] ReadDoubles(long count) => ReadArray(count, static reader => reader.ReadDouble());

    /// <summary>Reads an array of elements of at least one byte each. It grows as they arrive.</summary>
    public T[] ReadArray<T>(long count, Func<SnapshotReader, T> read)
    {
        if (count < 0 || count > Array.MaxLength)
        {
            throw Invalid($"the number of elements must not be {count}");
        }

        T[] elements = count == 0 ? [] : new T[(int)Math.Min(count, FirstStep)];
        for (int i = 0; i < count; i++)
        {
            if (i == elements.Length)
            {
                Array.Resize(ref elements, (int)Math.Min(count, 2L * i));
            }

            elements[i] = read(this);
        }

        return elements;
    }

    public float? ReadOptionalSingle() => ReadBoolean() ? ReadSingle() : null;

    public bool ReadBoolean() => Read<byte>() switch
    {
        0 => false,
        1 => true,
        byte other => throw Invalid($"a Boolean must be 0 or 1, not {other}"),
    };

    /// <summary>Reads a byte of flags.</summary>
    /// <param name="known">All known flags.</param>
    public byte ReadFlags(byte known)
    {
        byte flags = Read<byte>();
        return (flags & ~known) == 0 ? flags : throw Invalid($"the flags 0x{flags:X2} have bits outside the known 0x{known:X2}");
    }

    /// <summary>Reads a number written by <see cref="SnapshotWriter.WriteCompact"/>; a form longer than needed is refused.</summary>
    public ulong ReadCompact()
    {
        // Most numbers are one byte.
        if (_isInPayload && _position < _length && _section[_position] < 0x80)
        {
            return _section[_position++];
        }

        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Read<byte>();
            if ((next == 0 && shift > 0) || (shift == 63 && next > 1))
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Invalid("a compact number is not in its shortest form, or has more than 64 bits");
    }

    /// <summary>Reads a compact number from 0 to a limit.</summary>
    public int ReadCompact(int limit) =>
        ReadCompact() is ulong value && limit >= 0 && value <= (uint)limit
            ? (int)value
            : throw Invalid($"a number must be at most {limit}, not {value}");

    public long ReadCompactSigned() => CompactNumber.ToSigned(ReadCompact());

    public string ReadText() => new(ReadArray(ReadCompact(int.MaxValue), static reader => (char)reader.Read<ushort>()));

    /// <summary>
    /// The bytes of the payload that are in memory and were not read, perhaps none. Valid until the next read; <see cref="Advance"/> says
    /// how many were read.
    /// </summary>
    public ReadOnlySpan<byte> Present => _isInPayload ? _section.AsSpan(_position, _length - _position) : [];

    /// <summary>Goes on behind bytes that were read from <see cref="Present"/>.</summary>
    /// <param name="count">The number of bytes, at most as many as were present.</param>
    public void Advance(int count) => _position += count;

    /// <summary>Reads a checksum of everything before it, see <see cref="SnapshotWriter.WriteChecksum"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes before it are damaged, or it does not end a section.</exception>
    public void CheckChecksum()
    {
        // At the end of a section the writer has written it, with its length.
        uint expected = _position == _length
            ? _checksum
            : Crc32C.Append(_checksumBeforeSection, _section.AsSpan(0, _position));
        if (Read<uint>() != expected)
        {
            throw Invalid("the bytes before do not have their checksum");
        }

        if (_position != _length)
        {
            throw Invalid("a section goes on after a checksum");
        }

        _isEnded = true;
    }

    /// <summary>Skips the rest of the payload. The checksum is compared all the same.</summary>
    public void SkipRest()
    {
        while (NextSection())
        {
        }
    }

    private InvalidDataException TooLarge(double limit) =>
        Invalid(FormattableString.Invariant($"the magnitude of a number must be at most {limit:0e+0}"));

    private ushort ReadVersion()
    {
        Span<byte> signature = stackalloc byte[SnapshotFormat.Signature.Length];
        Fill(signature);
        if (!signature.SequenceEqual(SnapshotFormat.Signature))
        {
            throw Invalid("it does not begin with the signature of a snapshot");
        }

        ushort version = Read<ushort>();
        ushort oldestReader = Read<ushort>();
        if (oldestReader > SnapshotFormat.Version)
        {
            throw Invalid($"it needs a reader of version {oldestReader}, not {SnapshotFormat.Version}; update the library");
        }

        return oldestReader > 0 && oldestReader <= version
            ? version
            : throw Invalid($"it has version {version}, which must not be below the oldest reader version {oldestReader}");
    }

    private void Fill(Span<byte> bytes)
    {
        if (!_isInPayload)
        {
            ReadFromStream(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (_position == _length && !NextSection())
            {
                throw Invalid("the payload ends too early");
            }

            int taken = Math.Min(bytes.Length, _length - _position);
            _section.AsSpan(_position, taken).CopyTo(bytes);
            bytes = bytes[taken..];
            _position += taken;
        }
    }

    private bool NextSection()
    {
        // All sections are full but the last one and those that a checksum ends, so that each state has exactly one form.
        bool mayFollow = _isEnded || _length is 0 or SnapshotFormat.SectionLength;
        if (_isAtEnd)
        {
            return false;
        }

        _isEnded = false;
        _length = 0;
        _position = 0;
        _checksumBeforeSection = _checksum;
        uint length = ReadLength();
        if (length > SnapshotFormat.SectionLength || (length > 0 && !mayFollow))
        {
            throw Invalid($"a section of {length} bytes is above {SnapshotFormat.SectionLength}, or follows one that is too short");
        }

        ReadFromStream(_section.AsSpan(0, (int)length));
        _length = (int)length;
        _isAtEnd = length == 0;
        return !_isAtEnd;
    }

    private uint ReadLength()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        ReadFromStream(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private void End(ushort version)
    {
        // A newer writer may have appended data that this version can ignore.
        bool hasMore = _position < _length;
        while (NextSection())
        {
            hasMore = true;
        }

        if (hasMore && version <= SnapshotFormat.Version)
        {
            throw Invalid("the payload goes on after its object");
        }

        uint expected = _checksum;
        uint stored = ReadLength();
        if (stored != expected)
        {
            throw Invalid($"the stored checksum is {stored:X8}, but the bytes have {expected:X8}");
        }

        Span<byte> next = stackalloc byte[1];
        if (_stream.Read(next) != 0)
        {
            throw Invalid("the stream goes on after the snapshot");
        }
    }

    private void ReadFromStream(Span<byte> bytes)
    {
        int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _checksum = Crc32C.Append(_checksum, bytes[..read]);
        _offset += read;
        if (read < bytes.Length)
        {
            throw Invalid("the stream ends too early");
        }
    }
}
