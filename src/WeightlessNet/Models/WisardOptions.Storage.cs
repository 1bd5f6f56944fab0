using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial record WisardOptions
{
    // Layout: storage of nodes; reading plus flags of the model, balancing, threshold, u8 each.
    internal void WriteTo(SnapshotWriter writer, byte flags = 0)
    {
        Storage.WriteTo(writer);
        writer.Write((byte)((byte)Reading | flags));
        writer.Write((byte)Balancing);
        writer.Write((byte)Threshold);
    }

    internal static WisardOptions Read(SnapshotReader reader, ulong seed) => Read(reader, seed, 0, out _);

    internal static WisardOptions Read(SnapshotReader reader, ulong seed, byte knownFlags, out byte flags)
    {
        var storage = NodeStorage.Read(reader, seed);
        byte first = reader.Read<byte>();
        flags = (byte)(first & knownFlags);
        var reading = (WisardReading)(first & ~knownFlags);
        var balancing = (ClassBalancing)reader.Read<byte>();
        return Enum.IsDefined(reading) && Enum.IsDefined(balancing)
            ? new WisardOptions { Storage = storage, Reading = reading, Balancing = balancing, Threshold = reader.Read<byte>() }
            : throw reader.Invalid($"unknown reading {reading} or balancing {balancing}");
    }
}
