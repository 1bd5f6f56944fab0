using System.Diagnostics;
using WeightlessNet.Serving.Internals.Storing;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Opens real folders that another process has open, or that cannot be opened.</summary>
public sealed class StoreLockTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "store");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_another_process_has_open_is_refused_until_that_process_ends_or_is_killed()
    {
        string link = Path.Combine(_folder.Path, "link");
        foreach (bool isKilled in (bool[])[false, true])
        {
            ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
            start.ArgumentList.Add(Program());
            start.ArgumentList.Add(Store);
            using Process process = Process.Start(start)!;
            try
            {
                Assert.Equal("open", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
                if (!Directory.Exists(link))
                {
                    _ = Directory.CreateSymbolicLink(link, Store);
                }

                foreach (string path in (string[])[Store, link])
                {
                    IOException refused = Assert.Throws<IOException>(() => Open(path));
                    Assert.Contains("open in another process, or in this one", refused.Message, StringComparison.Ordinal);
                }

                if (isKilled)
                {
                    process.Kill();
                }

                process.StandardInput.Close();
                await process.WaitForExitAsync().WaitAsync(Patience);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }
            }

            using EventStore opened = Open(Store);
            Assert.True(opened.Recovery.Checkpoint > 0);
            Assert.True(opened.LogEvents > 0);
        }
    }

    [Fact]
    public void A_path_of_a_file_is_refused()
    {
        File.WriteAllText(Store, "a file");
        IOException refused = Assert.Throws<IOException>(() => Open(Store));
        Assert.Contains("is a file", refused.Message, StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(Store));
    }

    [Fact]
    public void A_lock_that_cannot_be_written_is_not_reported_as_an_open_recommender()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A link to itself cannot be opened by anybody, not even by the administrator.
        string locked = Path.Combine(Directory.CreateDirectory(Store).FullName, StoreNames.Lock);
        _ = File.CreateSymbolicLink(locked, locked);
        IOException refused = Assert.Throws<IOException>(() => Open(Store));
        Assert.DoesNotContain("open in another process", refused.Message, StringComparison.Ordinal);
        Assert.Contains(locked, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_opened_is_unlocked()
    {
        Open(Store).Dispose();
        string log = Path.Combine(Store, StoreNames.LogOf(1));
        byte[] whole = File.ReadAllBytes(log);
        File.WriteAllBytes(log, [.. Enumerable.Repeat((byte)7, 100)]);
        _ = Assert.Throws<InvalidDataException>(() => Open(Store));
        File.WriteAllBytes(log, whole);
        Open(Store).Dispose();
    }

    private static EventStore Open(string path) => EventStore.Open(path, true, static _ => { }, static _ => { });

    // Use the build with the configuration and framework of the tests.
    private static string Program()
    {
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(tests.FullName, "JournalWriter", "bin", framework.Parent.Name, framework.Name, "JournalWriter.dll");
    }
}
