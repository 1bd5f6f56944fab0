using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>An encoder that can be part of a stored schema.</summary>
internal interface IStoredEncoder
{
    void WriteTo(SnapshotWriter writer);
}
