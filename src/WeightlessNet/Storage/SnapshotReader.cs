using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Storage;

/// <summary>
/// Reads a snapshot section by section. It believes no length: what it allocates grows with the bytes that really come.
/// </summary>
internal sealed class SnapshotReader
{
    // So many elements may be allocated before the first of them has come.
    private const int FirstStep = 256;

    private readonly Stream _stream;
    private readonly byte[] _section = new byte[SnapshotFormat.SectionLength];
    private int _length;
    private int _position;
    private long _offset;
    private uint _checksum = Crc32C.Empty;
    private bool _isInPayload;
    private bool _isAtEnd;

    private SnapshotReader(Stream stream) => _stream = stream;

    private long Offset => _offset - _length + _position;

    /// <summary>Reads a snapshot of one kind, to the end of the stream.</summary>
    /// <param name="stream">Where from; it is left open.</param>
    /// <param name="kind">What the snapshot must be of.</param>
    /// <param name="read">Reads the content of the object whose head has been read.</param>
    /// <exception cref="InvalidDataException">Anything is wrong with the bytes.</exception>
    public static T Load<T>(Stream stream, SnapshotKind kind, Func<SnapshotReader, SnapshotObject, T> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SnapshotReader reader = new(stream);
        try
        {
            ushort version = reader.ReadVersion();
            T result = read(reader, reader.ReadObject(kind));
            reader.End(version);
            return result;
        }
        catch (Exception failure) when (failure is ArgumentException or OverflowException or EndOfStreamException)
        {
            // A number may be well-formed and yet be refused by the type that it is for.
            throw reader.Invalid(failure.Message, failure);
        }
    }

    /// <summary>What is thrown where the bytes are wrong: the offset and the reason.</summary>
    public InvalidDataException Invalid(string reason, Exception? cause = null) =>
        new($"The snapshot is not valid at byte {Offset}: {reason}", cause);

    /// <summary>Reads the head of an object of one kind.</summary>
    public SnapshotObject ReadObject(SnapshotKind kind)
    {
        SnapshotObject head = ReadObject();
        return head.Kind == kind ? head : throw Invalid($"it is a {head.Kind}, not a {kind}");
    }

    /// <summary>Reads an object of one type that is a part of another one.</summary>
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
            throw Invalid($"a shape has {dimensions} numbers, {SnapshotFormat.MaximumShape} are the most");
        }

        SnapshotObject head = new(this, kind, generator, seed, ReadArray<long>(dimensions));
        _isInPayload = true;
        return head;
    }

    public T Read<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        Fill(bytes);
        return T.ReadLittleEndian(bytes, isUnsigned: T.IsZero(T.MinValue));
    }

    public float ReadSingle() => BitConverter.UInt32BitsToSingle(Read<uint>());

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(Read<ulong>());

    /// <summary>Reads whole numbers, as many as are said to come.</summary>
    public T[] ReadArray<T>(long count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => ReadArray(count, static reader => reader.Read<T>());

    /// <summary>Reads numbers, all of them finite.</summary>
    public float[] ReadFiniteSingles(long count) => ReadArray(count, static reader =>
        reader.ReadSingle() is float value && float.IsFinite(value) ? value : throw reader.Invalid("a number is not finite"));

    /// <summary>Reads numbers, all of them finite.</summary>
    public double[] ReadFiniteDoubles(long count) => ReadArray(count, static reader =>
        reader.ReadDouble() is double value && double.IsFinite(value) ? value : throw reader.Invalid("a number is not finite"));

    public double[] ReadDoubles(long count) => ReadArray(count, static reader => reader.ReadDouble());

    /// <summary>Reads elements of at least one byte each; the array grows as they come.</summary>
    public T[] ReadArray<T>(long count, Func<SnapshotReader, T> read)
    {
        if (count < 0 || count > Array.MaxLength)
        {
            throw Invalid($"{count} elements are said to come");
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
        byte other => throw Invalid($"{other} is neither 0 nor 1"),
    };

    /// <summary>Reads a byte of flags.</summary>
    /// <param name="known">All flags that there are.</param>
    public byte ReadFlags(byte known)
    {
        byte flags = Read<byte>();
        return (flags & ~known) == 0 ? flags : throw Invalid($"{flags} has flags that are unknown");
    }

    /// <summary>Reads a number that <see cref="SnapshotWriter.WriteCompact"/> wrote; a longer form than needed is refused.</summary>
    public ulong ReadCompact()
    {
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

    /// <summary>Reads a compact number of elements or the like, 0 to a limit.</summary>
    public int ReadCompact(int limit) =>
        ReadCompact() is ulong value && limit >= 0 && value <= (uint)limit
            ? (int)value
            : throw Invalid($"a number is {value}, {limit} is the most");

    public long ReadCompactSigned()
    {
        ulong value = ReadCompact();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string ReadText() => new(ReadArray(ReadCompact(int.MaxValue), static reader => (char)reader.Read<ushort>()));

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
            throw Invalid($"it needs a reader of version {oldestReader}, this one is of version {SnapshotFormat.Version}");
        }

        return oldestReader > 0 && oldestReader <= version
            ? version
            : throw Invalid($"it has version {version} and says that readers of version {oldestReader} read it");
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
        // All sections are full but the last one, so that a snapshot of a state has one form only.
        bool mayFollow = _length is 0 or SnapshotFormat.SectionLength;
        if (_isAtEnd)
        {
            return false;
        }

        _length = 0;
        _position = 0;
        uint length = ReadLength();
        if (length > SnapshotFormat.SectionLength || (length > 0 && !mayFollow))
        {
            throw Invalid($"a section has {length} bytes, after one that is not full or above {SnapshotFormat.SectionLength}");
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
        // A newer writer may have added what a reader of this version can do without.
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
            throw Invalid($"the checksum is {stored:X8}, that of the bytes is {expected:X8}");
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
