using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class LookupNetwork<TLabel> : ISnapshot<LookupNetwork<TLabel>>, IPatternModel
{
    static SnapshotKind ISnapshot<LookupNetwork<TLabel>>.Kind => SnapshotKind.LookupNetwork;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: labels, tables. Content: the code of the labels' type, u8; the layer; the temperature, f64; the labels; the tables, u64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        writer.BeginObject(SnapshotKind.LookupNetwork, _labels.Count, _tables.Length);
        format.WriteCode(writer);
        Layer.WriteTo(writer);
        writer.Write(Temperature);
        format.WriteAll(writer, _labels);

        writer.Write<ulong>(_tables);
    }

    static LookupNetwork<TLabel> ISnapshot<LookupNetwork<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] shape = head.Shape(2);
        format.CheckCode(reader);
        var layer = InputLayer.Read(reader, shape[1]);
        double temperature = reader.ReadDouble();
        bool isEven = shape[0] >= 2 && shape[1] % shape[0] == 0;
        if (!isEven || layer.Mapping.TupleSize != TableBlock.Pins || !double.IsFinite(temperature) || temperature <= 0)
        {
            throw reader.Invalid(
                $"{shape[0]} labels, {shape[1]} tables of {layer.Mapping.TupleSize} inputs and a temperature of {temperature} are not a "
                + "valid combination");
        }

        LabelSet<TLabel> labels = new();
        format.ReadAll(reader, shape[0], labels);

        return new LookupNetwork<TLabel>(layer, labels, reader.ReadArray<ulong>(shape[1]), temperature);
    }
}
