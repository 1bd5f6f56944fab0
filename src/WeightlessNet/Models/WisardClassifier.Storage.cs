using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel> : ISnapshot<WisardClassifier<TLabel>>, IPatternModel
{
    private const byte CalibrationFlag = 0x80;
    private const byte OutgrownFlag = 0x40;
    private const int KeptLayout = 2;
    private const int GroupLayout = 3;
    private const int StreamLayout = 4;

    static SnapshotKind ISnapshot<WisardClassifier<TLabel>>.Kind => SnapshotKind.WisardClassifier;

    int IPatternModel.PatternBits => Layer.PatternBits;

    private void ThrowIfConservative()
    {
        if (_bank.Storage.Kind == NodeStorageKind.HashedConservative)
        {
            throw new NotSupportedException(
                "A conservative update depends on the order of examples, so a model cannot forget it or be merged. "
                + $"Use another storage than {nameof(NodeStorage.HashedConservative)}.");
        }
    }

    // Seed: of the hashes, if nodes are hashed. Shape: labels, nodes, and 3 with a chosen reading of groups of nodes, 2 with another chosen
    // reading, 4 with kept examples but no chosen reading. Content: the code of the labels' type,
    // u8; the options; the layer; the cells in use; per label with examples, in the labels' order: the label and its number of examples,
    // compact; the counts. If the options have the flag: the chosen reading, without parts if there is none; in layouts 2 and 3, the number
    // of examples that it was chosen with, compact, 0 if that is not known; in layouts 2 to 4 the kept examples; 1, u8, and the weight of
    // each label, f64, or 0, u8. Layout 1 had the number if the options had a second flag. Without this flag it was the present number, or,
    // earlier, any.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] known = Known();
        bool readsGroups = _learned?.ReadsGroups(Layer.NodeCount) ?? false;
        bool hasKept = _learned is not null || _kept is { IsNew: false };
        int layout = _learned is null ? StreamLayout : readsGroups ? GroupLayout : KeptLayout;
        long[] shape = hasKept ? [known.Length, Layer.NodeCount, layout] : [known.Length, Layer.NodeCount];
        _bank.Storage.BeginObject(writer, SnapshotKind.WisardClassifier, shape);
        format.WriteCode(writer);
        bool isWeighted = Array.Exists(known, index => WeightOf(index) != 1);
        Options.WriteTo(writer, isWeighted || hasKept ? CalibrationFlag : (byte)0);
        Layer.WriteTo(writer);
        _bank.WriteUsedCells(writer);
        foreach (int index in known)
        {
            format.Write(writer, _labels[index]);
            writer.WriteCompact((ulong)_bank.ExamplesOf(index));
        }

        DiscriminatorBank.WriteCells(writer, State().Select(entry => entry.Cell));
        if (isWeighted || hasKept)
        {
            (_learned ?? new LearnedReading([], 0)).WriteTo(writer, known, GroupsOf(Layer, readsGroups));
            if (_learned is not null)
            {
                writer.WriteCompact((ulong)_learned.Examples);
            }

            if (hasKept)
            {
                _kept!.WriteTo(writer, known);
            }

            writer.Write((byte)(isWeighted ? 1 : 0));
            foreach (int index in isWeighted ? known : [])
            {
                writer.Write(WeightOf(index));
            }
        }
    }

    static WisardClassifier<TLabel> ISnapshot<WisardClassifier<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        format.CheckCode(reader);
        var options = WisardOptions.Read(reader, head.Seed, CalibrationFlag | OutgrownFlag, out byte flags);
        bool hasKept = head.ShapeLength == 3;
        int[] shape = options.Storage.ShapeOf(head, hasKept ? 3 : 2);
        if (hasKept && (shape[2] is not (KeptLayout or GroupLayout or StreamLayout) || flags != CalibrationFlag))
        {
            throw reader.Invalid($"a classifier with kept examples cannot have layout {shape[2]}, or lacks them");
        }

        var layer = InputLayer.Read(reader, shape[1]);
        bool readsGroups = hasKept && shape[2] == GroupLayout;
        if (readsGroups && layer.Mapping.Groups.Count == 1)
        {
            throw reader.Invalid("the chosen reading is one of groups of nodes, but the layer has only one group");
        }

        ulong[] used = DiscriminatorBank.ReadUsedCells(reader, layer, options.Storage);
        WisardClassifier<TLabel> model = new(layer, options);
        for (int i = 0; i < shape[0]; i++)
        {
            TLabel label = format.Read(reader);
            ulong examples = reader.ReadCompact();
            if (model._labels.IndexOrNext(label) != i)
            {
                throw reader.Invalid($"label {i} occurs twice");
            }

            model._bank.ReadDiscriminator(reader, examples);
            model._labels.Add(label);
            model.ExampleCount = checked(model.ExampleCount + (long)examples);
            if (i > 0 && model._labels.Compare(i - 1, i) >= 0)
            {
                throw reader.Invalid($"label {i} is out of order");
            }
        }

        model._bank.ReadCells(reader, used);
        if (hasKept && shape[2] == StreamLayout)
        {
            model.ReadStream(reader);
        }
        else if (flags != 0)
        {
            model.ReadCalibration(reader, flags, hasKept, GroupsOf(layer, readsGroups));
        }

        return model;
    }

    private void ReadStream(SnapshotReader reader)
    {
        if (_kept is null || reader.ReadCompact() != 0)
        {
            throw reader.Invalid("only a classifier that is to choose its reading, and has not, keeps examples without one");
        }

        _kept = KeptExamples.Read(reader, _bank, _labels.Compare, out bool hasUnreadBits);
        if (_kept.IsNew || hasUnreadBits)
        {
            throw reader.Invalid("there are no kept examples, or they have bits that no node reads");
        }

        ReadWeights(reader);
    }

    private void ReadCalibration(SnapshotReader reader, byte flags, bool hasKept, IReadOnlyList<NodeRange> groups)
    {
        bool isCounted = hasKept || (flags & OutgrownFlag) != 0;
        LearnedReading learned = LearnedReading.Read(
            reader, _labels.Count, groups, () => isCounted ? (long)Math.Min(reader.ReadCompact(), long.MaxValue) : 0);
        _learned = learned.Parts.Count == 0 ? null : learned;
        if ((flags & CalibrationFlag) == 0 || (isCounted && (_learned is null || learned.Examples == 1)))
        {
            throw reader.Invalid("the number of examples of the calibration is not one that is stored");
        }

        if (_learned is not null)
        {
            _kept = hasKept ? KeptExamples.Read(reader, _bank, _labels.Compare, out _) : new KeptExamples(_labels.Compare);
        }

        ReadWeights(reader);
        if (_classWeights.Length == 0 && _learned is null)
        {
            throw reader.Invalid("neither a chosen reading nor a weight is stored");
        }
    }

    private void ReadWeights(SnapshotReader reader)
    {
        if (reader.ReadBoolean())
        {
            _classWeights = reader.ReadFiniteDoubles(_labels.Count);
        }

        if (_classWeights.AsSpan().ContainsAnyExcept(1.0) != _classWeights.Length > 0
            || Array.Exists(_classWeights, weight => weight <= 0))
        {
            throw reader.Invalid("weights of classes must be above 0 and stored only if one differs from 1");
        }
    }

    private static IReadOnlyList<NodeRange> GroupsOf(InputLayer layer, bool readsGroups) =>
        readsGroups ? layer.Mapping.Groups : [new NodeRange(0, layer.NodeCount)];
}
