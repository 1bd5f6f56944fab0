using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// ClusWiSARD: a WiSARD classifier in which a class may have several discriminators, one for each kind of its examples. The state depends
/// on the order of the examples, so they cannot be forgotten exactly, and models cannot be merged.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// Supervised with <see cref="Learn(Sample, TLabel)"/>; semi-supervised with <see cref="LearnUnlabeled"/> in addition. For data without any
/// labels, see <see cref="WisardClusterer"/>. A sample's class is that of the discriminator with the best score; the oldest one in case of
/// a tie. Thread-safe for many readers, or one writer without readers. Source: see <see cref="GrowthRule"/>.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration, whose values are stored by
/// name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class ClusWisardClassifier<TLabel>
    where TLabel : notnull
{
    private readonly LabelSet<TLabel> _labels = new();
    private readonly List<List<int>> _groups = [];
    private readonly List<int> _labelOf = [];
    private readonly ClusterBank _clusters;
    private readonly WisardOptions _options;

    /// <summary>Creates a classifier that has learned nothing.</summary>
    /// <param name="layer">The input layer.</param>
    /// <param name="rule">When discriminators are created; null for the defaults.</param>
    /// <param name="options">How cells are stored and read; null for the defaults, but with <see cref="WisardReading.Bleaching"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The layer's tuples are too large or its nodes too many for the storage, or it has more than 65,535 nodes.
    /// </exception>
    /// <exception cref="NotSupportedException">The type of the labels has no order.</exception>
    public ClusWisardClassifier(InputLayer layer, GrowthRule? rule = null, WisardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _options = options ?? new WisardOptions { Reading = WisardReading.Bleaching };
        _clusters = new ClusterBank(layer, _options.Storage, rule ?? new GrowthRule());
    }

    /// <summary>The learned labels, in the order of first use.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>The number of discriminators of a label.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public int DiscriminatorsOf(TLabel label) => _labels.TryGetIndex(label, out int index) ? _groups[index].Count : 0;

    /// <summary>Learns an example.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class; an unknown one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or the label is a string with an unpaired surrogate.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The sample is numbers or bytes, but the layer has no retina, or hashed cells have no room for another discriminator.
    /// </exception>
    public void Learn(Sample sample, TLabel label)
    {
        int index = _labels.IndexOrNext(label);
        ReadOnlySpan<ulong> addresses = _clusters.Bank.Plan.AddressesOf(sample);
        List<int> group = index < _groups.Count ? _groups[index] : [];
        _clusters.Learn(addresses, group);
        if (index == _groups.Count)
        {
            _labels.Add(label);
            _groups.Add(group);
        }

        while (_labelOf.Count < _clusters.Bank.Count)
        {
            _labelOf.Add(index);
        }
    }

    /// <summary>Learns examples in order. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label for each sample, a label is null or a string with an unpaired surrogate, or a sample does not have the
    /// layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are numbers or bytes, but the layer has no retina, or hashed cells have no room for another discriminator; the
    /// examples before it stay learned.
    /// </exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        _clusters.Bank.Plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < samples.Count; i++)
        {
            Learn(samples[i], labels[i]);
        }
    }

    /// <summary>Learns an unlabeled example with the class that it is classified as, if the confidence is sufficient.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="minimumConfidence">The smallest sufficient confidence, 0 to 1.</param>
    /// <returns>The class that it was learned with; "don't know" if the confidence is insufficient, and then nothing is learned.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumConfidence"/> is not 0 to 1.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> LearnUnlabeled(Sample sample, double minimumConfidence = 0)
    {
        if (!(minimumConfidence >= 0 && minimumConfidence <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumConfidence), minimumConfidence, "The confidence must be 0 to 1.");
        }

        Classification<TLabel> answer = Classify(sample);
        if (!answer.IsKnown || answer.Confidence < minimumConfidence)
        {
            return default;
        }

        Learn(sample, answer.Label);
        return answer;
    }

    /// <summary>Classifies a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>
    /// The class, or "don't know". The confidence is the lead over the best discriminator of another class, as a share of the best score.
    /// </returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        DiscriminatorBank bank = _clusters.Bank;
        Span<int> scores = AddressScratch.Current.Sums(bank.Stride);
        WisardScores.Score(bank, _options, bank.Read(bank.Plan.AddressesOf(sample)), scores);
        int best = -1;
        for (int d = 0; d < _labelOf.Count; d++)
        {
            best = scores[d] > (best < 0 ? 0 : scores[best]) ? d : best;
        }

        if (best < 0)
        {
            return default;
        }

        int second = 0;
        for (int d = 0; d < _labelOf.Count; d++)
        {
            second = _labelOf[d] == _labelOf[best] ? second : Math.Max(second, scores[d]);
        }

        return new Classification<TLabel>(true, _labels[_labelOf[best]], (double)(scores[best] - second) / scores[best]);
    }

    /// <summary>Classifies samples, each with the same answer as <see cref="Classify(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_clusters.Bank.Plan, samples, maxDegreeOfParallelism, Classify);
}
