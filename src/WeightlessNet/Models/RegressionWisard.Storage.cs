using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class RegressionWisard : ISnapshot<RegressionWisard>, IPatternModel
{
    static SnapshotKind ISnapshot<RegressionWisard>.Kind => SnapshotKind.RegressionWisard;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: nodes. Content: the layer; the sums.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.RegressionWisard, Layer.NodeCount);
        Layer.WriteTo(writer);
        _cells.WriteTo(writer);
    }

    static RegressionWisard ISnapshot<RegressionWisard>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int nodes = head.Shape(1)[0];
        var layer = InputLayer.Read(reader, nodes);
        return new RegressionWisard(layer, SumCells.Read(reader, nodes, layer.Mapping.TupleSize));
    }
}
