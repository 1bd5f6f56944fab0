using System.IO.Compression;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Finds and opens files that may be compressed with gzip.</summary>
internal static class UnpackedFile
{
    /// <summary>The default limit for the unpacked size of a file: 2 GiB.</summary>
    public const long DefaultMaximumBytes = 2L << 30;

    private const string Extension = ".gz";

    /// <summary>The path of a file in a folder; the one with ".gz" added if only that exists.</summary>
    public static string Find(string directory, string name)
    {
        string plain = Path.Combine(directory, name);
        return !File.Exists(plain) && File.Exists(plain + Extension) ? plain + Extension : plain;
    }

    /// <summary>The name of a file without folder, ".gz" and extension.</summary>
    public static string NameOf(string path)
    {
        string name = Path.GetFileName(path);
        name = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;
        string stem = Path.GetFileNameWithoutExtension(name);
        return stem.Length > 0 ? stem : name;
    }

    /// <summary>Whether the first bytes of a file are those of gzip. Moves to its start.</summary>
    public static bool IsGzip(FileStream file)
    {
        // RFC 1952, section 2.3.1. No text and no IDX file begins with these two bytes.
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>Opens a file; its content, not its name, decides whether it is unpacked.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="maximumBytes">How many bytes a compressed file may unpack to; a plain file is not limited.</param>
    public static Stream Open(string path, long maximumBytes)
    {
        FileStream file = File.OpenRead(path);
        return IsGzip(file)
            ? new LimitedStream(new GZipStream(file, CompressionMode.Decompress), Path.GetFileName(path), maximumBytes)
            : file;
    }
}
