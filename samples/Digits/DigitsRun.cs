using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using WeightlessNet.Datasets;
using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>One run of the program: data, two classifiers, tables, pictures.</summary>
internal sealed class DigitsRun
{
    private readonly SampleSettings _settings;
    private readonly IAnsiConsole _console = ReportConsole.Create();
    private readonly StageView _stages;

    public DigitsRun(SampleSettings settings)
    {
        _settings = settings;
        _stages = new StageView(_console);
    }

    /// <summary>Runs everything that the settings ask for.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using ReportFolder? folder = _settings.Out is null ? null : new ReportFolder(_settings.Out);
        ImageDatasetSplit data = Load(cancellation);
        Trials trials = new(data, _settings);
        ClassNames names = new($"{data.Name} {_settings.Data}");
        if (trials.Labels.Count < 2)
        {
            throw new InvalidDataException(
                $"All images of '{data.Name}' have the label {trials.Labels[0]}: there is nothing to classify.");
        }

        WriteData(data, trials);
        (WisardClassifier<byte> wisard, TrialResult counted) = await _stages.ShowAsync(
            "learning by counting, once", () => trials.RunOneShot(cancellation));
        MentalImageView.Write(_console, data, names, wisard);
        TrialResult trained = await _stages.ShowAsync(
            _settings.Epochs == 1 ? "training by errors, 1 epoch" : $"training by errors, {_settings.Epochs} epochs",
            () => trials.RunMargin(cancellation));
        TrialResult[] results = [counted, trained];
        ResultTable.Write(_console, results);
        foreach (TrialResult result in results)
        {
            ConfusionTable.Write(_console, result, names);
        }

        if (folder is not null)
        {
            WriteFiles(folder, data, names, wisard, results, cancellation);
        }

        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Done in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }

    private ImageDatasetSplit Load(CancellationToken cancellation) => _settings.Data is string folder
        ? IdxReader.Read(folder, cancellation)
        : SyntheticDigits.Generate(_settings.Seed, cancellation);

    private void WriteData(ImageDatasetSplit data, Trials trials)
    {
        _console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Markup.Escape(data.Name)}[/]: {data.Train.Count:N0} images to learn from, {data.Test.Count:N0} to test on; "
            + $"{data.Train.Width} by {data.Train.Height} pixels, {trials.Labels.Count} classes"));
        if (_settings.Data is null)
        {
            _console.MarkupLine("[yellow]These images are SYNTHETIC, random strokes: figures say nothing about real handwriting.[/]");
            _console.MarkupLine("[yellow]For real images give a folder of MNIST or Fashion-MNIST with --data DIR; see --help.[/]");
        }

        _console.WriteLine();
    }

    private void WriteFiles(
        ReportFolder folder,
        ImageDatasetSplit data,
        ClassNames names,
        WisardClassifier<byte> wisard,
        TrialResult[] results,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        MentalImagePicture.Save(folder.Add("mental-images.png"), data, names, wisard, results[0]);
        ConfusionCsv.Write(folder.Add("confusion.csv"), results);
        foreach (TrialResult result in results)
        {
            cancellation.ThrowIfCancellationRequested();
            ConfusionPlot.Save(folder.Add($"confusion-{result.FileName}.png"), result, data.Name);
        }

        _console.WriteLine($"Written to {folder.Path}: {string.Join(", ", folder.Publish())}");
    }
}
