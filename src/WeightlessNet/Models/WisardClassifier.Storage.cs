using System.Buffers;
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
    // layer; the cells in use; each label that has examples, in the labels' order, and how many, compact; the counts.
    private void WriteTo(SnapshotWriter writer)
    {
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        int[] known = Known();
        _bank.Storage.BeginObject(writer, SnapshotKind.WisardClassifier, known.Length, Layer.NodeCount);
        format.WriteCode(writer);
        Options.WriteTo(writer);
        Layer.WriteTo(writer);
        _bank.WriteUsedCells(writer);
        foreach (int index in known)
        {
            format.Write(writer, _labels[index]);
            writer.WriteCompact((ulong)_bank.ExamplesOf(index));
        }

        DiscriminatorBank.WriteCells(writer, State().Select(entry => entry.Cell));
    }

    private static WisardClassifier<TLabel> ReadContent(SnapshotReader reader, SnapshotObject head, LabelFormat<TLabel> format)
    {
        format.CheckCode(reader);
        var options = WisardOptions.Read(reader, head.Seed);
        int[] shape = options.Storage.ShapeOf(head, 2);
        var layer = InputLayer.Read(reader, shape[1]);
        ulong[] used = DiscriminatorBank.ReadUsedCells(reader, layer, options.Storage);
        WisardClassifier<TLabel> model = new(layer, options);
        for (int i = 0; i < shape[0]; i++)
        {
            TLabel label = format.Read(reader);
            ulong examples = reader.ReadCompact();
            if (model._labels.IndexOrNext(label) != i)
            {
                throw reader.Invalid($"label {i} is repeated");
            }

            model._bank.ReadDiscriminator(reader, examples);
            model._labels.Add(label);
            model.ExampleCount = checked(model.ExampleCount + (long)examples);
            if (i > 0 && model._labels.Compare(i - 1, i) >= 0)
            {
                throw reader.Invalid($"label {i} is not in order");
            }
        }

        model._bank.ReadCells(reader, used);
        return model;
    }
}
