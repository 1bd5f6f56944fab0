using System.Diagnostics;
using System.Globalization;

namespace ClusterHistory;

/// <summary>A silo as a process of its own, which can be stopped and killed.</summary>
internal sealed class SiloProcess : IDisposable
{
    /// <summary>What a silo prints when it has joined the cluster.</summary>
    public const string Ready = "ready";

    private readonly Process _process;
    private readonly Task _logging;

    private SiloProcess(Process process, Task logging)
    {
        _process = process;
        _logging = logging;
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a silo, and waits until it has joined the cluster.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="silo">The number of the silo.</param>
    /// <param name="log">A file for what it prints.</param>
    /// <param name="prefix">What is before the program in its command line: how it is started elsewhere.</param>
    public static async Task<SiloProcess> StartAsync(SiloSettings settings, int silo, string log, params string[] prefix)
    {
        string[] command = [.. prefix, "dotnet", typeof(SiloProcess).Assembly.Location, .. settings.Arguments(silo)];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start)!;
        TaskCompletionSource<bool> isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StreamWriter file = new(log, append: true) { AutoFlush = true };
        Task logging = Task.WhenAll(LogAsync(process.StandardOutput), LogAsync(process.StandardError)).ContinueWith(
            _ => file.Dispose(), TaskScheduler.Default);
        SiloProcess started = new(process, logging);
        Task first = await Task.WhenAny(isReady.Task, process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMinutes(2)));
        if (first == isReady.Task)
        {
            return started;
        }

        started.Dispose();
        throw new SiloFailedException($"Silo {silo} has not joined the cluster, see '{log}'.");

        async Task LogAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (file)
                {
                    file.WriteLine(line);
                }

                if (line == Ready)
                {
                    isReady.TrySetResult(true);
                }
            }
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Holds it (SIGSTOP): it does nothing any more, and its connections stay.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> HasEndedWithinAsync(TimeSpan time)
    {
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(time));
        return _process.HasExited;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _logging.Wait(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
