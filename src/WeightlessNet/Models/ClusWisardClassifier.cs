using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// ClusWiSARD: a WiSARD classifier in which a class may have several discriminators, one for each kind of example that it turns out to
/// have. What was learned depends on the order of the examples, so it cannot be forgotten exactly and models cannot be merged.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// Supervised with <see cref="Learn(Sample, TLabel)"/>, semi-supervised with <see cref="LearnUnlabeled"/> besides; without labels at
/// all see <see cref="WisardClusterer"/>. A sample's class is that of the discriminator with the best score, of equal ones the first
/// that was made. One writer or many readers. Source: see <see cref="GrowthRule"/>.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers or truth values; else saving and loading throw
/// <see cref="NotSupportedException"/>.
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
    /// <param name="layer">How samples become addresses.</param>
    /// <param name="rule">When discriminators are made; null for the defaults.</param>
    /// <param name="options">How cells are kept and read; null for the defaults, but votes with bleaching.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">The layer's nodes have too many inputs or are too many for dense storage.</exception>
    /// <exception cref="NotSupportedException">The labels have no order.</exception>
    public ClusWisardClassifier(InputLayer layer, GrowthRule? rule = null, WisardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _options = options ?? new WisardOptions { Reading = WisardReading.Bleaching };
        _clusters = new ClusterBank(layer, _options.Storage, rule ?? new GrowthRule());
    }

    /// <summary>The labels that have been learned, in the order of first use.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>How many discriminators a label has.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public int DiscriminatorsOf(TLabel label) => _labels.TryGetIndex(label, out int index) ? _groups[index].Count : 0;

    /// <summary>Learns an example.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class; a new one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The sample is not of the layer's length, or the label is a text with half of a surrogate pair.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The sample is of numbers or bytes and the layer has no retina, or hashed cells have no room for another discriminator.
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

    /// <summary>Learns examples one by one, in their order. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many labels as samples, a label is null or no whole text, or a sample is not of the layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are of numbers or bytes and the layer has no retina, or hashed cells have no room for another discriminator: what was
    /// learned before it stays.
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

    /// <summary>Learns an example without a label as one of the class that it is classified as, where that is sure enough.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="minimumConfidence">How sure, 0 to 1.</param>
    /// <returns>The class that it was learned as; "don't know", and nothing was learned, where that is not sure enough.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumConfidence"/> is not 0 to 1.</exception>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel> LearnUnlabeled(Sample sample, double minimumConfidence = 0)
    {
        if (!(minimumConfidence >= 0 && minimumConfidence <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumConfidence), minimumConfidence, "A confidence is 0 to 1.");
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
    /// <returns>The class, or "don't know"; the confidence is the lead over the best discriminator of another class.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        DiscriminatorBank bank = _clusters.Bank;
        Span<int> scores = AddressScratch.Current.Sums(bank.Stride);
        CellReader.Score(bank, _options, bank.Read(bank.Plan.AddressesOf(sample)), scores);
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

    /// <summary>Classifies samples, each exactly as <see cref="Classify(Sample)"/> does.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">On how many threads, above 0; the answers are the same.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_clusters.Bank.Plan, samples, maxDegreeOfParallelism, Classify);
}
