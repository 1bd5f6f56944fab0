using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>What a training has learned, as it is published in the store.</summary>
/// <param name="Head">When and from what it was trained.</param>
/// <param name="Model">Its central models and weights count; its sums are those that the application began with.</param>
internal sealed record TrainedCrowd(TrainingHead Head, CrowdModel Model)
{
    /// <summary>The name of the document.</summary>
    public const string Document = "trained crowd";

    // The layout, u8; the time in seconds, i64; the number of changed ratings, i64; the number of ratings, i64; the SHA-256 of all
    // other bytes; the model's snapshot. In layout 1 the changes were entries of the log, the ratings i32, and there was no hash.
    private const byte Layout = 2;
    private const byte LayoutWithoutHash = 1;
    private const int HashOffset = 1 + (3 * sizeof(long));

    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Layout);
        writer.Write(Head.Time.ToUnixTimeSeconds());
        writer.Write(Head.Changes);
        writer.Write(Head.Ratings);
        writer.Write(new byte[SHA256.HashSizeInBytes]);
        writer.Flush();
        Model.Save(stream);
        byte[] bytes = stream.ToArray();
        HashOf(bytes).CopyTo(bytes, HashOffset);
        return bytes;
    }

    /// <summary>Whether bytes are damaged, so that no version of the library can read them.</summary>
    public static bool IsDamaged(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> all = bytes.Span;
        return all.IsEmpty
            || all[0] < Layout
            || (all[0] == Layout
                && (all.Length < HashOffset + SHA256.HashSizeInBytes
                    || !all.Slice(HashOffset, SHA256.HashSizeInBytes).SequenceEqual(HashOf(all))));
    }

    /// <summary>The hash of all bytes except the place of the hash.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes[..HashOffset]);
        hash.AppendData(bytes[(HashOffset + SHA256.HashSizeInBytes)..]);
        return hash.GetHashAndReset();
    }

    /// <summary>Reads when and from what a crowd was trained, also if the model cannot be read.</summary>
    /// <exception cref="InvalidDataException">The layout is that of a later version, or the bytes are damaged.</exception>
    public static TrainingHead ReadHead(ReadOnlyMemory<byte> bytes) => HeadOf(new BinaryReader(StreamOf(bytes)));

    /// <summary>Reads all.</summary>
    /// <exception cref="InvalidDataException">The layout is that of a later version, or the bytes are damaged.</exception>
    public static TrainedCrowd Read(ReadOnlyMemory<byte> bytes)
    {
        MemoryStream stream = StreamOf(bytes);
        TrainingHead head = HeadOf(new BinaryReader(stream));
        return new TrainedCrowd(head, Snapshot.Load<CrowdModel>(stream));
    }

    private static TrainingHead HeadOf(BinaryReader reader)
    {
        try
        {
            byte layout = reader.ReadByte();
            if (layout is not (Layout or LayoutWithoutHash))
            {
                throw new InvalidDataException(
                    $"The trained crowd is stored in the layout {layout}, but this version of the library knows {Layout}.");
            }

            TrainingHead head = new(
                DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()),
                reader.ReadInt64(),
                layout == Layout ? reader.ReadInt64() : reader.ReadInt32());
            return layout == LayoutWithoutHash || reader.ReadBytes(SHA256.HashSizeInBytes).Length == SHA256.HashSizeInBytes
                ? head
                : throw new EndOfStreamException();
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException("The trained crowd in the store is damaged.", damaged);
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
