using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The WiSARD classifier: for each class a discriminator of RAM nodes that count what they have seen. One pass over the examples
/// learns them, in any order, at any time; every example can be forgotten again exactly.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered, since the order settles ties.</typeparam>
/// <remarks>
/// <para>Learning is addition: examples in any order give the same state, <see cref="Forget"/> takes away exactly what
/// <see cref="Learn(Sample, TLabel)"/> added, and <see cref="Merge"/> adds two models.</para>
/// <para>A tie goes to the class with more examples, then to the first in label order: ordinal for strings, else the labels' own.</para>
/// <para>One writer or many readers: reading is safe from many threads while none writes.</para>
/// <para>Source: Aleksander, Thomas and Bowden, "WISARD: a radical step forward in image recognition" (1984).</para>
/// </remarks>
public sealed partial class WisardClassifier<TLabel>
    where TLabel : notnull
{
    private readonly LabelSet<TLabel> _labels = new();
    private readonly DiscriminatorBank _bank;
    private WisardOptions _options;

    /// <summary>Creates a classifier that has learned nothing.</summary>
    /// <param name="layer">
    /// How samples become addresses, such as <see cref="InputLayer.ForImages"/> or <see cref="InputLayer.ForFeatures"/>.
    /// </param>
    /// <param name="options">How cells are kept and read; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">The layer's nodes have too many inputs or are too many for dense storage.</exception>
    /// <exception cref="NotSupportedException">The labels have no order.</exception>
    public WisardClassifier(InputLayer layer, WisardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _options = options ?? new WisardOptions();
        _bank = new DiscriminatorBank(layer, _options.Storage);
    }

    /// <summary>How samples become addresses.</summary>
    public InputLayer Layer => _bank.Layer;

    /// <summary>
    /// How cells are read, which can be changed at any time; the storage is that of the creation, <see cref="NodeStorage.Automatic"/>
    /// decided.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">The value has another storage.</exception>
    public WisardOptions Options
    {
        get => _options with { Storage = _bank.Storage };
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Storage.Kind != NodeStorageKind.Automatic && value.Storage != _bank.Storage)
            {
                throw new ArgumentException($"The storage is {_bank.Storage.Kind} since the creation and does not change.", nameof(value));
            }

            _options = value;
        }
    }

    /// <summary>How many examples have been learned and not been forgotten.</summary>
    public long ExampleCount { get; private set; }

    /// <summary>The labels that have examples, in label order.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Known().Select(index => _labels[index])];

    /// <summary>How many examples a label has.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public long ExamplesOf(TLabel label) => _labels.TryGetIndex(label, out int index) ? _bank.ExamplesOf(index) : 0;

    /// <summary>Learns an example. Takes no memory once the label is known, unless sparse nodes meet a new address.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class; a new one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public void Learn(Sample sample, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        _bank.Learn(addresses, IndexOrAdd(label));
        ExampleCount++;
    }

    /// <summary>Learns examples.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">There are not as many labels as samples, or samples are not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        foreach (TLabel label in labels)
        {
            LabelSet<TLabel>.ThrowIfNull(label);
        }

        for (int i = 0; i < samples.Count; i++)
        {
            Learn(samples[i], labels[i]);
        }
    }

    /// <summary>
    /// Forgets an example: the state is then, to the byte, as if it had never been learned. What was not learned is refused where a
    /// cell shows it; a sample whose every part was learned with this label, from different examples, cannot be told from one learned.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The example was not learned; nothing has changed.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public void Forget(Sample sample, TLabel label)
    {
        ThrowIfConservative();
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        if (!_labels.TryGetIndex(label, out int index) || !_bank.TryForget(addresses, index))
        {
            throw new InvalidOperationException($"The example with label '{label}' was not learned, so it cannot be forgotten.");
        }

        ExampleCount--;
    }

    /// <summary>Classifies a sample. Takes no memory.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The class, or "don't know".</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample) => Judge(_bank.Read(_bank.Plan.AddressesOf(sample)));

    /// <summary>Classifies a learned example as if it had not been learned, without changing anything: leave-one-out.</summary>
    /// <remarks>Only its counts are left out: the sizes of the classes, and ties, are as they are.</remarks>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <returns>The class, or "don't know".</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The example was not learned.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public Classification<TLabel> ClassifyLeavingOut(Sample sample, TLabel label)
    {
        ThrowIfConservative();
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        if (!_labels.TryGetIndex(label, out int index) || !_bank.Cells.CanDecrement(addresses, index))
        {
            throw new InvalidOperationException($"The example with label '{label}' was not learned, so it cannot be left out.");
        }

        // The least of several hashed counts loses one with each of them.
        Span<ushort> rows = _bank.Read(addresses);
        for (int cell = index; cell < rows.Length; cell += _bank.Stride)
        {
            rows[cell] -= rows[cell] == ushort.MaxValue ? (ushort)0 : (ushort)1;
        }

        return Judge(rows);
    }

    /// <summary>Classifies samples, each exactly as <see cref="Classify(Sample)"/> does.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maximumThreads">On how many threads, above 0; the answers are the same.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumThreads"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">Samples are not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maximumThreads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumThreads);
        var answers = new Classification<TLabel>[samples.Count];
        if (samples.Count > 0)
        {
            // The first one alone, so that a sample of the wrong length is reported as it is for a single one.
            answers[0] = Classify(samples[0]);
        }

        if (maximumThreads == 1)
        {
            for (int i = 1; i < answers.Length; i++)
            {
                answers[i] = Classify(samples[i]);
            }
        }
        else
        {
            Parallel.For(1, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = maximumThreads }, i => answers[i] = Classify(samples[i]));
        }

        return answers;
    }

    /// <summary>Writes the score of each label for a sample: votes, or for a log-likelihood units of 1/256 bit.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="scores">One score for each of <see cref="Labels"/>, in their order.</param>
    /// <exception cref="ArgumentException">The sample is not of the layer's length, or there is not one score for each label.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public void Score(Sample sample, Span<int> scores)
    {
        int[] known = Known();
        ThrowIfNotAsMany(known.Length, scores.Length, nameof(scores));
        Span<int> all = AddressScratch.Current.Sums(_bank.Stride);
        CellReader.Score(_bank, _options, _bank.Read(_bank.Plan.AddressesOf(sample)), all);
        for (int i = 0; i < known.Length; i++)
        {
            scores[i] = all[known[i]];
        }
    }

    /// <summary>
    /// Chooses the threshold, 0 to 255, at which most of some validation samples are classified right, the smallest of the best, from
    /// one pass over them; sets <see cref="Options"/> to read with it.
    /// </summary>
    /// <param name="samples">Samples that were not learned, at least one.</param>
    /// <param name="labels">The label of each.</param>
    /// <returns>The share of the samples that is classified right at that threshold.</returns>
    /// <exception cref="ArgumentException">
    /// There is no sample, not one label for each, or samples are not of the layer's length.
    /// </exception>
    public double FitThreshold(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        if (labels.IsEmpty)
        {
            throw new ArgumentException("A threshold is chosen on one sample at least.", nameof(samples));
        }

        int stride = _bank.Stride;
        int[] histogram = new int[CellReader.HistogramLength(stride)];
        int[] votes = new int[stride];
        long[] right = new long[WisardOptions.MaximumThreshold + 1];
        for (int i = 0; i < samples.Count; i++)
        {
            if (!_labels.TryGetIndex(labels[i], out int label))
            {
                continue;
            }

            CellReader.CountSilenced(_bank, _options.Balancing, _bank.Read(_bank.Plan.AddressesOf(samples[i])), histogram);
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
        _options = _options with { Reading = WisardReading.FixedThreshold, Threshold = best };
        return (double)right[best] / samples.Count;
    }

    /// <summary>Adds all that another classifier has learned.</summary>
    /// <param name="other">A classifier over the same layer with the same storage; it does not change.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">The other's layer or storage is another; nothing has changed.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public void Merge(WisardClassifier<TLabel> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ThrowIfConservative();
        if (!Layer.IsSameAs(other.Layer) || _bank.Storage != other._bank.Storage)
        {
            throw new ArgumentException("Only classifiers over the same input layer and with the same storage can be merged.", nameof(other));
        }

        int[] indexes = new int[other._labels.Count];
        foreach (int theirs in other.Known())
        {
            indexes[theirs] = IndexOrAdd(other._labels[theirs]);
        }

        // A model may be merged with itself, so its cells are taken before any is written.
        CellCount[] cells = [.. other._bank.Cells.NonZero()];
        long[] examples = [.. Enumerable.Range(0, indexes.Length).Select(other._bank.ExamplesOf)];
        foreach (CellCount cell in cells)
        {
            _bank.Cells.Add(cell with { Class = indexes[cell.Class] });
        }

        for (int theirs = 0; theirs < indexes.Length; theirs++)
        {
            if (examples[theirs] > 0)
            {
                _bank.AddExamples(indexes[theirs], examples[theirs]);
                ExampleCount += examples[theirs];
            }
        }
    }

    /// <summary>
    /// What a class looks like to its nodes (DRASiW): for each bit, the counts of all addresses that have the bit set, over all nodes.
    /// Works at any number of inputs.
    /// </summary>
    /// <remarks>Soares et al., "Uma implementação em software do classificador WISARD" (1998).</remarks>
    /// <param name="label">The class; an unknown one gives 0 everywhere.</param>
    /// <param name="threshold">Only counts above it are taken, 0 or more: the rare is bleached out.</param>
    /// <returns>One sum for each bit of a pattern.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The nodes are hashed: a hash does not tell its address.</exception>
    public long[] MentalImage(TLabel label, long threshold = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        if (_bank.Storage.IsHashed)
        {
            throw new InvalidOperationException("Hashed nodes do not know their addresses: use sparse ones for mental images.");
        }

        long[] image = new long[Layer.Mapping.BitCount];
        if (_labels.TryGetIndex(label, out int index))
        {
            MentalImages.Add(_bank, index, threshold, image);
        }

        return image;
    }

    /// <summary>
    /// A class's prototype: the mean level of each feature over the class's examples, as a share of the retina's levels, 0 to 1; for
    /// packed patterns the share of examples that have each bit. NaN-free: a feature that no node sees is 0.
    /// </summary>
    /// <param name="label">The class; an unknown one gives 0 everywhere.</param>
    /// <returns>One number for each feature, or for each bit where the layer has no retina.</returns>
    /// <exception cref="InvalidOperationException">The nodes are hashed: a hash does not tell its address.</exception>
    public double[] Prototype(TLabel label) => MentalImages.Prototype(Layer, MentalImage(label), ExamplesOf(label));

    /// <summary>All that the classifier has learned, in an order that depends on the labels and counts alone.</summary>
    internal IEnumerable<(TLabel Label, CellCount Cell)> State()
    {
        int[] known = Known();
        int[] order = new int[_labels.Count];
        for (int i = 0; i < known.Length; i++)
        {
            order[known[i]] = i;
        }

        return _bank.Cells.NonZero()
            .Select(cell => (_labels[cell.Class], cell with { Class = order[cell.Class] }))
            .OrderBy(entry => entry.Item2.Node)
            .ThenBy(entry => entry.Item2.Address)
            .ThenBy(entry => entry.Item2.Class);
    }

    private static void ThrowIfNotAsMany(int expected, int actual, string parameter)
    {
        if (expected != actual)
        {
            throw new ArgumentException($"{expected} are needed, there are {actual}.", parameter);
        }
    }

    private int[] Known() => _labels.InOrder(index => _bank.ExamplesOf(index) > 0);

    private int IndexOrAdd(TLabel label)
    {
        if (!_labels.TryGetIndex(label, out int index))
        {
            index = _bank.Add();
            _labels.Add(label);
        }

        return index;
    }

    private Classification<TLabel> Judge(ReadOnlySpan<ushort> rows)
    {
        Span<int> scores = AddressScratch.Current.Sums(_bank.Stride);
        CellReader.Score(_bank, _options, rows, scores);
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

    private bool IsPreferred(int candidate, int holder)
    {
        int bySize = _bank.ExamplesOf(candidate).CompareTo(_bank.ExamplesOf(holder));
        return bySize > 0 || (bySize == 0 && _labels.Compare(candidate, holder) < 0);
    }
}
