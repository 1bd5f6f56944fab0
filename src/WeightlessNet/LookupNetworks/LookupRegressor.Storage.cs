using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class LookupRegressor : ISnapshot<LookupRegressor>, IPatternModel
{
    static SnapshotKind ISnapshot<LookupRegressor>.Kind => SnapshotKind.LookupRegressor;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: tables. Content: the layer; the offset, the scale, f64 each; the tables, u64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.LookupRegressor, _tables.Length);
        Layer.WriteTo(writer);
        writer.Write(Offset);
        writer.Write(Scale);
        writer.Write<ulong>(_tables);
    }

    static LookupRegressor ISnapshot<LookupRegressor>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int tables = head.Shape(1)[0];
        var layer = InputLayer.Read(reader, tables);
        VoteLine line = new(reader.ReadDouble(), reader.ReadDouble());
        if (tables < 1 || layer.Mapping.TupleSize != TableBlock.Pins || !line.IsValid(tables))
        {
            throw reader.Invalid(
                $"{tables} tables of {layer.Mapping.TupleSize} inputs, an offset of {line.Offset} and a scale of {line.Scale} are not a "
                + "valid combination");
        }

        return new LookupRegressor(layer, reader.ReadArray<ulong>(tables), line);
    }
}
