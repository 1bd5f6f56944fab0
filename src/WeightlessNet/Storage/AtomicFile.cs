using System.Runtime.InteropServices;
using System.Text;

namespace WeightlessNet.Storage;

/// <summary>
/// Replaces files atomically: a reader sees all of the old content or all of the new, even after a crash or a loss of power.
/// </summary>
/// <remarks>
/// Writes the new content to a temporary file in the same folder, flushes it to disk, renames it, and flushes the folder if the system
/// supports that. If the process is killed before the rename, the temporary file may remain; its name ends in ".tmp", and it is never read.
/// Safe for concurrent use by threads and processes: of several writers of one file, the last one to finish wins.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; its folder must exist. An existing file is replaced.</param>
    /// <param name="write">Writes the content. If it throws, the file is unchanged.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; it is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied; it is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, $"{path}.{Path.GetRandomFileName()}.tmp", write);
    }

    /// <summary>Writes a file with the given temporary file, whose name nothing else may use.</summary>
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
            // Keep the permissions of the replaced file.
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
    /// Flushes a file's folder, so that a rename is on disk. Not every operating system and file system supports this; without it, the
    /// system writes the rename to disk later.
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
