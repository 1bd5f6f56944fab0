using System.Globalization;
using System.Text;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Samples.Tests;

/// <summary>Ctrl+C ends the MovieLens sample at any time, and leaves nothing half-done.</summary>
public sealed class MovieLensInterruptTests
{
    [Fact]
    public async Task An_interrupt_ends_the_run_with_130_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();

        SampleProcess run = await SampleProcess.RunAsync(
            "MovieLens", ["--users", "5000", "--out", folder.Path], SampleProcess.Interrupt);

        Assert.Equal(130, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task An_interrupt_while_data_is_read_leaves_no_file_either()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        StringBuilder ratings = new();
        for (int user = 1; user <= 400_000; user++)
        {
            for (int film = 1; film <= 5; film++)
            {
                ratings.Append(CultureInfo.InvariantCulture, $"{user},{10 * film},3.0\n");
            }
        }

        using TemporaryFolder data = MovieLensFolder.Of(ratings.ToString());
        using TemporaryFolder folder = new();
        SampleProcess run = await SampleProcess.RunAsync(
            "MovieLens", ["--data", data.Path, "--out", folder.Path], meanwhile: async id =>
            {
                // The folder for unfinished files is there before anything is read.
                while (Directory.GetFileSystemEntries(folder.Path).Length == 0)
                {
                    await Task.Delay(5);
                }

                SampleProcess.Interrupt(id);
            });

        Assert.Equal((130, "Stopped."), (run.ExitCode, run.Error.Trim()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
