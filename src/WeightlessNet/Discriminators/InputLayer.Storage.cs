using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Discriminators;

public sealed partial class InputLayer
{
    // The mapping, an object; 1, u8, and the retina, an object, or 0, u8, and which bits of a pattern any node sees, one bit each in u64
    // words. So what a layer takes for each bit of a pattern is taken for bytes that come.
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

    /// <summary>Reads the layer of a model that says how many nodes it has.</summary>
    internal static InputLayer Read(SnapshotReader reader, int nodeCount)
    {
        InputLayer layer = Read(reader);
        return layer.NodeCount == nodeCount
            ? layer
            : throw reader.Invalid($"the layer has {layer.NodeCount} nodes, the model {nodeCount}");
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
            : throw reader.Invalid("the nodes see other bits than is said");
    }
}
