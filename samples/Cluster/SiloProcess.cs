using System.Diagnostics;
using System.Globalization;

namespace ClusterSample;

/// <summary>A silo as a process of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public bool Runs => !_process.HasExited;

    /// <summary>The time that processors have worked for it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a silo, and waits until it has joined the cluster.</summary>
    public static async Task<SiloProcess> StartAsync(ClusterSettings settings, int silo, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // `dotnet Cluster.dll` needs the name of the program, the program itself does not.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SiloProcess).Assembly.Location);
        }

        foreach (string argument in settings.Arguments(silo))
        {
            start.ArgumentList.Add(argument);
        }

        SiloProcess started = new(Process.Start(start)!);
        try
        {
            await started.JoinAsync(silo + 1, cancellationToken);
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends it in order (SIGTERM): it finishes its calls, and tells the others.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        using var end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken);
    }

    private async Task JoinAsync(int number, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == SiloHost.Ready)
            {
                // What it prints later must not fill the pipe.
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }

            Console.WriteLine($"silo {number}: {line}");
        }

        // Ctrl+C reaches the silo too, perhaps sooner.
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        throw new IOException($"Silo {number} ended before it had joined the cluster.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
