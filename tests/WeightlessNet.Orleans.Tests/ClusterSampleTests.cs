using System.Diagnostics;
using System.Globalization;

namespace WeightlessNet.Orleans.Tests;

/// <summary>The sample starts a cluster, kills a silo, and finds nothing lost.</summary>
public sealed class ClusterSampleTests
{
    [Fact]
    public async Task A_silo_is_killed_and_nothing_is_lost()
    {
        (int code, string output) = await RunAsync(
            "--silos", "2", "--seconds", "9", "--visitors", "8", "--users", "80", "--films", "60",
            "--port", FreePorts.Two().One.ToString(CultureInfo.InvariantCulture));
        Assert.True(code == 0, output);
        Assert.Contains("silo 2 is killed", output, StringComparison.Ordinal);
        Assert.Contains("0 acknowledged ratings are lost, 0 are there unasked", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_are_refused()
    {
        (int code, string output) = await RunAsync("--silos", "10");
        Assert.Equal((1, "--silos must be 1 to 9, not 10."), (code, output.Trim()));
        (code, output) = await RunAsync("--store", "redis");
        Assert.Equal((1, "--place must say where the server of the kind redis is."), (code, output.Trim()));
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo root = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        string program = Path.Combine(
            root.FullName, "samples", "Cluster", "bin", framework.Parent.Name, framework.Name, "Cluster.dll");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
