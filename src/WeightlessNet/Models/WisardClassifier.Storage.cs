using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    /// <summary>
    /// Writes the classifier, its layer and its options. What is written depends on the state alone: models of equal state give equal
    /// bytes, whatever the order in which they learned.
    /// </summary>
    /// <param name="stream">Where to; it is left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        using MemoryStream payload = new();
        using (BinaryWriter writer = new(payload, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(format.Code);
            ModelFile.Write(writer, Options);
            ModelFile.Write(writer, Layer);
            int[] known = Known();
            writer.Write(known.Length);
            foreach (int index in known)
            {
                format.Write(writer, _labels[index]);
                writer.Write(_bank.ExamplesOf(index));
            }

            foreach ((_, CellCount cell) in State())
            {
                writer.Write(cell.Node);
                writer.Write(cell.Address);
                writer.Write(cell.Class);
                writer.Write(cell.Count);
            }

            writer.Write(-1);
        }

        ModelFile.WriteChecked(stream, ModelFile.WisardSignature, payload);
    }

    /// <summary>Reads a classifier that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where from; read to the end of the model and left open.</param>
    /// <returns>A classifier of the same state.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The stream holds no whole model of this kind, version and type of labels.</exception>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
#pragma warning disable CA1000 // What is loaded is of this very type.
    public static WisardClassifier<TLabel> Load(Stream stream)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(stream);
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        using MemoryStream payload = ModelFile.ReadChecked(stream, ModelFile.WisardSignature);
        using BinaryReader reader = new(payload);
        try
        {
            return Read(reader, format);
        }
        catch (Exception failure) when (failure is ArgumentException or EndOfStreamException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The model is damaged: " + failure.Message, failure);
        }
    }

    private void ThrowIfConservative()
    {
        if (_bank.Storage.Kind == NodeStorageKind.HashedConservative)
        {
            throw new NotSupportedException("What a conservative update added depends on the order, so it can be neither taken away nor merged.");
        }
    }

    private static WisardClassifier<TLabel> Read(BinaryReader reader, LabelFormat<TLabel> format)
    {
        if (reader.ReadByte() != format.Code)
        {
            throw new InvalidDataException($"The model's labels are not of type {typeof(TLabel)}.");
        }

        WisardOptions options = ModelFile.ReadOptions(reader);
        WisardClassifier<TLabel> model = new(ModelFile.ReadLayer(reader), options);
        int labels = reader.ReadInt32();
        for (int i = 0; i < labels; i++)
        {
            int index = model.IndexOrAdd(format.Read(reader));
            long examples = reader.ReadInt64();
            if (index != i || examples <= 0)
            {
                throw new InvalidDataException($"Label {i} of the model is repeated or has {examples} examples.");
            }

            model._bank.AddExamples(index, examples);
            model.ExampleCount = checked(model.ExampleCount + examples);
        }

        int addressBits = options.Storage.IsHashed ? options.Storage.AddressBits : model.Layer.Mapping.InputsPerNode;
        for (int node = reader.ReadInt32(); node != -1; node = reader.ReadInt32())
        {
            CellCount cell = new(node, reader.ReadUInt64(), reader.ReadInt32(), reader.ReadInt64());
            if ((uint)node >= (uint)model.Layer.NodeCount
                || (addressBits < 64 && cell.Address >> addressBits != 0)
                || (uint)cell.Class >= (uint)labels
                || cell.Count <= 0
                || cell.Count > model._bank.ExamplesOf(cell.Class))
            {
                throw new InvalidDataException($"A cell of the model is out of range: {cell}.");
            }

            model._bank.Cells.Add(cell);
        }

        return model;
    }
}
