using System.Buffers.Binary;
using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.Storage;

/// <summary>Writes a snapshot section by section; at most one section is in memory.</summary>
internal sealed class SnapshotWriter
{
    private readonly Action<ReadOnlySpan<byte>> _output;
    private readonly byte[] _section = new byte[SnapshotFormat.SectionLength];
    private int _length;
    private uint _checksum = Crc32C.Empty;
    private bool _hasHeader;

    // Of a writer that copies: the full sections.
    private List<byte[]>? _copied;

    private SnapshotWriter(Action<ReadOnlySpan<byte>> output) => _output = output;

    /// <summary>Writes an object as a snapshot.</summary>
    /// <param name="output">Receives the bytes, a section at a time.</param>
    /// <param name="write">Writes the object, its head first.</param>
    public static void Save(Action<ReadOnlySpan<byte>> output, Action<SnapshotWriter> write)
    {
        SnapshotWriter writer = new(output);
        write(writer);
        writer.End();
    }

    /// <summary>Has a part of an object written to memory, and returns what writes it from there.</summary>
    public static Action<SnapshotWriter> Copy(Action<SnapshotWriter> write)
    {
        List<byte[]> copied = [];
        SnapshotWriter writer = new(static _ => { }) { _hasHeader = true, _copied = copied };
        write(writer);
        writer.EmitSection();
        return target => copied.ForEach(section => target.Write(section.AsSpan()));
    }

    /// <summary>Writes an object that is part of another object.</summary>
    public void WriteObject(ISnapshot part) => part.WriteTo(this);

    /// <summary>Begins an object without a generator.</summary>
    public void BeginObject(SnapshotKind kind, params ReadOnlySpan<long> shape) => Begin(kind, SnapshotGenerator.None, 0, shape);

    /// <summary>Begins an object with a SplitMix64 generator.</summary>
    public void BeginSeededObject(SnapshotKind kind, ulong seed, params ReadOnlySpan<long> shape) =>
        Begin(kind, SnapshotGenerator.SplitMix64, seed, shape);

    public void Write<T>(T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (_section.Length - _length > sizeof(ulong))
        {
            _length += value.WriteLittleEndian(_section.AsSpan(_length));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Write(bytes[..value.WriteLittleEndian(bytes)]);
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (T value in values)
        {
            Write(value);
        }
    }

    public void Write(float value) => Write(BitConverter.SingleToUInt32Bits(value));

    public void Write(double value) => Write(BitConverter.DoubleToUInt64Bits(value));

    public void Write(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Write(value);
        }
    }

    public void Write(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            Write(value);
        }
    }

    /// <summary>Writes 1 and the number, or 0 if it is null.</summary>
    public void WriteOptional(float? value)
    {
        Write((byte)(value is null ? 0 : 1));
        if (value is float number)
        {
            Write(number);
        }
    }

    /// <summary>Writes an unsigned integer in as few bytes as possible: 7 bits per byte, low bits first.</summary>
    public void WriteCompact(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Write((byte)(value | 0x80));
        }

        Write((byte)value);
    }

    /// <summary>Writes a signed integer so that values near 0 take few bytes: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...</summary>
    public void WriteCompactSigned(long value) => WriteCompact(CompactNumber.OfSigned(value));

    /// <summary>
    /// Writes text as its number of UTF-16 code units and the code units, so that any string can be stored, even an unpaired surrogate.
    /// </summary>
    public void Write(string text)
    {
        WriteCompact((ulong)text.Length);
        foreach (char unit in text)
        {
            Write((ushort)unit);
        }
    }

    /// <summary>
    /// Where the next bytes go, perhaps empty. Valid until the next write; <see cref="Advance"/> says how many were written.
    /// </summary>
    public Span<byte> Room => _section.AsSpan(_length, _section.Length - _length - 1);

    /// <summary>Goes on behind bytes that were written to <see cref="Room"/>.</summary>
    /// <param name="count">The number of bytes, at most the length of the room.</param>
    public void Advance(int count) => _length += count;

    /// <summary>
    /// Writes a checksum of everything before it, so that this can be read from a damaged file. It ends a section: a file that is cut
    /// behind it has the section as a whole.
    /// </summary>
    /// <remarks>Not for objects that are part of others.</remarks>
    public void WriteChecksum()
    {
        Write(Crc32C.Append(_checksum, _section.AsSpan(0, _length)));
        if (_length > 0)
        {
            EmitSection();
        }
    }

    private void Begin(SnapshotKind kind, SnapshotGenerator generator, ulong seed, ReadOnlySpan<long> shape)
    {
        // The head of the first object is part of the snapshot's header, not of the payload.
        bool isFirst = !_hasHeader;
        if (isFirst)
        {
            _hasHeader = true;
            SnapshotFormat.Signature.CopyTo(_section);
            _length = SnapshotFormat.Signature.Length;
            Write(SnapshotFormat.Version);
            Write(SnapshotFormat.OldestReader);
        }

        Write((ushort)kind);
        Write((byte)generator);
        Write((byte)shape.Length);
        Write(seed);
        Write(shape);
        if (isFirst)
        {
            Emit(_section.AsSpan(0, _length));
            _length = 0;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int taken = Math.Min(bytes.Length, _section.Length - _length);
            bytes[..taken].CopyTo(_section.AsSpan(_length));
            bytes = bytes[taken..];
            _length += taken;
            if (_length == _section.Length)
            {
                EmitSection();
            }
        }
    }

    private void End()
    {
        if (_length > 0)
        {
            EmitSection();
        }

        // An empty section marks the end.
        EmitNumber(0);
        EmitNumber(_checksum);
    }

    private void EmitSection()
    {
        if (_copied is not null)
        {
            _copied.Add(_section.AsSpan(0, _length).ToArray());
            _length = 0;
            return;
        }

        EmitNumber((uint)_length);
        Emit(_section.AsSpan(0, _length));
        _length = 0;
    }

    private void EmitNumber(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Emit(bytes);
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc32C.Append(_checksum, bytes);
        _output(bytes);
    }
}
