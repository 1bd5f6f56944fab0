using Microsoft.Win32.SafeHandles;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The files of a real folder, which only their owner can read.</summary>
/// <param name="folder">The folder, which exists.</param>
internal sealed class FolderFiles(string folder) : IStoreFiles
{
    // What the systems say of a file that is open elsewhere: ERROR_SHARING_VIOLATION and EWOULDBLOCK.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnBsd = 35;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder that only its owner can enter, unless it exists, and returns its full path.</summary>
    /// <exception cref="IOException">A file has that name.</exception>
    public static string Enter(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw new IOException(
                $"'{path}' is a file, but a recommender is kept in a folder. Choose another path. A journal of version 0.1 is read "
                + $"with {nameof(RecommenderFiles)}.{nameof(RecommenderFiles.ReadJournal)}, and its ratings are learned once.");
        }

        if (!Directory.Exists(path))
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            _ = AtomicFile.TryFlushFolderOf(path);
        }

        return path;
    }

    /// <summary>Opens or creates a file that nobody else can open in this way until it is closed.</summary>
    /// <exception cref="IOException">Somebody else has it open.</exception>
    public FileStream Lock(string name) => Stream(name, FileMode.OpenOrCreate, FileShare.None);

    /// <summary>Whether a failed <see cref="Lock"/> says that the file is open, and not, for example, that the disk is read-only.</summary>
    public static bool IsHeldByAnother(IOException failure) =>
        failure.HResult == (OperatingSystem.IsWindows() ? SharingViolation
            : OperatingSystem.IsLinux() ? WouldBlockOnLinux
            : WouldBlockOnBsd);

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];

    public IStoreFile Create(string name) => new OpenFile(Stream(name, FileMode.Create, FileShare.Read));

    public IStoreFile Open(string name) => new OpenFile(Stream(name, FileMode.Open, FileShare.Read));

    public void Rename(string name, string newName) => File.Move(PathOf(name), PathOf(newName), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void FlushFolder() => _ = AtomicFile.TryFlushFolderOf(PathOf("any"));

    private FileStream Stream(string name, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(PathOf(name), options);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private sealed class OpenFile(FileStream stream) : IStoreFile
    {
        private readonly SafeFileHandle _handle = stream.SafeFileHandle;

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(Span<byte> destination, long offset)
        {
            int read = 0;
            while (read < destination.Length && RandomAccess.Read(_handle, destination[read..], offset + read) is int more and > 0)
            {
                read += more;
            }

            return read;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

        public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

        public void Flush() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => stream.Dispose();
    }
}
