using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class FeatureSchema<T> : ISnapshot
{
    // Shape: bits, fields. Content: per field: name, text; encoder, an object.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.FeatureSchema, BitCount, _fields.Length);
        for (int i = 0; i < _fields.Length; i++)
        {
            writer.Write(_fields[i].Name);
            _encoders[i].WriteTo(writer);
        }
    }
}
