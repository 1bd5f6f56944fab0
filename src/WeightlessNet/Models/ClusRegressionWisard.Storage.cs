using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class ClusRegressionWisard : ISnapshot<ClusRegressionWisard>, IPatternModel
{
    static SnapshotKind ISnapshot<ClusRegressionWisard>.Kind => SnapshotKind.ClusRegressionWisard;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: clusters, nodes. Content: the rule; the layer; the sums of each cluster, in the order of creation.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ClusRegressionWisard, _clusters.Count, Layer.NodeCount);
        _rule.WriteTo(writer);
        Layer.WriteTo(writer);
        foreach (SumCells cluster in _clusters)
        {
            cluster.WriteTo(writer);
        }
    }

    static ClusRegressionWisard ISnapshot<ClusRegressionWisard>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        var rule = GrowthRule.Read(reader);
        var layer = InputLayer.Read(reader, shape[1]);
        ClusRegressionWisard model = new(layer, rule);
        for (int i = 0; i < shape[0]; i++)
        {
            var cluster = SumCells.Read(reader, layer.NodeCount, layer.Mapping.TupleSize);
            model._clusters.Add(cluster.Examples > 0 && i < rule.MaximumDiscriminators
                ? cluster
                : throw reader.Invalid(
                    $"cluster {i} has {cluster.Examples} examples; clusters must not be empty or more than {rule.MaximumDiscriminators}"));
        }

        return model;
    }
}
