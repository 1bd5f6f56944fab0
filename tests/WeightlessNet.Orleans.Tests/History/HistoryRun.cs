using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Orleans.Tests.Storage;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>Runs the program that makes silos fail under load, and checks what is left.</summary>
internal static class HistoryRun
{
    private static readonly string Rounds = Environment.GetEnvironmentVariable("WEIGHTLESSNET_ROUNDS") ?? "1";

    /// <summary>Runs some rounds, as many as WEIGHTLESSNET_ROUNDS says.</summary>
    public static async Task PassAsync(string store, params string[] arguments)
    {
        (int code, string output) = await RunAsync(store, ["--rounds", Rounds, .. arguments]);
        Assert.True(code == 0, output);
        Assert.Contains(", 0 violations", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 changes acknowledged", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 users compared", output, StringComparison.Ordinal);
    }

    public static async Task<(int Code, string Output)> RunAsync(string store, params string[] arguments)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        string program = Path.Combine(
            tests.FullName, "ClusterHistory", "bin", framework.Parent.Name, framework.Name, "ClusterHistory.dll");
        string seed = Random.Shared.Next(1_000_000).ToString(CultureInfo.InvariantCulture);
        string[] command = [program, "rounds", "--store", store, StoreServer.Address(store)!, "--seed", seed, .. arguments];
        ProcessStartInfo start = new("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
