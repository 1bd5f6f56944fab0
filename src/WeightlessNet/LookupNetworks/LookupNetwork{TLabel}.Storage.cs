using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class LookupNetwork<TLabel> : ISnapshot<LookupNetwork<TLabel>>, IPatternModel
{
    static SnapshotKind ISnapshot<LookupNetwork<TLabel>>.Kind => SnapshotKind.LookupNetwork;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: labels, tables; with two layers also hidden tables. Content: the code of the labels' type, u8; the wiring; the temperature,
    // f64; the labels; the tables, u64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        writer.BeginObject(SnapshotKind.LookupNetwork, [_labels.Count, .. Network.Wiring.Shape]);
        format.WriteCode(writer);
        Network.Wiring.WriteTo(writer);
        writer.Write(Temperature);
        format.WriteAll(writer, _labels);

        writer.Write(Network.All);
    }

    static LookupNetwork<TLabel> ISnapshot<LookupNetwork<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] shape = head.Shape(Math.Clamp(head.ShapeLength, 2, 3));
        format.CheckCode(reader);
        var wiring = NetworkWiring.Read(reader, shape.AsSpan(1), shape[0]);
        double temperature = reader.ReadDouble();
        if (shape[0] < 2 || !double.IsFinite(temperature) || temperature <= 0)
        {
            throw reader.Invalid($"{shape[0]} labels and a temperature of {temperature} are not a valid combination");
        }

        LabelSet<TLabel> labels = new();
        format.ReadAll(reader, shape[0], labels);
        return new LookupNetwork<TLabel>(new NetworkTables(wiring, reader.ReadArray<ulong>(shape[1])), labels, temperature);
    }
}
