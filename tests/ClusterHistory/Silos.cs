namespace ClusterHistory;

/// <summary>The processes with silos.</summary>
internal sealed class Silos : IDisposable
{
    private readonly SiloProcess?[] _processes = new SiloProcess?[SiloSettings.Silos];
    private readonly Func<int, SiloSettings> _settings;
    private readonly Func<int, string[]> _prefix;
    private readonly string _folder;

    /// <summary>Creates silos that do not run yet.</summary>
    /// <param name="settings">The settings of a silo.</param>
    /// <param name="prefix">What is before the program in the command line of a silo.</param>
    /// <param name="folder">The folder for what they print.</param>
    public Silos(Func<int, SiloSettings> settings, Func<int, string[]> prefix, string folder) =>
        (_settings, _prefix, _folder) = (settings, prefix, folder);

    /// <summary>How often a silo has ended by itself.</summary>
    public int EndedByThemselves { get; private set; }

    public SiloProcess this[int silo] => _processes[silo]!;

    /// <summary>Starts a silo in place of one that has ended.</summary>
    public async Task StartAsync(int silo)
    {
        _processes[silo]?.Dispose();
        _processes[silo] = null;
        string log = Path.Combine(_folder, FormattableString.Invariant($"silo-{silo}.log"));
        _processes[silo] = await SiloProcess.StartAsync(_settings(silo), silo, log, _prefix(silo));
    }

    /// <summary>Starts all that do not run.</summary>
    public async Task CompleteAsync()
    {
        for (int silo = 0; silo < _processes.Length; silo++)
        {
            if (_processes[silo]?.HasEnded != false)
            {
                EndedByThemselves += _processes[silo] is null ? 0 : 1;
                await StartAsync(silo);
            }
        }
    }

    public void Dispose()
    {
        foreach (SiloProcess? silo in _processes)
        {
            silo?.Dispose();
        }
    }
}
