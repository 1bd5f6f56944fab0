using System.Buffers.Binary;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>A change of a user.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operation">The operation id, as it is remembered.</param>
/// <param name="Rating">What is learned; of a rating to forget, the item.</param>
/// <param name="Control">The control to apply or take back; otherwise null.</param>
internal readonly record struct UserChange(UserChangeKind Kind, ulong Operation, RatedItem Rating, TuningControl? Control)
{
    // An odd number with well mixed bits, as in SplitMix64.
    private const ulong Mixing = 0x9E3779B97F4A7C15;

    /// <summary>Whether what is stored must not keep what was there before.</summary>
    public bool Forgets => Kind is UserChangeKind.Forget or UserChangeKind.ForgetAll or UserChangeKind.Untune;

    public static UserChange Learn(Guid operation, in RatedItem rating) => new(UserChangeKind.Learn, IdOf(operation), rating, null);

    public static UserChange Forget(Guid operation, int item) =>
        new(UserChangeKind.Forget, IdOf(operation), new RatedItem(item, 0, 0), null);

    public static UserChange ForgetAll(Guid operation) => new(UserChangeKind.ForgetAll, IdOf(operation), default, null);

    public static UserChange Of(UserChangeKind kind, Guid operation, TuningControl control) => new(kind, IdOf(operation), default, control);

    /// <summary>The change as an entry of a store.</summary>
    public byte[] ToEntry()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write((byte)Kind);
        writer.Write(Operation);
        switch (Kind)
        {
            case UserChangeKind.Learn:
                writer.Write7BitEncodedInt(Rating.Item);
                writer.Write(Rating.Value);
                writer.Write7BitEncodedInt64(Rating.Timestamp);
                break;
            case UserChangeKind.Tune:
                writer.Write(TuningControls.Write([Control!]));
                break;
            default:
                throw new InvalidOperationException($"A change that forgets is stored as a snapshot, not as an entry: {Kind}.");
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="InvalidDataException">It is not one of <see cref="ToEntry"/>.</exception>
    public static UserChange FromEntry(ReadOnlyMemory<byte> entry)
    {
        byte[] bytes = entry.ToArray();
        using BinaryReader reader = new(new MemoryStream(bytes));
        try
        {
            var kind = (UserChangeKind)reader.ReadByte();
            ulong operation = reader.ReadUInt64();
            UserChange change = kind switch
            {
                UserChangeKind.Learn => new UserChange(
                    kind, operation, new RatedItem(reader.Read7BitEncodedInt(), reader.ReadSingle(), reader.Read7BitEncodedInt64()), null),
                UserChangeKind.Tune or UserChangeKind.Untune => new UserChange(
                    kind, operation, default, TuningControls.Read(reader.ReadBytes(bytes.Length)).Single()),
                _ => throw new InvalidDataException($"An entry of a user has the kind {(int)kind}, which is none."),
            };
            if (change.Rating.Item < 0)
            {
                throw new InvalidDataException($"An entry of a user has the item {change.Rating.Item}, but ids are 0 or more.");
            }

            return reader.BaseStream.Position == bytes.Length
                ? change
                : throw new InvalidDataException($"An entry of a user has {bytes.Length} bytes, more than its kind {kind} has.");
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("An entry of a user ends too early.", damaged);
        }
    }

    private static ulong IdOf(Guid operation)
    {
        if (operation == Guid.Empty)
        {
            throw new ArgumentException(
                $"An operation id must not be empty. Pass {nameof(Guid)}.{nameof(Guid.NewGuid)}() for a new change.", nameof(operation));
        }

        Span<byte> bytes = stackalloc byte[16];
        operation.TryWriteBytes(bytes, bigEndian: true, out _);
        return unchecked(
            (BinaryPrimitives.ReadUInt64BigEndian(bytes) * Mixing) ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }
}
