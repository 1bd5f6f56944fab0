using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class Int8MarginModel<TLabel> : ISnapshot<Int8MarginModel<TLabel>>, IPatternModel
{
    static SnapshotKind ISnapshot<Int8MarginModel<TLabel>>.Kind => SnapshotKind.Int8MarginModel;

    int IPatternModel.PatternBits => Layer.PatternBits;

    // Shape: labels, nodes. Content: the code of the labels' type, u8; the layer; the shift, u8; the labels; for node 0, node 1 ..., per
    // cell: the weights of the labels, i8 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        writer.BeginObject(SnapshotKind.Int8MarginModel, _labels.Count, Layer.NodeCount);
        format.WriteCode(writer);
        Layer.WriteTo(writer);
        writer.Write((byte)Shift);
        format.WriteAll(writer, _labels);

        for (int row = 0; row < _cells.Length; row += _stride)
        {
            writer.Write<sbyte>(_cells.AsSpan(row, _labels.Count));
        }
    }

    static Int8MarginModel<TLabel> ISnapshot<Int8MarginModel<TLabel>>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] shape = head.Shape(2);
        format.CheckCode(reader);
        var layer = InputLayer.Read(reader, shape[1]);
        int inputs = layer.Mapping.TupleSize;
        int shift = reader.Read<byte>();
        if (inputs > MarginClassifier<TLabel>.MaximumTupleSize || shift > GreatestShift || shape[0] < 2)
        {
            throw reader.Invalid($"a tuple size of {inputs}, a shift of {shift} and {shape[0]} labels are not a valid combination");
        }

        // The cells are allocated only after the weights have arrived.
        LabelSet<TLabel> labels = new();
        format.ReadAll(reader, shape[0], labels);

        sbyte[] weights = reader.ReadArray<sbyte>(((long)shape[1] << inputs) * shape[0]);
        int stride = CellKernels.StrideOf(shape[0]);
        long count = ((long)layer.NodeCount << inputs) * stride;
        if (layer.NodeCount > CellKernels.MaximumRows || count > Array.MaxLength)
        {
            throw reader.Invalid($"{layer.NodeCount} nodes of tuple size {inputs} are too many for {shape[0]} labels");
        }

        sbyte[] cells = new sbyte[count];
        for (int row = 0, from = 0; row < cells.Length; row += stride, from += shape[0])
        {
            weights.AsSpan(from, shape[0]).CopyTo(cells.AsSpan(row));
        }

        return new Int8MarginModel<TLabel>(layer, labels, stride, shift, cells);
    }

    private Int8MarginModel(InputLayer layer, LabelSet<TLabel> labels, int stride, int shift, sbyte[] cells)
    {
        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Dense);
        _labels = labels;
        _stride = stride;
        Shift = shift;
        _cells = cells;
    }
}
