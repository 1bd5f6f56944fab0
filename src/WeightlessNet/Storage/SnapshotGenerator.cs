namespace WeightlessNet.Storage;

/// <summary>The random generator of an object. The numbers are part of the format.</summary>
internal enum SnapshotGenerator : byte
{
    None = 0,

    /// <summary>SplitMix64 of Steele, Lea and Flood (2014).</summary>
    SplitMix64 = 1,
}
