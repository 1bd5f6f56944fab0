using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    private const double LeastProbability = 1e-300;
    private const double UnitsPerNat = 256 * 1.44269504088896340736;

    /// <summary>Classifies a sample. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The class, or "don't know".</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample) => Judge(_bank.Read(_bank.Plan.AddressesOf(sample)));

    /// <summary>Classifies a learned example as if it had not been learned, without changing the state: leave-one-out.</summary>
    /// <remarks>Only the example's counts are left out. The class sizes, which balance classes and break ties, still include it.</remarks>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <returns>The class, or "don't know".</returns>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">
    /// The cells show that the example was not learned, or the sample is numbers or bytes, but the layer has no retina.
    /// </exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public Classification<TLabel> ClassifyLeavingOut(Sample sample, TLabel label)
    {
        ThrowIfConservative();
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        if (!_labels.TryGetIndex(label, out int index) || !_bank.MayHaveLearned(addresses, index))
        {
            throw new InvalidOperationException($"The example with label '{label}' was not learned, so it cannot be left out.");
        }

        // Subtracting 1 from all of a node's hashed counts subtracts 1 from their minimum.
        Span<ushort> rows = _bank.Read(addresses);
        ReadingChoice.LeaveOut(rows, index, _bank.Stride);
        return Judge(rows);
    }

    /// <summary>Classifies samples, each with the same answer as <see cref="Classify(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_bank.Plan, samples, maxDegreeOfParallelism, Classify);

    /// <summary>
    /// Writes the score of each label for a sample: votes, or for a log-likelihood, units of 1/256 bit. For a reading chosen by
    /// <see cref="Calibrate"/>, the logarithm of the probability, in units of 1/256 bit.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="scores">One score for each of <see cref="Labels"/>, in their order.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or there is not one score for each label.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Score(Sample sample, Span<int> scores)
    {
        int[] known = Known();
        if (scores.Length != known.Length)
        {
            throw new ArgumentException(
                $"There are {known.Length} labels and room for {scores.Length} scores: pass a span of as many as labels.", nameof(scores));
        }

        ReadOnlySpan<ushort> rows = _bank.Read(_bank.Plan.AddressesOf(sample));
        if (_options.Reading == WisardReading.Automatic && _learned is not null)
        {
            Span<double> probabilities = AddressScratch.Current.Probabilities(_bank.Count);
            _learned.Predict(_bank, _labels.InOrder, rows, probabilities);
            for (int i = 0; i < known.Length; i++)
            {
                scores[i] = (int)Math.Round(PortableMath.Log(Math.Max(LeastProbability, probabilities[known[i]])) * UnitsPerNat);
            }

            return;
        }

        Span<int> all = AddressScratch.Current.Sums(_bank.Stride);
        WisardScores.Score(_bank, _options, rows, all);
        for (int i = 0; i < known.Length; i++)
        {
            scores[i] = all[known[i]];
        }
    }

    /// <summary>
    /// Chooses the threshold, 0 to 255, with the highest accuracy on validation samples, in one pass over them; the smallest one in case of
    /// a tie. Sets <see cref="Options"/> to read with it.
    /// </summary>
    /// <param name="samples">Samples that were not learned, at least one.</param>
    /// <param name="labels">The label of each.</param>
    /// <returns>The accuracy on the samples at that threshold, 0 to 1.</returns>
    /// <exception cref="ArgumentException">
    /// There is no sample, there is not one label for each, a label is null or a string with an unpaired surrogate, or a sample does not
    /// have the layer's length.
    /// </exception>
    public double FitThreshold(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        _bank.Plan.ThrowIfNotSamples(samples);
        if (labels.IsEmpty)
        {
            throw new ArgumentException("Choosing a threshold needs at least one sample.", nameof(samples));
        }

        int stride = _bank.Stride;
        int[] histogram = new int[Bleaching.HistogramLength(stride)];
        int[] votes = new int[stride];
        long[] right = new long[WisardOptions.MaximumThreshold + 1];
        for (int i = 0; i < samples.Count; i++)
        {
            if (!_labels.TryGetIndex(labels[i], out int label))
            {
                continue;
            }

            Bleaching.CountSilenced(_bank, _options.Balancing, _bank.Read(_bank.Plan.AddressesOf(samples[i])), histogram);
            Array.Clear(votes);
            for (int threshold = right.Length - 1; threshold >= 0; threshold--)
            {
                for (int c = 0; c < stride; c++)
                {
                    votes[c] += histogram[((threshold + 1) * stride) + c];
                }

                right[threshold] += Best(votes).Best == label ? 1 : 0;
            }
        }

        int best = Array.IndexOf(right, right.Max());
        Set(_options with { Reading = WisardReading.FixedThreshold, Threshold = best });
        return (double)right[best] / samples.Count;
    }

    private Classification<TLabel> Judge(ReadOnlySpan<ushort> rows)
    {
        if (_options.Reading == WisardReading.Automatic && _learned is not null)
        {
            return rows.ContainsAnyExcept((ushort)0) ? MostProbable(rows) : default;
        }

        Span<int> scores = AddressScratch.Current.Sums(_bank.Stride);
        WisardScores.Score(_bank, _options, rows, scores);
        Verdict verdict = Best(scores);
        return verdict.Best < 0 ? default : new Classification<TLabel>(true, _labels[verdict.Best], verdict.Confidence);
    }

    private Verdict Best(ReadOnlySpan<int> scores)
    {
        Verdict verdict = Verdict.Unknown;
        for (int c = 0; c < _labels.Count; c++)
        {
            int score = scores[c];
            if (score > verdict.BestScore || (score > 0 && score == verdict.BestScore && IsPreferred(c, verdict.Best)))
            {
                verdict = new Verdict(c, score, verdict.BestScore);
            }
            else if (score > verdict.SecondScore)
            {
                verdict = verdict with { SecondScore = score };
            }
        }

        return verdict;
    }

    // The confidence is defined like that of scores. Class weights change the answer, not the probabilities.
    private Classification<TLabel> MostProbable(ReadOnlySpan<ushort> rows)
    {
        Span<double> probabilities = AddressScratch.Current.Probabilities(_bank.Count);
        _learned!.Predict(_bank, _labels.InOrder, rows, probabilities);
        (int best, double first, double second) = (-1, 0, 0);
        for (int c = 0; c < probabilities.Length; c++)
        {
            double value = probabilities[c] * WeightOf(c);
            if (value > first || (value > 0 && value == first && IsPreferred(c, best)))
            {
                (best, first, second) = (c, value, first);
            }
            else
            {
                second = Math.Max(second, value);
            }
        }

        return best < 0 ? default : new Classification<TLabel>(true, _labels[best], (first - second) / first);
    }

    private bool IsPreferred(int candidate, int holder)
    {
        int bySize = _bank.ExamplesOf(candidate).CompareTo(_bank.ExamplesOf(holder));
        return bySize > 0 || (bySize == 0 && _labels.Compare(candidate, holder) < 0);
    }
}
