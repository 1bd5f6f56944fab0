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

    /// <summary>What it has logged until now: one JSON object per line.</summary>
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
    public static async Task<LiveServer> StartAsync(string state, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0"; // As in the tests: it lives for seconds.
        foreach (string argument in (string[])[ProgramPath(), "--urls", "http://127.0.0.1:0", "--state", state, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        LiveServer server = new(Process.Start(start)!);
        server._process.OutputDataReceived += server.Note;
        server._process.ErrorDataReceived += server.Note;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server.WaitUntilListeningAsync();
        return server;
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

    [GeneratedRegex(@"Now listening on: (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
