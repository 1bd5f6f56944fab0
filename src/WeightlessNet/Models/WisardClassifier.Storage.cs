using System.Buffers;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel> : ISnapshot<WisardClassifier<TLabel>>
{
    /// <inheritdoc/>
    /// <remarks>What is written depends on the state alone, whatever the order in which it was learned.</remarks>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
#pragma warning disable CA1000 // What is loaded is of this very type.
    public static WisardClassifier<TLabel> Load(Stream stream)
#pragma warning restore CA1000
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        return SnapshotReader.Load(stream, SnapshotKind.WisardClassifier, (reader, head) => ReadContent(reader, head, format));
    }

    private void ThrowIfConservative()
    {
        if (_bank.Storage.Kind == NodeStorageKind.HashedConservative)
        {
            throw new NotSupportedException(
                "What a conservative update added depends on the order, so it can be neither taken away nor merged.");
        }
    }

    // Seed: that of the hashes, where nodes are hashed. Shape: labels, nodes. Content: the code of the labels' type, u8; the options; the
    // layer; but for sparse nodes, which cells of node 0, of node 1 ... any label has counts in, one bit each in u64 words; each label
    // that has examples, in the labels' order, and how many, compact; the counts, in the order of nodes, addresses, labels: the node plus
    // 1, the address, the label's place, the count, compact each; a 0 ends them.
    private void WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] known = Known();
        long[] shape = [known.Length, Layer.NodeCount];
        if (Options.Storage.IsHashed)
        {
            writer.BeginSeededObject(SnapshotKind.WisardClassifier, Options.Storage.Seed, shape);
        }
        else
        {
            writer.BeginObject(SnapshotKind.WisardClassifier, shape);
        }

        format.WriteCode(writer);
        Options.WriteTo(writer);
        Layer.WriteTo(writer);
        writer.Write<ulong>(UsedCells());
        foreach (int index in known)
        {
            format.Write(writer, _labels[index]);
            writer.WriteCompact((ulong)_bank.ExamplesOf(index));
        }

        foreach ((_, CellCount cell) in State())
        {
            writer.WriteCompact((ulong)cell.Node + 1);
            writer.WriteCompact(cell.Address);
            writer.WriteCompact((ulong)cell.Class);
            writer.WriteCompact((ulong)cell.Count);
        }

        writer.WriteCompact(0);
    }

    private static WisardClassifier<TLabel> ReadContent(SnapshotReader reader, SnapshotObject head, LabelFormat<TLabel> format)
    {
        format.CheckCode(reader);
        var options = WisardOptions.Read(reader, head.Seed);
        int[] shape = options.Storage.IsHashed ? head.SeededShape(2) : head.Shape(2);
        var layer = InputLayer.Read(reader);
        if (layer.NodeCount != shape[1])
        {
            throw reader.Invalid($"the layer has {layer.NodeCount} nodes, the model {shape[1]}");
        }

        // Cells that are there from the start are made when there have been bytes for them.
        ulong[] used = reader.ReadArray<ulong>(UsedCellWords(layer, options.Storage.For(layer.NodeCount, layer.Mapping.InputsPerNode, nameof(layer))));
        WisardClassifier<TLabel> model = new(layer, options);
        for (int i = 0; i < shape[0]; i++)
        {
            int index = model.IndexOrAdd(format.Read(reader));
            ulong examples = reader.ReadCompact();
            if (index != i || (i > 0 && model._labels.Compare(i - 1, i) >= 0) || examples is 0 or > long.MaxValue)
            {
                throw reader.Invalid($"label {i} is not in order, or has {examples} examples");
            }

            model._bank.AddExamples(index, (long)examples);
            model.ExampleCount = checked(model.ExampleCount + (long)examples);
        }

        model.ReadCells(reader, shape[0]);
        return used.AsSpan().SequenceEqual(model.UsedCells()) ? model : throw reader.Invalid("other cells have counts than is said");
    }

    private void ReadCells(SnapshotReader reader, int labels)
    {
        int addressBits = AddressBits(Layer, Options.Storage);
        CellCount before = new(-1, 0, 0, 0);
        for (int node = reader.ReadCompact(Layer.NodeCount); node > 0; node = reader.ReadCompact(Layer.NodeCount))
        {
            (ulong address, int label) = (reader.ReadCompact(), reader.ReadCompact(labels - 1));
            CellCount cell = new(node - 1, address, label, (long)Math.Min(reader.ReadCompact(), long.MaxValue));
            bool isNext = (cell.Node, cell.Address, cell.Class).CompareTo((before.Node, before.Address, before.Class)) > 0;
            bool isInNode = addressBits >= 64 || cell.Address >> addressBits == 0;
            if (!isNext || !isInNode || cell.Count <= 0 || cell.Count > _bank.ExamplesOf(cell.Class))
            {
                throw reader.Invalid($"a cell is not in order or out of range: {cell}");
            }

            _bank.Cells.Add(cell);
            before = cell;
        }
    }

    // One bit for each cell of nodes whose cells are all there from the start; nothing for sparse ones.
    private ulong[] UsedCells()
    {
        ulong[] used = new ulong[UsedCellWords(Layer, _bank.Storage)];
        if (used.Length > 0)
        {
            int addressBits = AddressBits(Layer, _bank.Storage);
            foreach (CellCount cell in _bank.Cells.NonZero())
            {
                long row = ((long)cell.Node << addressBits) + (long)cell.Address;
                used[row >> 6] |= 1UL << (int)(row & 63);
            }
        }

        return used;
    }

    private static long UsedCellWords(InputLayer layer, NodeStorage storage) =>
        storage.Kind == NodeStorageKind.Sparse ? 0 : (((long)layer.NodeCount << AddressBits(layer, storage)) + 63) >> 6;

    private static int AddressBits(InputLayer layer, NodeStorage storage) =>
        storage.IsHashed ? storage.AddressBits : layer.Mapping.InputsPerNode;
}
