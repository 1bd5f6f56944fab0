using System.Runtime.InteropServices;
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

    // The layout, u8; the time in seconds, i64; the number of changes, i64; the number of ratings, i32; the model's snapshot.
    private const byte Layout = 1;

    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Layout);
        writer.Write(Head.Time.ToUnixTimeSeconds());
        writer.Write(Head.Changes);
        writer.Write(Head.Ratings);
        writer.Flush();
        Model.Save(stream);
        return stream.ToArray();
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
            return layout == Layout
                ? new TrainingHead(DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()), reader.ReadInt64(), reader.ReadInt32())
                : throw new InvalidDataException(
                    $"The trained crowd is stored in the layout {layout}, but this version of the library knows {Layout}.");
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
