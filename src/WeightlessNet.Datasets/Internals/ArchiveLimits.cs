namespace WeightlessNet.Datasets.Internals;

/// <summary>Limits for the content of an archive.</summary>
/// <param name="Entries">The maximum number of entries.</param>
/// <param name="Bytes">The maximum number of bytes, unpacked.</param>
internal readonly record struct ArchiveLimits(int Entries, long Bytes);
