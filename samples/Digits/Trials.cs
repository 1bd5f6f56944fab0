using System.Diagnostics;
using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>Trains classifiers with the library's defaults and tests them.</summary>
internal sealed class Trials
{
    // Enough for thermometers to fit the distribution of gray levels.
    private const int MostImagesToFit = 10_000;

    private readonly ImageDatasetSplit _data;
    private readonly SampleSettings _settings;
    private readonly byte[] _labels;

    public Trials(ImageDatasetSplit data, SampleSettings settings)
    {
        _data = data;
        _settings = settings;
        _labels = [.. data.Train.Labels.ToArray().Concat(data.Test.Labels.ToArray()).Distinct().Order()];
    }

    /// <summary>All classes, in order.</summary>
    public IReadOnlyList<byte> Labels => _labels;

    /// <summary>Learns each image once, by counting.</summary>
    /// <returns>The classifier and its result.</returns>
    public (WisardClassifier<byte> Classifier, TrialResult Result) RunOneShot(CancellationToken cancellation)
    {
        ImageDataset train = _data.Train;
        long start = Stopwatch.GetTimestamp();
        WisardClassifier<byte> classifier = new(InputLayer.ForImages(ImagesToFit, train.Width, train.Height, _settings.Seed));
        for (int i = 0; i < train.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            classifier.Learn(train.ImageOf(i), train.Labels.Span[i]);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (classifier, Test("WiSARD (one pass of counting)", "wisard", image => classifier.Classify(image), seconds, cancellation));
    }

    /// <summary>Trains on errors, in several passes over all images.</summary>
    public TrialResult RunMargin(CancellationToken cancellation)
    {
        ImageDataset train = _data.Train;
        long start = Stopwatch.GetTimestamp();
        MarginClassifier<byte> classifier = new(
            InputLayer.ForImagesWithSmallNodes(ImagesToFit, train.Width, train.Height, _settings.Seed), _labels);
        MarginOptions options = new()
        {
            Seed = _settings.Seed,
            Epochs = _settings.Epochs,
            ShiftedImages = _settings.Shifts ? new ImageShape(train.Width, train.Height, 1) : null,
        };
        classifier.Learn(new SampleBatch(train.Pixels, train.PixelCount), train.Labels.Span, options, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Test("margin (trained by its errors)", "margin", image => classifier.Classify(image), seconds, cancellation);
    }

    private ReadOnlySpan<byte> ImagesToFit =>
        _data.Train.Pixels.Span[..(Math.Min(_data.Train.Count, MostImagesToFit) * _data.Train.PixelCount)];

    private TrialResult Test(
        string name,
        string fileName,
        Func<ReadOnlySpan<byte>, Classification<byte>> classify,
        double learnSeconds,
        CancellationToken cancellation)
    {
        ImageDataset test = _data.Test;
        var answers = new Classification<byte>[test.Count];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < answers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            answers[i] = classify(test.ImageOf(i));
        }

        double classifySeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ConfusionMatrix confusion = new(_labels);
        for (int i = 0; i < answers.Length; i++)
        {
            confusion.Add(test.Labels.Span[i], answers[i]);
        }

        return new TrialResult(name, fileName, answers, confusion, learnSeconds, classifySeconds);
    }
}
