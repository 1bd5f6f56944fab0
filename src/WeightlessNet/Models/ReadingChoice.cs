using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// Chooses how to read a classifier's cells by leaving each example out: what the example added is subtracted, so its answer is exactly
/// that of a classifier that never saw it, for the price of one classification.
/// </summary>
/// <remarks>
/// Readings whose errors are within chance of the fewest take part. Their probabilities are averaged with weights that fall with their log
/// loss: with few examples several readings are averaged, with many the best one remains. Where the layer has tuples of several sizes, the
/// nodes of each size are read for themselves, so that the data choose the size.
/// </remarks>
internal static class ReadingChoice
{
    /// <summary>The most examples that are left out; more do not improve the choice.</summary>
    public const int MostExamples = 10_000;

    /// <summary>The number of readings to choose from, for each group of nodes.</summary>
    public const int CandidateCount = 12;

    private const int MostScores = 2_000_000;
    private const int ComparisonExamples = 4_000;
    private const int ComparisonPasses = 24;
    private const int BentExamples = 500;
    private const double Sharpness = 0.1;
    private const double LeastWeight = 0.05;
    private const double LeastGain = 0.02;

    // Of each group of nodes, these are compared first.
    private static readonly WisardOptions[] Scouts =
    [
        new() { Reading = WisardReading.LogLikelihood },
        new() { Reading = WisardReading.MaximumMargin },
    ];

