using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class WisardClusterer : ISnapshot<WisardClusterer>, IPatternModel
{
    static SnapshotKind ISnapshot<WisardClusterer>.Kind => SnapshotKind.WisardClusterer;

    int IPatternModel.PatternBits => _clusters.Bank.Layer.PatternBits;

    // Seed: of the hashes, if nodes are hashed. Shape: clusters, nodes. Content: the storage of nodes; the rule; the layer; the cells in
    // use; the number of examples of each cluster, in the order of creation, compact; the counts.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        DiscriminatorBank bank = _clusters.Bank;
        bank.Storage.BeginObject(writer, SnapshotKind.WisardClusterer, _group.Count, bank.Layer.NodeCount);
        bank.Storage.WriteTo(writer);
        _clusters.Rule.WriteTo(writer);
        bank.Layer.WriteTo(writer);
        bank.WriteUsedCells(writer);
        foreach (int cluster in _group)
        {
            writer.WriteCompact((ulong)bank.ExamplesOf(cluster));
        }

        DiscriminatorBank.WriteCells(writer, bank.NonZero());
    }

    static WisardClusterer ISnapshot<WisardClusterer>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var storage = NodeStorage.Read(reader, head.Seed);
        int[] shape = storage.ShapeOf(head, 2);
        var rule = GrowthRule.Read(reader);
        if (shape[0] > rule.MaximumDiscriminators)
        {
            throw reader.Invalid($"there must be at most {rule.MaximumDiscriminators} clusters, not {shape[0]}");
        }

        var layer = InputLayer.Read(reader, shape[1]);
        ulong[] used = DiscriminatorBank.ReadUsedCells(reader, layer, storage);
        WisardClusterer model = new(layer, rule, storage);
        for (int cluster = 0; cluster < shape[0]; cluster++)
        {
            model._clusters.Bank.ReadDiscriminator(reader, reader.ReadCompact());
            model._group.Add(cluster);
        }

        model._clusters.Bank.ReadCells(reader, used);
        return model;
    }
}
