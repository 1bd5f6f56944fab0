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
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers or truth values; else saving and loading throw
/// <see cref="NotSupportedException"/>.
/// </para>
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
    /// <exception cref="ArgumentException">
    /// The sample is not of the layer's length, or the label is a text with half of a surrogate pair.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The sample is of numbers or bytes and the layer has no retina, or hashed cells have no room for another class.
    /// </exception>
    public void Learn(Sample sample, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        _bank.Learn(addresses, IndexOrAdd(label));
        ExampleCount++;
    }

    /// <summary>Learns examples. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many labels as samples, a label is null or no whole text, or a sample is not of the layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are of numbers or bytes and the layer has no retina, or hashed cells have no room for another class: what was
    /// learned before it stays.
    /// </exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        _bank.Plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < samples.Count; i++)
        {
            Learn(samples[i], labels[i]);
        }
    }

    /// <summary>
    /// Forgets an example: the state is then, to the byte, as if it had never been learned. What was not learned is refused where a
    /// cell shows it; a sample whose every part was learned with this label, from different examples, cannot be told from one learned.
    /// Hashed cells show less: see <see cref="NodeStorage"/>.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
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

    /// <summary>Adds all that another classifier has learned.</summary>
    /// <param name="other">A classifier over the same layer with the same storage; it does not change.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The other's layer or storage is another, or there would be 2^63 examples; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">Hashed cells have no room for the other's classes; nothing has changed.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public void Merge(WisardClassifier<TLabel> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ThrowIfConservative();
        if (!Layer.IsSameAs(other.Layer) || _bank.Storage != other._bank.Storage)
        {
            throw new ArgumentException(
                "Only classifiers over the same input layer and with the same storage can be merged.", nameof(other));
        }

        // Whatever could fail does so before anything is added. No count is above its class's examples, so that these tell of all.
        if (other.ExampleCount > long.MaxValue - ExampleCount)
        {
            throw new ArgumentException($"{ExampleCount} and {other.ExampleCount} examples are more than can be counted.", nameof(other));
        }

        int[] indexes = new int[other._labels.Count];
        foreach (int theirs in other.Known())
        {
            indexes[theirs] = IndexOrAdd(other._labels[theirs]);
        }

        // A model may be merged with itself, so its cells are taken before any is written.
        CellCount[] cells = [.. other._bank.NonZero()];
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

        return _bank.NonZero()
            .Select(cell => (_labels[cell.Class], cell with { Class = order[cell.Class] }))
            .OrderBy(entry => entry.Item2.Node)
            .ThenBy(entry => entry.Item2.Address)
            .ThenBy(entry => entry.Item2.Class);
    }

    private int[] Known() => _labels.InOrder(index => _bank.ExamplesOf(index) > 0);

    private int IndexOrAdd(TLabel label)
    {
        int index = _labels.IndexOrNext(label);
        if (index == _labels.Count)
        {
            _bank.Add();
            _labels.Add(label);
        }

        return index;
    }
}