    private static readonly WisardOptions[] Options =
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
    /// <param name="known">
    /// Those with examples, in the order of their labels. All sums over classes are in this order, so that the choice does not depend on
    /// the order in which classes were learned.
    /// </param>
    /// <param name="examples">
    /// The examples to leave out, one after the other; their classes are positions in <paramref name="known"/>.
    /// </param>
    /// <param name="readRows">Reads the rows of cells that an example addresses, in scratch memory.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static LearnedReading Choose(
        DiscriminatorBank bank, int[] known, LearnedExamples examples, RowReader readRows, CancellationToken cancellation)
    {
        long[] sizes = [.. known.Select(bank.ExamplesOf)];
        int[] part = StratifiedSample.Of(examples.Classes, ComparisonExamples, static count => count);
        IReadOnlyList<NodeRange> groups = bank.Layer.Mapping.Groups;
        if (groups.Count > 1)
        {
            groups = Promising(groups, Compare([.. groups.SelectMany(CandidatesOf(Scouts))]), (long)examples.Count * known.Length);
        }

        Comparison[] all = Compare([.. groups.SelectMany(CandidatesOf(Options))]);
        return Choose(all, sizes.Sum(), calibration => calibration.ForClasses(known, bank.Count));

        Comparison[] Compare(ReadingCandidate[] candidates)
        {
            CalibrationSample[] samples = LeaveEachOut(bank, known, candidates, examples, readRows, cancellation);
            var comparisons = new Comparison[candidates.Length];
            for (int k = 0; k < comparisons.Length; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                ScoreCalibrationFit fit = new(PartOf(samples[k], part, examples.Copies, sizes));
                fit.Improve(ComparisonPasses);
                comparisons[k] = new Comparison(candidates[k], samples[k], fit.Errors, fit.LogLoss);
            }

            return comparisons;
        }
    }

    private static Func<NodeRange, IEnumerable<ReadingCandidate>> CandidatesOf(WisardOptions[] options) =>
        group => options.Select(each => new ReadingCandidate(group, each));

    // The scores of the candidates for each example, as if it had not been learned.
    private static CalibrationSample[] LeaveEachOut(
        DiscriminatorBank bank,
        int[] known,
        ReadingCandidate[] candidates,
        LearnedExamples examples,
        RowReader readRows,
        CancellationToken cancellation)
    {
        int classes = known.Length;
        double[] weights = CalibrationSample.WeightsOf(
            examples.Classes, examples.Copies, [.. known.Select(bank.ExamplesOf)]);
        CalibrationSample[] samples = [.. candidates.Select(
            _ => new CalibrationSample(classes, examples.Classes, weights, new int[examples.Count * classes]))];
        int[] scores = new int[bank.Stride];
        for (int i = 0; i < examples.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<ushort> rows = readRows(i);
            int left = known[examples.Classes[i]];
            LeaveOut(rows, left, bank.Stride);
            bank.AddExamples(left, -1);
            for (int k = 0; k < samples.Length; k++)
            {
                WisardScores.Score(bank, candidates[k].Options, candidates[k].Nodes.RowsOf(rows, bank.Stride), scores);
                for (int c = 0; c < classes; c++)
                {
                    samples[k].Scores[(i * classes) + c] = scores[known[c]];
                }
            }

            bank.AddExamples(left, 1);
        }

        return samples;
    }

    // Groups that would have a weight by the better of two readings, as many as the scores have room for.
    private static NodeRange[] Promising(IReadOnlyList<NodeRange> groups, Comparison[] scouts, long scores)
    {
        (NodeRange Nodes, double LogLoss)[] losses =
            [.. groups.Select(group => (group, scouts.Where(scout => scout.Candidate.Nodes == group).Min(scout => scout.LogLoss)))];
        double least = losses.Min(each => each.LogLoss);
        int count = Math.Min(scouts[0].Sample.Count, ComparisonExamples);
        return
        [
            .. losses.Where(each => WeightOf(each.LogLoss - least, count) >= LeastWeight)
                .OrderBy(each => each.LogLoss)
                .Take((int)Math.Max(1, MostScores / scores))
                .Select(each => each.Nodes)
                .OrderBy(nodes => nodes.First),
        ];
    }

    private static double WeightOf(double lossAboveLeast, int examples) => Softmax.Exp(-Sharpness * examples * lossAboveLeast);

    /// <summary>Subtracts an example of a class from the rows that it addresses.</summary>
    public static void LeaveOut(Span<ushort> rows, int index, int stride)
    {
        for (int cell = index; cell < rows.Length; cell += stride)
        {
            rows[cell] -= rows[cell] == ushort.MaxValue ? (ushort)0 : (ushort)1;
        }
    }

    private static LearnedReading Choose(Comparison[] comparisons, long examples, Func<ScoreCalibration, ScoreCalibration> forClasses)
    {
        // Errors within one standard deviation of the fewest are chance.
        double fewest = comparisons.Min(each => each.Errors);
        Comparison[] allowed = [.. comparisons.Where(each => each.Errors <= fewest + Math.Sqrt(fewest))];

        // Readings that tell hardly more than the shares of the classes would only draw the others to these.
        double uninformed = (1 - LeastGain) * LogLossOfShares(comparisons[0].Sample);
        allowed = Array.Exists(allowed, each => each.LogLoss < uninformed)
            ? [.. allowed.Where(each => each.LogLoss < uninformed)]
            : allowed;
        double least = allowed.Min(each => each.LogLoss);
        int count = Math.Min(comparisons[0].Sample.Count, ComparisonExamples);
        (Comparison Comparison, double Weight)[] chosen =
        [
            .. allowed.Select(each => (each, WeightOf(each.LogLoss - least, count)))
                .Where(each => each.Item2 >= LeastWeight)
                .OrderByDescending(each => each.Item2),
        ];
        double sum = 0;
        foreach ((_, double weight) in chosen)
        {
            sum += weight;
        }

        return new LearnedReading(
            [
                .. chosen.Select(each => new CalibratedReading(
                    each.Comparison.Candidate, each.Weight / sum, forClasses(Calibrate(each.Comparison.Sample)))),
            ],
            examples);
    }

    private static double LogLossOfShares(CalibrationSample sample)
    {
        double[] shares = new double[sample.Classes];
        for (int i = 0; i < sample.Count; i++)
        {
            shares[sample.Labels[i]] += sample.Weights[i] / sample.Count;
        }

        double loss = 0;
        foreach (double share in shares)
        {
            loss -= share > 0 ? share * PortableMath.Log(share) : 0;
        }

        return loss;
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

    private sealed record Comparison(ReadingCandidate Candidate, CalibrationSample Sample, double Errors, double LogLoss);
}
