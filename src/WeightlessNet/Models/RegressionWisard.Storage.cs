using System.Buffers;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class RegressionWisard : ISnapshot<RegressionWisard>
{
    /// <inheritdoc/>
    /// <remarks>What is written depends on the state alone, whatever the order in which it was learned.</remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <remarks>What is written depends on the state alone, whatever the order in which it was learned.</remarks>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static RegressionWisard Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.RegressionWisard, ReadContent);

    // Shape: nodes. Content: the layer; the sums.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.RegressionWisard, Layer.NodeCount);
        Layer.WriteTo(writer);
        _cells.WriteTo(writer);
    }

    private static RegressionWisard ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int nodes = head.Shape(1)[0];
        var layer = InputLayer.Read(reader, nodes);
        return new RegressionWisard(layer, SumCells.Read(reader, nodes, layer.Mapping.TupleSize));
    }
}
