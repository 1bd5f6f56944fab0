using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

public sealed partial class MarginClassifier<TLabel>
{
    private const int FoldedExamples = 2_000;
    private const int Folds = 5;

    // Far from any other seed that an application is likely to choose.
    private const ulong PartSeed = 0x5CA1AB1E0DDBA11;

    /// <summary>
    /// Fits <see cref="Probabilities"/> to examples that were learned. As a classifier knows what it has learned too well, others are
    /// trained for the purpose without a part of the examples and answer that part: one classifier without a fifth of the examples, at
    /// most 4,000, or, with fewer than 2,000 examples, five without a fifth each.
    /// </summary>
    /// <param name="samples">The samples that were learned.</param>
    /// <param name="labels">The label of each, of at least two classes.</param>
    /// <param name="options">How they were learned; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label for each example, a label is not a class, there are fewer than two classes, a sample does not have the
    /// layer's length, or the samples are not images as the options say.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public void Calibrate(SampleBatch samples, ReadOnlySpan<TLabel> labels, MarginOptions? options = null)
    {
        options ??= new MarginOptions();
        int[] classes = ClassesOf(samples, labels, options);
        if (classes.Length == 0 || !classes.AsSpan().ContainsAnyExcept(classes[0]))
        {
            throw new ArgumentException(
                "Fitting probabilities needs examples of at least two classes. Pass examples of a second one.", nameof(labels));
        }

        FitCalibration(samples, classes, options, default);
    }

    /// <summary>Writes the probability of each label for a sample: numbers of 0 to 1 that sum to 1. Does not allocate.</summary>
    /// <remarks>
    /// After <see cref="Calibrate"/>, which learning the first batch calls, probabilities are calibrated: of the samples that a class is
    /// given a probability of 0.8, about 80 % belong to it. Before, they follow the scores without knowing what these mean.
    /// </remarks>
    /// <param name="sample">The sample.</param>
    /// <param name="probabilities">One probability for each of <see cref="Labels"/>, in their order.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or there is not one probability for each label.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Probabilities(Sample sample, Span<double> probabilities)
    {
        if (probabilities.Length != _labels.Count)
        {
            throw new ArgumentException(
                $"There are {_labels.Count} labels and room for {probabilities.Length} probabilities: pass a span of as many as labels.",
                nameof(probabilities));
        }

        Span<int> scores = ScoresOf(sample);
        for (int c = 0; c < probabilities.Length; c++)
        {
            probabilities[c] = _calibration is null ? (double)scores[c] / Layer.NodeCount : _calibration.LogitOf(scores[c], c);
        }

        Softmax.Apply(probabilities);
    }

    private void FitCalibration(SampleBatch samples, int[] classes, MarginOptions options, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, classes.Length)];
        SplitMix64 random = new(options.Seed ^ PartSeed);
        int folds = classes.Length < FoldedExamples ? Folds : 1;
        int most = Math.Max(FoldedExamples / Folds, options.CalibrationExamples);
        int part = folds > 1 ? classes.Length : Math.Min(classes.Length / Folds, most);
        random.Shuffle<int>(order);
        if (folds == 1)
        {
            // Enough of every class is held back, and enough stays to learn it.
            int[] held = StratifiedSample.Of(classes, part, static count => count / 2);
            if (Array.TrueForAll(held, i => classes[i] == classes[held[0]]))
            {
                // Every other class has one example, from which it cannot be learned and judged: it is judged unlearned.
                held = StratifiedSample.Of(classes, part, static count => (count + 1) / 2);
            }

            HashSet<int> isHeld = [.. held];
            order = [.. held, .. order.Where(i => !isHeld.Contains(i))];
            part = held.Length;
        }

        int[] labels = new int[part];
        int[] scores = new int[part * _labels.Count];
        for (int fold = 0; fold < folds; fold++)
        {
            (int from, int to) = (fold * part / folds, (fold + 1) * part / folds);
            MarginClassifier<TLabel> other = new(Layer, Labels);
            other.Train(samples, classes, [.. order[..from], .. order[to..]], options, cancellationToken);
            for (int i = from; i < to; i++)
            {
                other.ScoresOf(samples[order[i]])[.._labels.Count].CopyTo(scores.AsSpan(i * _labels.Count));
                labels[i] = classes[order[i]];
            }
        }

        long[] sizes = new long[_labels.Count];
        foreach (int index in classes)
        {
            sizes[index]++;
        }

        CalibrationSample sample = new(_labels.Count, labels, CalibrationSample.WeightsOf(labels, [], sizes), scores);
        _calibration = ScoreCalibrationFit.Fit(sample, folds == 1 ? ScoreCalibration.MostKnots : 0);
    }
}
