using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ClusterHistory;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests;

/// <summary>The sample starts a cluster, kills a silo, and finds nothing lost.</summary>
public sealed class ClusterSampleTests
{
    [Fact]
    public async Task A_silo_is_killed_and_nothing_is_lost()
    {
        (int code, string output) = await RunAsync(
            "--silos", "2", "--seconds", "9", "--visitors", "8", "--users", "80", "--films", "60",
            "--port", FreePorts.InARow(20).ToString(CultureInfo.InvariantCulture));
        Assert.True(code == 0, output);
        Assert.Contains("silo 2 is killed", output, StringComparison.Ordinal);
        Assert.Contains("0 acknowledged ratings lost, 0 there unasked", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--silos is a whole number from 1 to 9, not '10'.", "--silos", "10")]
    [InlineData("--seconds is a whole number from 1 to 86400, not 'NaN'.", "--seconds", "NaN")]
    [InlineData("--seconds needs a value.", "--seconds")]
    [InlineData("--users is given twice.", "--users", "1", "--users", "2")]
    [InlineData("--store is sqlite, postgres or redis, not 'oracle'.", "--store", "oracle")]
    [InlineData("--store redis needs --place: how to connect to the server.", "--store", "redis")]
    [InlineData("--place must be a file or how to connect to a server, not empty.", "--place", "")]
    [InlineData("--kill is true or false, not 'maybe'.", "--kill=maybe")]
    [InlineData("--restart and --kill true exclude each other.", "--restart", "--kill", "true")]
    [InlineData("--ask is at most 5, the number of --users, not 6.", "--users", "5", "--ask", "6")]
    [InlineData("--ratings is at most 40 with 50 --films: a list of ten needs unrated ones.", "--films", "50", "--ratings", "41")]
    [InlineData("One silo alone is neither killed nor restarted: --silos must be 2 or more.", "--silos", "1", "--restart")]
    public async Task A_wrong_option_is_refused_in_plain_words(string reason, params string[] arguments)
    {
        (int code, string output) = await RunAsync(arguments);
        Assert.Equal((2, $"{reason}\nUsage: Cluster [options]. --help describes them."), (code, output.Trim().ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_port_in_use_is_told_at_once()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        (int code, string output) = await RunAsync("--port", port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((1, $"Error: Port {port} is in use. Choose another range of 20 ports with --port."), (code, output.Trim()));
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_told()
    {
        string missing = Path.Combine(Path.GetTempPath(), "weightlessnet-no-such-folder", "users.db");
        (int code, string output) = await RunAsync(
            "--place", missing, "--port", FreePorts.InARow(20).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, code);
        Assert.StartsWith($"Error: The file '{missing}' cannot be used as a store: ", output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_place_with_users_of_an_earlier_run_is_refused()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weightlessnet-place-");
        try
        {
            string place = Path.Combine(folder.FullName, "users.db");
            SqliteUserStore store = await SqliteUserStore.OpenAsync(place);
            await using (store)
            {
                await store.WriteAsync("somebody", 0, UserWrite.Append(new byte[3]));
            }

            (int code, string output) = await RunAsync(
                "--place", place, "--port", FreePorts.InARow(20).ToString(CultureInfo.InvariantCulture));
            Assert.Equal(1, code);
            Assert.StartsWith($"Error: The file '{place}' has users already", output, StringComparison.Ordinal);
            Assert.EndsWith("Name an empty --place.", output.Trim(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
