using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Xunit;

namespace WeightlessNet.Samples.Tests;

/// <summary>A sample, run as a process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to the standard output.</param>
/// <param name="Error">What it wrote to the standard error.</param>
internal sealed partial record SampleProcess(int ExitCode, string Output, string Error)
{
    private const int WideOutput = 160;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Interrupts a process, as Ctrl+C does.</summary>
    public static void Interrupt(int id)
    {
        const int Interruption = 2;
        if (Kill(id, Interruption) != 0)
        {
            throw new InvalidOperationException($"Process {id} could not be interrupted: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Runs a sample.</summary>
    /// <param name="sample">The name of its folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onProgress">Called once, with the id of the process, when it first reports progress.</param>
    /// <param name="columns">The width of the output.</param>
    /// <param name="meanwhile">What is done while it runs, with the id of the process.</param>
    public static async Task<SampleProcess> RunAsync(
        string sample,
        string[] arguments,
        Action<int>? onProgress = null,
        int columns = WideOutput,
        Func<int, Task>? meanwhile = null)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COLUMNS"] = columns.ToString(CultureInfo.InvariantCulture);
        start.ArgumentList.Add(ProgramOf(sample));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            await (meanwhile?.Invoke(process.Id) ?? Task.CompletedTask);
            string error = "";
            if (onProgress is not null)
            {
                error = await process.StandardError.ReadLineAsync(patience.Token) + "\n";
                onProgress(process.Id);
            }

            error += await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new SampleProcess(process.ExitCode, await output, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs a sample in a terminal, on Linux.</summary>
    /// <param name="sample">The name of its folder.</param>
    /// <param name="arguments">Its arguments, without spaces in any of them.</param>
    /// <param name="columns">The width of the terminal.</param>
    /// <returns>What it wrote, line by line; both streams are the terminal.</returns>
    public static async Task<string[]> LinesInTerminalAsync(string sample, string arguments, int columns)
    {
        ProcessStartInfo start = new("script") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string command = string.Create(
            CultureInfo.InvariantCulture, $"stty cols {columns}; exec dotnet '{ProgramOf(sample)}' {arguments}");
        foreach (string argument in (string[])["-qc", command, "/dev/null"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource patience = new(Patience);
        string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return [.. output.Split('\n').Select(line => EscapeSequence().Replace(line, "").TrimEnd())];
    }

    // The sample is built for the same configuration and framework as the tests.
    private static string ProgramOf(string sample)
    {
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo? root = framework;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "WeightlessNet.sln")))
        {
            root = root.Parent;
        }

        Assert.True(root is not null, $"There is no WeightlessNet.sln above '{framework.FullName}'.");
        string program = Path.Combine(
            root.FullName, "samples", sample, "bin", framework.Parent!.Name, framework.Name, sample + ".dll");
        Assert.True(File.Exists(program), $"The sample is not built: '{program}' is missing.");
        return program;
    }

    [GeneratedRegex(@"\x1b(\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex EscapeSequence();

    // A call, not the program `kill`: a short run may be over before that starts.
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
