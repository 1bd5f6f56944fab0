using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using WeightlessNet.Datasets;
using WeightlessNet.Evaluation;
using WeightlessNet.Recommenders;

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

    /// <summary>Does all that the settings ask for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using ReportFolder? folder = _settings.Out is null ? null : new ReportFolder(_settings.Out);
        DataSource source = new(_settings);
        RatingDataset dataset = await source.LoadAsync(_progress, cancellation);
        DatasetView.Write(_console, dataset, source, _settings.Join);

        ItemCatalog catalog = MovieFeatures.CatalogOf(dataset);
        ComparedSystems systems = new(catalog);
        ComparisonReport report = new(
            dataset,
            source.IsSynthetic,
            await RunKFoldAsync(dataset, systems, cancellation),
            await RunPrequentialAsync(dataset, systems, cancellation),
            await RunPaperAsync(dataset, systems, cancellation));

        ExampleView.Write(_console, dataset, catalog, cancellation);
        if (folder is not null)
        {
            new ReportFiles(report, _settings).WriteTo(folder, cancellation);
            _console.WriteLine($"Written to {folder.Path}: {string.Join(", ", folder.Publish())}");
        }

        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Done in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }

    private async Task<KFoldReport?> RunKFoldAsync(RatingDataset dataset, ComparedSystems systems, CancellationToken cancellation)
    {
        if (!_settings.Protocols.HasFlag(ProtocolChoice.KFold))
        {
            return null;
        }

        if (dataset.Ratings.Length < _settings.Folds)
        {
            throw new InvalidDataException($"The {dataset.Ratings.Length} ratings cannot fill {_settings.Folds} folds.");
        }

        KFoldProtocol protocol = new(new KFoldOptions { Folds = _settings.Folds, Seed = _settings.Seed, Scale = dataset.Scale });
        KFoldReport report = await _progress.ShowAsync("kfold", progress => Task.Run(
            () => protocol.Run(dataset.Ratings.Span, systems.ForErrors(), progress, cancellation), cancellation));
        KFoldTable.Write(_console, report);
        return report;
    }

    private async Task<PrequentialReport?> RunPrequentialAsync(
        RatingDataset dataset, ComparedSystems systems, CancellationToken cancellation)
    {
        if (!_settings.Protocols.HasFlag(ProtocolChoice.Prequential))
        {
            return null;
        }

        if (!dataset.HasTimestamps)
        {
            LeaveOut("prequential", "the ratings have no times, so that their order is unknown");
            return null;
        }

        PrequentialProtocol protocol = new(new PrequentialOptions { Scale = dataset.Scale });
        PrequentialReport report = await _progress.ShowAsync("prequential", progress => Task.Run(
            () => protocol.Run(dataset.Ratings.Span, systems.ForStream(), progress, cancellation), cancellation));
        PrequentialTable.Write(_console, report);
        return report;
    }

    private async Task<PaperReport?> RunPaperAsync(RatingDataset dataset, ComparedSystems systems, CancellationToken cancellation)
    {
        if (!_settings.Protocols.HasFlag(ProtocolChoice.Paper))
        {
            return null;
        }

        if (PaperPlan.For(dataset, _settings) is not PaperOptions options)
        {
            LeaveOut("paper", "too few users have five or more ratings");
            return null;
        }

        PaperProtocol protocol = new(options);
        PaperReport report = await _progress.ShowAsync("paper", progress => Task.Run(
            () => protocol.Run(dataset.Ratings.Span, systems.ForLevels(), progress, cancellation), cancellation));
        PaperTable.Write(_console, report);
        return report;
    }

    // What was asked for by name has to be done; of "all" a part may be left out, aloud.
    private void LeaveOut(string protocol, string reason)
    {
        if (_settings.Protocols != ProtocolChoice.All)
        {
            throw new InvalidDataException($"The {protocol} protocol cannot be run: {reason}.");
        }

        _console.WriteLine($"The {protocol} protocol is left out: {reason}.");
        _console.WriteLine();
    }
}
