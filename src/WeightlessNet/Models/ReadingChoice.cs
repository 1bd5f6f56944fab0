using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// Chooses how to read a classifier's cells by leaving each example out: what the example added is subtracted, so its answer is exactly
/// that of a classifier that never saw it, for the price of one classification.
/// </summary>
/// <remarks>
/// Readings whose errors are within chance of the fewest take part. Their probabilities are averaged with weights that fall with their log
/// loss: with few examples several readings are averaged, with many the best one remains.
/// </remarks>
internal static class ReadingChoice
{
    /// <summary>The most examples that are left out; more do not improve the choice.</summary>
    public const int MostExamples = 10_000;

    /// <summary>The number of readings to choose from.</summary>
    public const int CandidateCount = 12;

    private const int MostScores = 2_000_000;
    private const int ComparisonExamples = 4_000;
    private const int ComparisonPasses = 24;
    private const int BentExamples = 500;
    private const double Sharpness = 0.1;
    private const double LeastWeight = 0.05;

    private static readonly WisardOptions[] Candidates =
    [
        new() { Reading = WisardReading.LogLikelihood },
        new() { Reading = WisardReading.MaximumMargin },
        .. ((int[])[0, 1, 2, 4, 8, 16, 32, 64, 128, 255])
            .Select(threshold => new WisardOptions { Reading = WisardReading.FixedThreshold, Threshold = threshold }),
    ];

    /// <summary>The number of examples to use out of those given.</summary>
    public static int ExamplesOf(int given, int classes) => Math.Min(given, Math.Min(MostExamples, Math.Max(500, MostScores / classes)));

    /// <summary>Chooses the reading.</summary>
    /// <param name="bank">The discriminators. Their example counts are changed and restored.</param>
    /// <param name="examples">The examples to leave out, one after the other.</param>
    /// <param name="readRows">Reads the rows of cells that an example addresses, in scratch memory.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static LearnedReading Choose(
        DiscriminatorBank bank, LearnedExamples examples, RowReader readRows, CancellationToken cancellation)
    {
        int classes = bank.Count;
        long[] sizes = [.. Enumerable.Range(0, classes).Select(bank.ExamplesOf)];
        double[] weights = CalibrationSample.WeightsOf(examples.Classes, examples.Copies, sizes);
        CalibrationSample[] samples = [.. Candidates.Select(
            _ => new CalibrationSample(classes, examples.Classes, weights, new int[examples.Count * classes]))];
        int[] scores = new int[bank.Stride];
        for (int i = 0; i < examples.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<ushort> rows = readRows(i);
            int left = examples.Classes[i];
            LeaveOut(rows, left, bank.Stride);
            bank.AddExamples(left, -1);
            for (int k = 0; k < samples.Length; k++)
            {
                WisardScores.Score(bank, Candidates[k], rows, scores);
                scores.AsSpan(0, classes).CopyTo(samples[k].Scores.AsSpan(i * classes));
            }

            bank.AddExamples(left, 1);
        }

        return Choose(samples, examples.Copies, sizes, cancellation);
    }

    /// <summary>Subtracts an example of a class from the rows that it addresses.</summary>
    public static void LeaveOut(Span<ushort> rows, int index, int stride)
    {
        for (int cell = index; cell < rows.Length; cell += stride)
        {
            rows[cell] -= rows[cell] == ushort.MaxValue ? (ushort)0 : (ushort)1;
        }
    }

    private static LearnedReading Choose(
        CalibrationSample[] samples, long[] copies, long[] sizes, CancellationToken cancellation)
    {
        int[] part = StratifiedSample.Of(samples[0].Labels, ComparisonExamples, static count => count);
        ScoreCalibrationFit[] fits = new ScoreCalibrationFit[samples.Length];
        for (int k = 0; k < fits.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            fits[k] = new ScoreCalibrationFit(PartOf(samples[k], part, copies, sizes));
            fits[k].Improve(ComparisonPasses);
        }

        // Errors within one standard deviation of the fewest are chance.
        double fewest = fits.Min(fit => fit.Errors);
        int[] allowed = [.. Enumerable.Range(0, fits.Length).Where(k => fits[k].Errors <= fewest + Math.Sqrt(fewest))];
        double least = allowed.Min(k => fits[k].LogLoss);
        int count = Math.Min(samples[0].Count, ComparisonExamples);
        (int Index, double Weight)[] chosen =
        [
            .. allowed.Select(k => (k, Softmax.Exp(-Sharpness * count * (fits[k].LogLoss - least))))
                .Where(each => each.Item2 >= LeastWeight)
                .OrderByDescending(each => each.Item2),
        ];
        double sum = 0;
        foreach ((_, double weight) in chosen)
        {
            sum += weight;
        }

        return new LearnedReading([.. chosen.Select(each => new CalibratedReading(
            Candidates[each.Index].Reading, Candidates[each.Index].Threshold, each.Weight / sum, Calibrate(samples[each.Index])))], sizes.Sum());
    }

    private static ScoreCalibration Calibrate(CalibrationSample sample) =>
        ScoreCalibrationFit.Fit(sample, sample.Count >= BentExamples ? ScoreCalibration.MostKnots : 0);

    private static CalibrationSample PartOf(CalibrationSample sample, int[] part, long[] copies, long[] sizes)
    {
        long[] partCopies = copies.Length == 0 ? [] : [.. part.Select(example => copies[example])];
        int[] labels = [.. part.Select(example => sample.Labels[example])];
        int[] scores = new int[part.Length * sample.Classes];
        for (int i = 0; i < part.Length; i++)
        {
            sample.ScoresOf(part[i]).CopyTo(scores.AsSpan(i * sample.Classes));
        }

        return new CalibrationSample(sample.Classes, labels, CalibrationSample.WeightsOf(labels, partCopies, sizes), scores);
    }

    /// <summary>Reads the rows of cells that an example addresses, in scratch memory.</summary>
    public delegate Span<ushort> RowReader(int example);
}
