using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WeightlessNet.LiveTests;

/// <summary>The built sample, started as a process that listens on a free port.</summary>
internal sealed partial class LiveServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveServer(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it has printed until now, by lines.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Starts the sample, and returns when it listens.</summary>
    /// <param name="state">The folder of its state.</param>
    /// <param name="arguments">More arguments.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time; the message has its log.</exception>
    public static Task<LiveServer> StartAsync(string state, params string[] arguments) =>
        StartAtAsync("http://127.0.0.1:0", state, arguments);

    /// <summary>Starts the sample at an address, and returns when it listens.</summary>
    /// <param name="urls">The address.</param>
    /// <param name="state">The folder of its state.</param>
    /// <param name="arguments">More arguments.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time; the message has its log.</exception>
    public static Task<LiveServer> StartAtAsync(string urls, string state, params string[] arguments) =>
        StartAsync(Command("dotnet", [ProgramPath(), "--urls", urls, "--state", state, .. arguments]));

    /// <summary>Starts the sample and stops it again: its state then has what a first start learns.</summary>
    /// <param name="state">The folder of its state.</param>
    /// <param name="arguments">More arguments.</param>
    /// <exception cref="InvalidOperationException">It did not start, or did not end well.</exception>
    public static async Task LearnAsync(string state, params string[] arguments)
    {
        await using LiveServer server = await StartAsync(state, arguments);
        if (await server.StopAsync() is not 0 and int exitCode)
        {
            throw new InvalidOperationException($"The server ended with {exitCode}.\n{string.Join('\n', server.Log)}");
        }
    }

    /// <summary>Starts the sample so that no file can become larger than a limit, as on a full disk.</summary>
    /// <param name="kilobytes">The limit.</param>
    /// <param name="state">The folder of its state.</param>
    /// <param name="arguments">More arguments.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time; the message has its log.</exception>
    public static Task<LiveServer> StartOnFullDiskAsync(int kilobytes, string state, params string[] arguments)
    {
        ProcessStartInfo start = Command(
            "bash",
            [
                "-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec dotnet \"$@\"", "bash",
                ProgramPath(), "--urls", "http://127.0.0.1:0", "--state", state, .. arguments,
            ]);

        // The runtime's own code would be in a file of its own otherwise.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return StartAsync(start);
    }

    /// <summary>Runs the sample to its end, which must come by itself.</summary>
    /// <returns>The exit code, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(Command("dotnet", [ProgramPath(), .. arguments]))!;
        using CancellationTokenSource limit = new(StartLimit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        string error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, error);
    }

    /// <summary>Kills the process, which has no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        using CancellationTokenSource limit = new(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0"; // As in the tests: it lives for seconds.
        return start;
    }

    private static async Task<LiveServer> StartAsync(ProcessStartInfo start)
    {
        LiveServer server = new(Process.Start(start)!);
        server._process.OutputDataReceived += server.Note;
        server._process.ErrorDataReceived += server.Note;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server.WaitUntilListeningAsync();
        return server;
    }

    private static string ProgramPath()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(
            Repository.Root, "samples", "LiveTuning", "bin", framework.Parent!.Name, framework.Name, "LiveTuning.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("The sample is built before its tests run.", program);
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            if (line.Data is null)
            {
                return;
            }

            _log.Add(line.Data);
        }

        if (Listening().Match(line.Data) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    private async Task WaitUntilListeningAsync()
    {
        using CancellationTokenSource limit = new(StartLimit);
        Task ended = _process.WaitForExitAsync(limit.Token);
        if (await Task.WhenAny(_listening.Task, ended) == ended)
        {
            string log = string.Join('\n', Log);
            await DisposeAsync();
            throw new InvalidOperationException($"The server did not start.\n{log}");
        }

        Address = await _listening.Task;
    }

    [GeneratedRegex(@"^Open (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
