using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

public sealed partial class InputLayer
{
    // Layout: the mapping, an object; 1, u8, and the retina, an object, or 0, u8, and the bits of a pattern that any node sees, one bit
    // each in u64 words. The words make sure that memory per bit of a pattern is allocated only as bytes arrive.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteObject(Mapping);
        writer.Write((byte)(Retina is null ? 0 : 1));
        if (Retina is null)
        {
            writer.Write<ulong>(Mapping.SeenBits());
        }
        else
        {
            writer.WriteObject(Retina);
        }
    }

    /// <summary>Reads the layer of a model with a known number of nodes.</summary>
    internal static InputLayer Read(SnapshotReader reader, int nodeCount)
    {
        InputLayer layer = Read(reader);
        return layer.NodeCount == nodeCount
            ? layer
            : throw reader.Invalid($"the layer has {layer.NodeCount} nodes, but the model has {nodeCount}");
    }

    private static InputLayer Read(SnapshotReader reader)
    {
        var mapping = reader.ReadObject<TupleMapping>();
        if (reader.ReadBoolean())
        {
            return new InputLayer(reader.ReadObject<ThermometerRetina>(), mapping);
        }

        ulong[] seen = reader.ReadArray<ulong>(BitSlice.WordCount(mapping.BitCount));
        return seen.AsSpan().SequenceEqual(mapping.SeenBits())
            ? new InputLayer(mapping)
            : throw reader.Invalid("the stored bits that nodes see differ from those of the mapping");
    }
}
