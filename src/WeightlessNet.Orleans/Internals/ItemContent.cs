using System.Buffers.Binary;

namespace WeightlessNet.Orleans.Internals;

/// <summary>What a store holds of an item beside its key: its bits, and when it was offered while silos ran.</summary>
/// <param name="Offered">When it was last added to a running cluster, in milliseconds of Unix time; 0 for never.</param>
/// <param name="Pattern">The bits, as <see cref="Recommenders.ItemCatalog.PatternOf"/> has them.</param>
internal readonly record struct ItemContent(long Offered, ReadOnlyMemory<ulong> Pattern)
{
    // The layout, u8; the time, i64; the words of the pattern, u64 each; all little-endian.
    private const byte Layout = 1;
    private const int HeadLength = 1 + sizeof(long);

    public ReadOnlyMemory<byte> ToBytes()
    {
        byte[] bytes = new byte[HeadLength + (sizeof(ulong) * Pattern.Length)];
        bytes[0] = Layout;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), Offered);
        for (int i = 0; i < Pattern.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HeadLength + (sizeof(ulong) * i)), Pattern.Span[i]);
        }

        return bytes;
    }

    /// <summary>Reads a content; null if it is empty, as of an item whose bits nobody has written yet.</summary>
    /// <exception cref="InvalidDataException">It is of a later version of the library, or damaged.</exception>
    public static ItemContent? Read(string key, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (bytes[0] != Layout || bytes.Length < HeadLength || (bytes.Length - HeadLength) % sizeof(ulong) != 0)
        {
            throw new InvalidDataException(
                $"The item '{key}' is stored in the layout {bytes[0]} with {bytes.Length} bytes, which this version of the library does "
                + "not know. Take a later one.");
        }

        ulong[] pattern = new ulong[(bytes.Length - HeadLength) / sizeof(ulong)];
        for (int i = 0; i < pattern.Length; i++)
        {
            pattern[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(HeadLength + (sizeof(ulong) * i))..]);
        }

        return new ItemContent(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), pattern);
    }
}
