using System.Buffers;
using System.IO.Compression;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Unpacks a zip archive that may be malicious.</summary>
internal static class ArchiveUnpacker
{
    private const int BufferSize = 64 * 1024;

    // The upper half of a zip entry's attributes is a Unix mode; these bits are the file type.
    private const int UnixKindMask = 0xF000;
    private const int UnixLink = 0xA000;

    /// <summary>Unpacks an archive into a new folder.</summary>
    /// <param name="archive">The archive, from its current position; left open.</param>
    /// <param name="folder">The folder to create.</param>
    /// <param name="limits">The limits for its content.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InvalidDataException">
    /// It is not a zip archive, an entry is a link or would lie outside the folder, or a limit is exceeded.
    /// </exception>
    public static async Task UnpackAsync(Stream archive, string folder, ArchiveLimits limits, CancellationToken cancellation)
    {
        string root = Directory.CreateDirectory(folder).FullName;
        ZipArchive zip = await ZipArchive
            .CreateAsync(archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellation).ConfigureAwait(false);
        await using (zip.ConfigureAwait(false))
        {
            if (zip.Entries.Count > limits.Entries)
            {
                throw new InvalidDataException($"The archive must have at most {limits.Entries} entries, not {zip.Entries.Count}.");
            }

            long left = limits.Bytes;
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string path = SafePath(root, entry);
                if (entry.FullName.EndsWith('/'))
                {
                    Directory.CreateDirectory(path);
                    continue;
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                left = await UnpackEntryAsync(entry, path, left, limits, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string SafePath(string root, ZipArchiveEntry entry)
    {
        string name = entry.FullName;
        string[] parts = name.EndsWith('/') ? name[..^1].Split('/') : name.Split('/');

        // A backslash or a colon has another meaning on other systems; an empty part means an absolute name or a doubled slash.
        if (name.AsSpan().ContainsAny('\\', ':', '\0') || parts.Any(part => part is "" or "." or ".."))
        {
            throw new InvalidDataException($"The archive's entry '{name}' would not stay in its folder.");
        }

        if (((entry.ExternalAttributes >> 16) & UnixKindMask) == UnixLink)
        {
            throw new InvalidDataException($"The archive's entry '{name}' is a link.");
        }

        string path = Path.GetFullPath(Path.Combine([root, .. parts]));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"The archive's entry '{name}' would not stay in its folder.");
    }

    // The sizes that an archive states are not believed: bytes are counted as they come. Returns how many more are accepted.
    private static async Task<long> UnpackEntryAsync(
        ZipArchiveEntry entry, string path, long left, ArchiveLimits limits, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            throw new InvalidDataException($"The archive has two entries '{entry.FullName}'.");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Stream from = await entry.OpenAsync(cancellation).ConfigureAwait(false);
            await using (from.ConfigureAwait(false))
            {
                var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
                await using (to.ConfigureAwait(false))
                {
                    int read;
                    while ((read = await from.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
                    {
                        left -= read;
                        if (left < 0)
                        {
                            throw new InvalidDataException($"The archive unpacks to more than the {limits.Bytes} bytes allowed.");
                        }

                        await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return left;
    }
}
