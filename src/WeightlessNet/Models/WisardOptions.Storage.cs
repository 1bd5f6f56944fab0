using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial record WisardOptions
{
    // Layout: storage of nodes; reading, balancing, threshold, u8 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        Storage.WriteTo(writer);
        writer.Write((byte)Reading);
        writer.Write((byte)Balancing);
        writer.Write((byte)Threshold);
    }

    internal static WisardOptions Read(SnapshotReader reader, ulong seed)
    {
        var storage = NodeStorage.Read(reader, seed);
        var reading = (WisardReading)reader.Read<byte>();
        var balancing = (ClassBalancing)reader.Read<byte>();
        return Enum.IsDefined(reading) && Enum.IsDefined(balancing)
            ? new WisardOptions { Storage = storage, Reading = reading, Balancing = balancing, Threshold = reader.Read<byte>() }
            : throw reader.Invalid($"unknown reading {reading} or balancing {balancing}");
    }
}
