namespace WeightlessNet.Datasets;

/// <summary>What <see cref="MovieLensDownloader"/> downloads, and the limits it enforces.</summary>
/// <remarks>Immutable. The values are checked by the downloader's constructor.</remarks>
public sealed record MovieLensDownloadOptions
{
    /// <summary>
    /// The address of a zip archive, http or https. The default is ml-latest-small at GroupLens, which does not allow its files to be
    /// redistributed without permission. The archive is unpacked to a folder with its name without ".zip".
    /// </summary>
    public Uri Address { get; init; } = new("https://files.grouplens.org/datasets/movielens/ml-latest-small.zip");

    /// <summary>The SHA-256 of the archive as 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436";

    /// <summary>The maximum size of the archive, in bytes, above 0.</summary>
    public long MaximumArchiveBytes { get; init; } = 64L << 20;

    /// <summary>The maximum size of the unpacked files, in bytes, above 0.</summary>
    public long MaximumUnpackedBytes { get; init; } = 512L << 20;

    /// <summary>The maximum number of entries in the archive, above 0.</summary>
    public int MaximumEntries { get; init; } = 1000;
}
