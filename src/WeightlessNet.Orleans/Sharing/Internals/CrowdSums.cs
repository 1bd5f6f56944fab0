using System.Buffers;
using System.Buffers.Binary;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The bytes of entries and checkpoints of the crowd's log.</summary>
internal static class CrowdSums
{
    // Of a checkpoint: the layout, u8; how many times a rating has changed, i64; the changes as a snapshot. Layout 1 is the snapshot alone,
    // as in entries, which does not begin with this byte.
    private const byte Layout = 2;
    private const int HeadLength = 1 + sizeof(long);

    public static void Write(CrowdChanges changes, long ratings, IBufferWriter<byte> destination)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head[0] = Layout;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], ratings);
        destination.Write(head);
        changes.Save(destination);
    }

    /// <summary>Reads the sums of a checkpoint; without the number if an earlier version of the library has written them.</summary>
    /// <exception cref="InvalidDataException">They are damaged, of another scale, or of a later version.</exception>
    public static (CrowdChanges Changes, long? Ratings) Read(ReadOnlyMemory<byte> sums, RatingScale scale)
    {
        bool hasHead = sums.Length >= HeadLength && sums.Span[0] == Layout;
        CrowdChanges changes = ReadEntry(hasHead ? sums[HeadLength..] : sums);
        return changes.Scale == scale
            ? (changes, hasHead ? BinaryPrimitives.ReadInt64LittleEndian(sums.Span[1..]) : null)
            : throw new InvalidDataException("The log of the crowd has another scale than the crowd of this silo.");
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static CrowdChanges ReadEntry(ReadOnlyMemory<byte> entry)
    {
        using MemoryStream stream = new(entry.ToArray());
        return Snapshot.Load<CrowdChanges>(stream);
    }
}
