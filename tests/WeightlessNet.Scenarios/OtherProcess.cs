using System.Diagnostics;
using System.Text.Json;

namespace WeightlessNet.Scenarios;

/// <summary>This program, running as another process. It is killed when disposed.</summary>
internal sealed class OtherProcess : IDisposable
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _file = Path.GetTempFileName();

    private OtherProcess(string command, string content)
    {
        File.WriteAllText(_file, content);
        ProcessStartInfo start = new("dotnet", [typeof(OtherProcess).Assembly.Location, command, _file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
    }

    public static OtherProcess Start<T>(string command, T work) => new(command, JsonSerializer.Serialize(work));

    public async Task ExpectAsync(string line) =>
        Assert.Equal(line, await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience));

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    public async Task<string> ReadToEndAsync() => await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);

    /// <summary>Lets it go on, if it waits.</summary>
    public void GoOn() => _process.StandardInput.WriteLine();

    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, _process.ExitCode);
    }

    /// <summary>Ends it by SIGKILL. Throws if it has ended by itself, such as by an exception.</summary>
    public async Task KillAsync()
    {
        Assert.False(_process.HasExited, "The process has ended before it was killed.");
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(OperatingSystem.IsWindows() || _process.ExitCode == Killed, $"The process has ended with {_process.ExitCode}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        File.Delete(_file);
    }
}
