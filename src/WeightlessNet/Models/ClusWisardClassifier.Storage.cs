using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class ClusWisardClassifier<TLabel> : ISnapshot<ClusWisardClassifier<TLabel>>, IPatternModel
{
    static SnapshotKind ISnapshot<ClusWisardClassifier<TLabel>>.Kind => SnapshotKind.ClusWisardClassifier;

    int IPatternModel.PatternBits => _clusters.Bank.Layer.PatternBits;

    // Seed: of the hashes, if nodes are hashed. Shape: labels, discriminators, nodes. Content: the code of the labels' type, u8; the
    // options; the rule; the layer; the cells in use; the labels in the order of first use; per discriminator, in the order of creation:
    // the index of its label and its number of examples, compact each; the counts.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        DiscriminatorBank bank = _clusters.Bank;
        bank.Storage.BeginObject(writer, SnapshotKind.ClusWisardClassifier, _labels.Count, _labelOf.Count, bank.Layer.NodeCount);
        format.WriteCode(writer);
        (_options with { Storage = bank.Storage }).WriteTo(writer);
        _clusters.Rule.WriteTo(writer);
        bank.Layer.WriteTo(writer);
        bank.WriteUsedCells(writer);
        format.WriteAll(writer, _labels);

        for (int discriminator = 0; discriminator < _labelOf.Count; discriminator++)
        {
            writer.WriteCompact((ulong)_labelOf[discriminator]);
            writer.WriteCompact((ulong)bank.ExamplesOf(discriminator));
        }

        DiscriminatorBank.WriteCells(writer, bank.NonZero());
    }

    static ClusWisardClassifier<TLabel> ISnapshot<ClusWisardClassifier<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        format.CheckCode(reader);
        var options = WisardOptions.Read(reader, head.Seed);
        int[] shape = options.Storage.ShapeOf(head, 3);
        var rule = GrowthRule.Read(reader);
        var layer = InputLayer.Read(reader, shape[2]);
        ulong[] used = DiscriminatorBank.ReadUsedCells(reader, layer, options.Storage);
        ClusWisardClassifier<TLabel> model = new(layer, rule, options);
        format.ReadAll(reader, shape[0], model._labels);

        for (int discriminator = 0; discriminator < shape[1]; discriminator++)
        {
            model.ReadDiscriminator(reader, discriminator);
        }

        if (model._groups.Count < shape[0])
        {
            throw reader.Invalid($"only {model._groups.Count} of {shape[0]} labels have discriminators");
        }

        model._clusters.Bank.ReadCells(reader, used);
        return model;
    }

    // Labels are ordered by their first discriminators.
    private void ReadDiscriminator(SnapshotReader reader, int discriminator)
    {
        int label = reader.ReadCompact(Math.Min(_groups.Count, _labels.Count - 1));
        _clusters.Bank.ReadDiscriminator(reader, reader.ReadCompact());
        if (label == _groups.Count)
        {
            _groups.Add([]);
        }

        _groups[label].Add(discriminator);
        _labelOf.Add(label);
        if (_groups[label].Count > _clusters.Rule.MaximumDiscriminators)
        {
            throw reader.Invalid($"label {label} must have at most {_clusters.Rule.MaximumDiscriminators} discriminators");
        }
    }
}
