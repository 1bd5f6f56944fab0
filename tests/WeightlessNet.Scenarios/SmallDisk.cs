using System.Diagnostics;

namespace WeightlessNet.Scenarios;

/// <summary>A file system of a few megabytes in memory, which can be filled, and made read-only while no file of it is open.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Size = "16m";

    private SmallDisk(string path) => Path = path;

    /// <summary>Why there can be none on this machine; null if there can.</summary>
    public static string? WhyImpossible { get; } = TryMount();

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static SmallDisk In(string folder)
    {
        string path = Directory.CreateDirectory(System.IO.Path.Combine(folder, "disk")).FullName;
        Assert.Equal("", Run("mount", "-t", "tmpfs", "-o", $"size={Size},mode=700", "weightlessnet", path));
        return new SmallDisk(path);
    }

    /// <summary>Leaves no room for anything.</summary>
    public void Fill()
    {
        using FileStream file = new(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[1 << 16];
        for (int length = block.Length; length > 0;)
        {
            try
            {
                file.Write(block, 0, length);
            }
            catch (IOException)
            {
                length /= 2;
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    // A process that another test starts holds the files that are open here until it runs its own program: the disk is busy for a moment.
    public void SetReadOnly(bool isReadOnly)
    {
        string failure = "";
        for (int attempt = 0; attempt < 50; attempt++)
        {
            failure = Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path);
            if (!failure.Contains("busy", StringComparison.Ordinal))
            {
                break;
            }

            Thread.Sleep(20);
        }

        Assert.Equal("", failure);
    }

    public void Dispose() => _ = Run("umount", "-l", Path);

    private static string? TryMount()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Small disks are mounted on Linux only.";
        }

        using TemporaryFolder folder = new();
        string path = System.IO.Path.Combine(folder.Path, "disk");
        _ = Directory.CreateDirectory(path);
        string failure;
        try
        {
            failure = Run("mount", "-t", "tmpfs", "-o", "size=1m", "weightlessnet", path);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            failure = missing.Message;
        }

        if (failure.Length == 0)
        {
            _ = Run("umount", path);
        }

        return failure.Length == 0 ? null : $"A small disk cannot be mounted: {failure.Trim()}";
    }

    // What the command wrote as an error; empty if it succeeded.
    private static string Run(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string failure = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : failure.Length > 0 ? failure : $"exit code {process.ExitCode}";
    }
}
