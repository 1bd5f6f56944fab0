namespace WeightlessNet.Datasets.Internals;

/// <summary>How much an archive may hold.</summary>
/// <param name="Entries">The most entries.</param>
/// <param name="Bytes">The most bytes, unpacked.</param>
internal readonly record struct ArchiveLimits(int Entries, long Bytes);
