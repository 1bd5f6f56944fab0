namespace WeightlessNet.Storage;

/// <summary>
/// An object whose whole state can be written as a snapshot by <see cref="Snapshot"/>: versioned, little-endian bytes with a checksum at
/// the end, the same on every machine. Equal states give equal bytes.
/// </summary>
/// <remarks>Only this library's types implement it. docs/format.md describes every byte.</remarks>
public interface ISnapshot
{
    /// <summary>Writes the object, its head first.</summary>
    internal void WriteTo(SnapshotWriter writer);
}
