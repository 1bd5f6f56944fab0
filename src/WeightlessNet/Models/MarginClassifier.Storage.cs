using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class MarginClassifier<TLabel> : ISnapshot<MarginClassifier<TLabel>>, IPatternModel
{
    private const byte CalibrationFlag = 0x80;

    static SnapshotKind ISnapshot<MarginClassifier<TLabel>>.Kind => SnapshotKind.MarginClassifier;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: labels, nodes. Content: the code of the labels' type, u8; the layer; the labels; for node 0, node 1 ..., per cell: the weights
    // of the labels, i16 each. If the code has the flag: the map from scores to logits.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        writer.BeginObject(SnapshotKind.MarginClassifier, _labels.Count, Layer.NodeCount);
        format.WriteCode(writer, _calibration is null ? (byte)0 : CalibrationFlag);
        Layer.WriteTo(writer);
        format.WriteAll(writer, _labels);

        for (int row = 0; row < _cells.Length; row += _stride)
        {
            writer.Write<short>(_cells.AsSpan(row, _labels.Count));
        }

        _calibration?.WriteTo(writer, [.. Enumerable.Range(0, _labels.Count)]);
    }

    static MarginClassifier<TLabel> ISnapshot<MarginClassifier<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] shape = head.Shape(2);
        byte flags = format.CheckCode(reader, CalibrationFlag);
        var layer = InputLayer.Read(reader, shape[1]);
        if (layer.Mapping.TupleSize > MaximumTupleSize)
        {
            throw reader.Invalid($"the tuple size must be at most {MaximumTupleSize}, not {layer.Mapping.TupleSize}");
        }

        // The cells are allocated only after the weights have arrived.
        TLabel[] labels = reader.ReadArray(shape[0], format.Read);
        short[] weights = reader.ReadArray<short>(((long)shape[1] << layer.Mapping.TupleSize) * shape[0]);
        MarginClassifier<TLabel> model = new(layer, labels);
        if (model._labels.Count != labels.Length)
        {
            throw reader.Invalid("a label occurs twice");
        }

        for (int row = 0, from = 0; row < model._cells.Length; row += model._stride, from += labels.Length)
        {
            weights.AsSpan(from, labels.Length).CopyTo(model._cells.AsSpan(row));
        }

        model._calibration = flags == 0 ? null : ScoreCalibration.Read(reader, labels.Length);
        return model;
    }
}
