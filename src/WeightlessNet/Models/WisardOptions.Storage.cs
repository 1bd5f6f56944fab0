using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial record WisardOptions
{
    // Kind of storage, address bits, hashes, reading, balancing, threshold, u8 each. The seed of the hashes stands in the head of the
    // model.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)Storage.Kind);
        writer.Write((byte)Storage.AddressBits);
        writer.Write((byte)Storage.Hashes);
        writer.Write((byte)Reading);
        writer.Write((byte)Balancing);
        writer.Write((byte)Threshold);
    }

    internal static WisardOptions Read(SnapshotReader reader, ulong seed)
    {
        var kind = (NodeStorageKind)reader.Read<byte>();
        (int addressBits, int hashes) = (reader.Read<byte>(), reader.Read<byte>());
        NodeStorage storage = (kind, addressBits, hashes) switch
        {
            (NodeStorageKind.Dense, 0, 0) => NodeStorage.Dense,
            (NodeStorageKind.Sparse, 0, 0) => NodeStorage.Sparse,
            (NodeStorageKind.Hashed, _, _) => NodeStorage.Hashed(addressBits, hashes, seed),
            (NodeStorageKind.HashedConservative, _, _) => NodeStorage.HashedConservative(addressBits, hashes, seed),
            _ => throw reader.Invalid($"the storage is {kind} of {addressBits} address bits and {hashes} hashes"),
        };
        var reading = (WisardReading)reader.Read<byte>();
        var balancing = (ClassBalancing)reader.Read<byte>();
        return Enum.IsDefined(reading) && Enum.IsDefined(balancing)
            ? new WisardOptions { Storage = storage, Reading = reading, Balancing = balancing, Threshold = reader.Read<byte>() }
            : throw reader.Invalid($"the reading is {reading}, the balancing {balancing}");
    }
}
