using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>A schema and a model of its patterns, to be saved as one snapshot.</summary>
internal sealed class SchemaWithModel(ISnapshot schema, ISnapshot model) : ISnapshot
{
    // Shape: none. Content: the schema, the model, an object each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.SchemaWithModel);
        writer.WriteObject(schema);
        writer.WriteObject(model);
    }
}
