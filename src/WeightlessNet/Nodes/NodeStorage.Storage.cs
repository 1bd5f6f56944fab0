using WeightlessNet.Storage;

namespace WeightlessNet.Nodes;

public sealed partial record NodeStorage
{
    // Layout: kind of storage, address bits, hashes (both 0 if not hashed), u8 each. The seed of the hashes is in the head of the model.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write((byte)AddressBits);
        writer.Write((byte)Hashes);
    }

    internal static NodeStorage Read(SnapshotReader reader, ulong seed)
    {
        var kind = (NodeStorageKind)reader.Read<byte>();
        (int addressBits, int hashes) = (reader.Read<byte>(), reader.Read<byte>());
        return (kind, addressBits, hashes) switch
        {
            (NodeStorageKind.Dense, 0, 0) => Dense,
            (NodeStorageKind.Sparse, 0, 0) => Sparse,
            (NodeStorageKind.Hashed, _, _) => Hashed(addressBits, hashes, seed),
            (NodeStorageKind.HashedConservative, _, _) => HashedConservative(addressBits, hashes, seed),
            _ => throw reader.Invalid($"there is no storage of kind {kind} with {addressBits} address bits and {hashes} hashes"),
        };
    }

    /// <summary>Begins a model with such nodes; hashed nodes add the seed of the hashes.</summary>
    internal void BeginObject(SnapshotWriter writer, SnapshotKind kind, params ReadOnlySpan<long> shape)
    {
        if (IsHashed)
        {
            writer.BeginSeededObject(kind, Seed, shape);
        }
        else
        {
            writer.BeginObject(kind, shape);
        }
    }

    /// <summary>The shape of a model with such nodes.</summary>
    internal int[] ShapeOf(SnapshotObject head, int length) => IsHashed ? head.SeededShape(length) : head.Shape(length);
}
