using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>One run of the program: data, protocols, tables, an example, files.</summary>
internal sealed class ComparisonRun
{
    private readonly SampleSettings _settings;
    private readonly IAnsiConsole _console;
    private readonly IProgressView _progress;

    public ComparisonRun(SampleSettings settings)
    {
        _settings = settings;
        _console = ReportConsole.Create();
        _progress = Console.IsOutputRedirected ? new PlainProgressView(Console.Error) : new LiveProgressView(_console);
    }

    /// <summary>Runs everything that the settings ask for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using ReportFolder? folder = _settings.Out is null ? null : new ReportFolder(_settings.Out);
        DataSource source = new(_settings);
        RatingDataset dataset = await source.LoadAsync(_progress, cancellation);
        DatasetView.Write(_console, dataset, source, _settings.Join);

        FilmCatalogs films = MovieFeatures.CatalogsOf(dataset);
        ProtocolRuns runs = new(dataset, films, _settings, source.IsSynthetic, _console, _progress);
        ComparisonReport report = await runs.RunAsync(cancellation);

        ExampleView.Write(_console, dataset, films.Films, cancellation);
        if (folder is not null)
        {
            new ReportFiles(report, _settings).WriteTo(folder, cancellation);
            _console.WriteLine($"Written to {folder.Path}: {string.Join(", ", folder.Publish())}");
        }

        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Done in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }
}
