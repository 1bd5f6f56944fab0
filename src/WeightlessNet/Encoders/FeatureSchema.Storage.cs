using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class FeatureSchema<T> : ISnapshot
{
    /// <inheritdoc/>
    /// <remarks>
    /// The functions that read a record's values cannot be stored, nor can an application's own encoders: they come from the builder that
    /// loads the schema, <see cref="FeatureSchemaBuilder{T}.Load"/>.
    /// </remarks>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc cref="Save(Stream)"/>
    /// <param name="destination">Where to.</param>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    // Shape: bits, fields. Content: of each field its name and its encoder.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.FeatureSchema, BitCount, _fields.Length);
        for (int i = 0; i < _fields.Length; i++)
        {
            writer.Write(_fields[i].Name);
            _encoders[i].WriteTo(writer);
        }
    }
}
