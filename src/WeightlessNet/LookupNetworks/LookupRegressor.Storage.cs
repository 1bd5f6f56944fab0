using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks;

public sealed partial class LookupRegressor : ISnapshot<LookupRegressor>, IPatternModel
{
    static SnapshotKind ISnapshot<LookupRegressor>.Kind => SnapshotKind.LookupRegressor;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: tables; with two layers also hidden tables. Content: the wiring; the offset, the scale, f64 each; the tables, u64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.LookupRegressor, Network.Wiring.Shape);
        Network.Wiring.WriteTo(writer);
        writer.Write(Offset);
        writer.Write(Scale);
        writer.Write(Network.All);
    }

    static LookupRegressor ISnapshot<LookupRegressor>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(Math.Clamp(head.ShapeLength, 1, 2));
        var wiring = NetworkWiring.Read(reader, shape, 1);
        VoteLine line = new(reader.ReadDouble(), reader.ReadDouble());
        return line.IsValid(wiring.VotingCount)
            ? new LookupRegressor(new NetworkTables(wiring, reader.ReadArray<ulong>(shape[0])), line)
            : throw reader.Invalid(
                $"{wiring.VotingCount} tables, an offset of {line.Offset} and a scale of {line.Scale} are not a valid combination");
    }
}
