using WeightlessNet.Encoders;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_created_then_replaced_and_no_temporary_file_remains()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "state.bin");
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        new ThermometerEncoder(1, 2).Save(path);
        Assert.Equal([1, 2], Snapshot.Load<ThermometerEncoder>(path).Thresholds);

        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void If_writing_fails_the_file_is_unchanged_and_no_temporary_file_remains()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "state.bin");
        AtomicFile.Write(path, stream => stream.WriteByte(7));
        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new NotSupportedException();
        }));
        Assert.Equal([7], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_at_the_path_and_a_missing_folder_are_reported()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "taken");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(path, stream => stream.WriteByte(7)));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        Assert.Throws<DirectoryNotFoundException>(
            () => AtomicFile.Write(Path.Combine(folder.Path, "none", "state.bin"), stream => stream.WriteByte(7)));
        Assert.Throws<ArgumentException>(() => AtomicFile.Write("", stream => stream.WriteByte(7)));
        Assert.Throws<ArgumentNullException>(() => AtomicFile.Write(path, null!));
    }

    [Fact]
    public void Permissions_of_a_file_are_kept_and_its_folder_is_flushed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "state.bin");
        AtomicFile.Write(path, stream => stream.WriteByte(1));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(path, stream => stream.WriteByte(2));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.True(AtomicFile.TryFlushFolderOf(path));
    }
}
