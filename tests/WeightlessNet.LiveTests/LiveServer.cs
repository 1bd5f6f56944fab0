using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeightlessNet.LiveTests;

/// <summary>The built sample, started on a free port of this machine.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _log = [];

    private LiveServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it has logged until now, a JSON object a line.</summary>
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

    /// <summary>Starts the sample, and returns when it answers.</summary>
    /// <param name="state">The folder of its state.</param>
    /// <param name="arguments">More arguments.</param>
    public static async Task<LiveServer> StartAsync(string state, params string[] arguments)
    {
        Uri address = new($"http://127.0.0.1:{FreePort()}");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[ProgramPath(), "--urls", address.ToString(), "--state", state, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        LiveServer server = new(Process.Start(start)!, address);
        server._process.OutputDataReceived += server.Note;
        server._process.ErrorDataReceived += server.Note;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server.WaitUntilHealthyAsync();
        return server;
    }

    /// <summary>Ends it as the kernel does where memory runs out: it cannot tidy up.</summary>
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

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
            if (line.Data is not null)
            {
                _log.Add(line.Data);
            }
        }
    }

    private async Task WaitUntilHealthyAsync()
    {
        using HttpClient client = new() { BaseAddress = Address };
        Stopwatch time = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await client.GetAsync("health")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            if (_process.HasExited || time.Elapsed > StartLimit)
            {
                string log = string.Join('\n', Log);
                await DisposeAsync();
                throw new InvalidOperationException($"The server did not start.\n{log}");
            }

            await Task.Delay(50);
        }
    }
}
