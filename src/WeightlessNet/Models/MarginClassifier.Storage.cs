namespace WeightlessNet.Models;

public sealed partial class MarginClassifier<TLabel>
{
    /// <summary>Writes the classifier and its layer; equal classifiers give equal bytes on every machine.</summary>
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
            ModelFile.Write(writer, Layer);
            writer.Write(_labels.Count);
            for (int c = 0; c < _labels.Count; c++)
            {
                format.Write(writer, _labels[c]);
            }

            for (int row = 0; row < _cells.Length; row += _stride)
            {
                foreach (short cell in _cells.AsSpan(row, _labels.Count))
                {
                    writer.Write(cell);
                }
            }
        }

        ModelFile.WriteChecked(stream, ModelFile.MarginSignature, payload);
    }

    /// <summary>Reads a classifier that <see cref="Save"/> wrote; training can go on where it ended.</summary>
    /// <param name="stream">Where from; read to the end of the model and left open.</param>
    /// <returns>A classifier of the same cells.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The stream holds no whole model of this kind, version and type of labels.</exception>
    /// <exception cref="NotSupportedException">Labels are neither strings, nor 32- or 64-bit whole numbers, nor truth values.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
#pragma warning disable CA1000 // What is loaded is of this very type.
    public static MarginClassifier<TLabel> Load(Stream stream)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(stream);
        LabelFormat<TLabel> format = LabelFormat<TLabel>.OrThrow();
        using MemoryStream payload = ModelFile.ReadChecked(stream, ModelFile.MarginSignature);
        using BinaryReader reader = new(payload);
        try
        {
            if (reader.ReadByte() != format.Code)
            {
                throw new InvalidDataException($"The model's labels are not of type {typeof(TLabel)}.");
            }

            Discriminators.InputLayer layer = ModelFile.ReadLayer(reader);
            TLabel[] labels = new TLabel[ModelFile.LengthOf(reader, reader.ReadInt32(), 1)];
            foreach (ref TLabel label in labels.AsSpan())
            {
                label = format.Read(reader);
            }

            // The cells that the layer asks for are made only where that many are there.
            int inputs = Math.Min(layer.Mapping.InputsPerNode, MaximumInputsPerNode);
            _ = ModelFile.LengthOf(reader, ((long)layer.NodeCount << inputs) * labels.Length, sizeof(short));
            MarginClassifier<TLabel> model = new(layer, labels);
            if (model._labels.Count != labels.Length)
            {
                throw new InvalidDataException("A label of the model is repeated.");
            }

            for (int row = 0; row < model._cells.Length; row += model._stride)
            {
                foreach (ref short cell in model._cells.AsSpan(row, labels.Length))
                {
                    cell = reader.ReadInt16();
                }
            }

            return model;
        }
        catch (Exception failure) when (failure is ArgumentException or EndOfStreamException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The model is damaged: " + failure.Message, failure);
        }
    }
}
