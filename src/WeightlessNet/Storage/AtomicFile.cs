using System.Runtime.InteropServices;
using System.Text;

namespace WeightlessNet.Storage;

/// <summary>
/// Replaces files as a whole: a reader, also after a crash or a loss of power, sees all of the old content or all of the new.
/// </summary>
/// <remarks>
/// The new content is written to a temporary file in the same folder and flushed to disk, takes the old one's place by a rename, and the
/// folder is flushed where the system can do that. A process that is killed in between may leave the temporary file, whose name ends in
/// ".tmp"; nothing ever reads it. Safe for use from many threads and processes: of several writers of one file the last one to end wins.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; its folder exists. Where there is such a file already, it is replaced.</param>
    /// <param name="write">Writes the content. Where it throws, the file stays as it was.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; it is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, $"{path}.{Path.GetRandomFileName()}.tmp", write);
    }

    /// <summary>Writes a file by way of a temporary one, whose name only the caller uses.</summary>
    public static void Write(string path, string temporary, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            // Keep the permissions of the file that is replaced.
            options.UnixCreateMode = File.GetUnixFileMode(path);
        }

        try
        {
            using (FileStream stream = new(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            DeleteIfPossible(temporary);
            throw;
        }

        _ = TryFlushFolderOf(path);
    }

    private static void DeleteIfPossible(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The original exception is more useful.
        }
    }

    /// <summary>
    /// Flushes a file's folder, which brings a rename to disk. Not every system and file system can; where one cannot, the rename reaches
    /// the disk when the system writes it.
    /// </summary>
    public static bool TryFlushFolderOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        try
        {
            int descriptor = OpenForReading(Encoding.UTF8.GetBytes(folder + '\0'), 0);
            bool isFlushed = descriptor >= 0 && Flush(descriptor) == 0;
            return descriptor >= 0 && Close(descriptor) == 0 && isFlushed;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenForReading(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
