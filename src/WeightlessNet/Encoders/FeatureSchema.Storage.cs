using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class FeatureSchema<T> : ISnapshot
{
    // Shape: bits, fields. Content: of each field its name and its encoder.
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
