using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// The WiSARD classifier: for each class, a discriminator of RAM nodes that count the addresses they have seen. It learns in one pass over
/// the examples, in any order and at any time, and can forget every example exactly.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered, since the order breaks ties.</typeparam>
/// <remarks>
/// <para>
/// Learning is addition: examples in any order give the same counts, <see cref="Forget"/> subtracts exactly what
/// <see cref="Learn(Sample, TLabel)"/> added, and <see cref="Merge"/> adds two models. When a classifier calibrates
/// itself depends on the order, and what a batch calibrates does in the last places.
/// </para>
/// <para>A tie goes to the class with more examples, then to the first in label order: ordinal for strings, else the type's own.</para>
/// <para>Thread-safe for many readers, or one writer without readers.</para>
/// <para>Source: Aleksander, Thomas and Bowden, "WISARD: a radical step forward in image recognition" (1984).</para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration, whose values are stored by
/// name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class WisardClassifier<TLabel>
    where TLabel : notnull
{
    private readonly LabelSet<TLabel> _labels = new();
    private readonly DiscriminatorBank _bank;
    private WisardOptions _options;
    private LearnedReading? _learned;

    /// <summary>Creates a classifier that has learned nothing.</summary>
    /// <param name="layer">
    /// The input layer, such as <see cref="InputLayer.ForImages"/> or <see cref="InputLayer.ForFeatures"/>.
    /// </param>
    /// <param name="options">How cells are stored and read; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The layer's tuples are too large or its nodes too many for the storage, or it has more than 65,535 nodes.
    /// </exception>
    /// <exception cref="NotSupportedException">The type of the labels has no order.</exception>
    public WisardClassifier(InputLayer layer, WisardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _options = options ?? new WisardOptions();
        _bank = new DiscriminatorBank(layer, _options.Storage);
        _kept = NothingKept();
    }

    /// <summary>The input layer.</summary>
    public InputLayer Layer => _bank.Layer;

    /// <summary>
    /// How cells are stored and read. The reading can be changed at any time. The storage cannot; it is the one chosen at creation, with
    /// <see cref="NodeStorage.Automatic"/> resolved.
    /// </summary>
    /// <remarks>
    /// Another reading, set before the first calibration, drops the examples that were kept for it. Set back to
    /// <see cref="WisardReading.Automatic"/>, the classifier keeps new examples, and calibrates itself later
    /// (<see cref="CalibratedExampleCount"/>).
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">The value has another storage, other than <see cref="NodeStorage.Automatic"/>.</exception>
    public WisardOptions Options
    {
        get => _options with { Storage = _bank.Storage };
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Storage.Kind != NodeStorageKind.Automatic && value.Storage != _bank.Storage)
            {
                throw new ArgumentException(
                    $"The storage cannot be changed: it is {_bank.Storage}, not {value.Storage}. Create another classifier with it.",
                    nameof(value));
            }

            Set(value);
        }
    }

    /// <summary>The number of examples learned and not forgotten.</summary>
    public long ExampleCount { get; private set; }

    /// <summary>The labels that have examples, in label order.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Known().Select(index => _labels[index])];

    /// <summary>The number of examples of a label.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public long ExamplesOf(TLabel label) => _labels.TryGetIndex(label, out int index) ? _bank.ExamplesOf(index) : 0;

    /// <summary>
    /// Learns an example. Does not allocate if the label is known, unless sparse nodes see a new address, or the example is one to keep:
    /// each new one until 1,000 are kept, and later ever fewer. With a fixed reading that was never calibrated, none is kept.
    /// </summary>
    /// <remarks>
    /// A classifier whose reading is <see cref="WisardReading.Automatic"/> calibrates itself as soon as it has enough examples, about 100,
    /// and again whenever it has half as many more (<see cref="CalibratedExampleCount"/>). Such a call takes as long as
    /// <see cref="Calibrate"/> with at most 1,000 examples. With more than 50 classes, or while more than four fifths of the examples are
    /// of one class, the first time is left to the caller.
    /// </remarks>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class; an unknown one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or the label is a string with an unpaired surrogate.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The sample is numbers or bytes, but the layer has no retina, or hashed cells have no room for another class.
    /// </exception>
    public void Learn(Sample sample, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        LearnExample(sample, label);
        CalibrateIfDue();
    }

    /// <summary>Learns examples. All are checked before the first is learned.</summary>
    /// <remarks>
    /// If the reading is <see cref="WisardReading.Automatic"/>, and the batch has examples of every class and is at least half of all
    /// examples learned, <see cref="Calibrate"/> then chooses the reading on it. Otherwise the classifier calibrates itself at the end of
    /// the batch if it is due, as after single examples (<see cref="CalibratedExampleCount"/>).
    /// </remarks>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label for each sample, a label is null or a string with an unpaired surrogate, or a sample does not have the
    /// layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The samples are numbers or bytes, but the layer has no retina, or hashed cells have no room for another class; the examples
    /// before it stay learned.
    /// </exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        _bank.Plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < samples.Count; i++)
        {
            LearnExample(samples[i], labels[i]);
        }

        if (_options.Reading == WisardReading.Automatic && samples.Count >= ExampleCount - samples.Count && CanCalibrate(labels))
        {
            Calibrate(samples, labels);
        }
        else
        {
            CalibrateIfDue();
        }
    }

    /// <summary>
    /// Forgets an example: the counts are then, to the byte, as if it had never been learned.
    /// </summary>
    /// <remarks>
    /// What <see cref="Calibrate"/> chose stays until it chooses again; the example is not among those that are kept for that. Of a class
    /// without examples nothing stays, also not the weight from <see cref="SetClassWeight"/>. After its last example, a classifier is as
    /// one that has learned nothing: what was chosen is forgotten too. <see cref="Options"/> stay.
    /// An example that was never learned is recognized by its counts, except if every part of the sample was learned with the label from
    /// other examples. Hashed cells recognize fewer: see <see cref="NodeStorage"/>.
    /// </remarks>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <returns>Whether it was forgotten. False, with nothing changed, if the cells show that it was not learned with the label.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public bool Forget(Sample sample, TLabel label)
    {
        ThrowIfConservative();
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        if (!_labels.TryGetIndex(label, out int index) || !_bank.TryForget(addresses, index))
        {
            return false;
        }

        ExampleCount--;
        _kept?.Remove(KeptExamples.HashOf(addresses), index);
        if (ExampleCount == 0)
        {
            (_learned, _kept, _classWeights) = (null, NothingKept(), []);
        }
        else if (_bank.ExamplesOf(index) == 0)
        {
            ForgetClass(index);
        }

        return true;
    }

    /// <summary>
    /// Adds everything that another classifier has learned. What <see cref="Calibrate"/> chose in the other one is not used.
    /// </summary>
    /// <remarks>
    /// If it is then due, the classifier calibrates itself; later than otherwise if the other one kept no examples for it, as with a fixed
    /// reading (<see cref="CalibratedExampleCount"/>).
    /// </remarks>
    /// <param name="other">A classifier over an equal layer with the same storage; it is not changed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The layers or the storages differ, or there would be 2^63 examples or more; nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">Hashed cells have no room for the other's classes; nothing is changed.</exception>
    /// <exception cref="NotSupportedException">The storage is <see cref="NodeStorage.HashedConservative"/>.</exception>
    public void Merge(WisardClassifier<TLabel> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ThrowIfConservative();
        if (!Layer.IsSameAs(other.Layer))
        {
            throw new ArgumentException(
                "Only classifiers over equal input layers can be merged. Make both with the same layer.", nameof(other));
        }

        if (_bank.Storage != other._bank.Storage)
        {
            throw new ArgumentException(
                $"Only classifiers with the same storage can be merged. This one has {_bank.Storage}, the other has {other._bank.Storage}: "
                + "make both with the same.",
                nameof(other));
        }

        // Everything that can fail comes before the first addition. No count exceeds its class's examples, so checking these is enough.
        if (other.ExampleCount > long.MaxValue - ExampleCount)
        {
            throw new ArgumentException($"{ExampleCount} + {other.ExampleCount} examples are more than can be counted.", nameof(other));
        }

        int[] indexes = new int[other._labels.Count];
        Array.Fill(indexes, -1);
        _bank.EnsureRoom(other.Known().Count(theirs => !_labels.TryGetIndex(other._labels[theirs], out _)));
        foreach (int theirs in other.Known())
        {
            indexes[theirs] = IndexOrAdd(other._labels[theirs]);
        }

        // A model may be merged with itself, so its cells are copied before any is written.
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

        if (_kept is not null && other._kept is not null)
        {
            _kept.Merge(other._kept, indexes, _bank);
        }

        CalibrateIfDue();
    }

    /// <summary>
    /// The mental image of a class (DRASiW): for each bit, the sum over all nodes of the counts of the addresses in which the bit is set.
    /// Works for any tuple size.
    /// </summary>
    /// <remarks>Soares et al., "Uma implementação em software do classificador WISARD" (1998).</remarks>
    /// <param name="label">The class; an unknown one gives 0 everywhere.</param>
    /// <param name="threshold">Only counts above it are summed, 0 or more: bleaches out rare addresses.</param>
    /// <returns>
    /// One sum for each bit of a pattern: with a retina, in the order of its thermometers (<see cref="Encoders.ThermometerRetina"/>).
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The storage is hashed, so addresses are unknown.</exception>
    public long[] MentalImage(TLabel label, long threshold = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        if (_bank.Storage.IsHashed)
        {
            throw new InvalidOperationException("Hashed storage does not know its addresses: use sparse storage for mental images.");
        }

        long[] image = new long[Layer.Mapping.BitCount];
        if (_labels.TryGetIndex(label, out int index))
        {
            MentalImages.Add(_bank, index, threshold, image);
        }

        return image;
    }

    /// <summary>
    /// The prototype of a class: the mean level of each feature over the class's examples, as a share of the retina's levels, 0 to 1; for
    /// packed patterns, the share of the examples in which each bit is set. Levels that no node reads are filled in: evenly between those
    /// of the feature that are read, above these evenly down to 0, and below these with the lowest. Never NaN: a feature that no node reads
    /// is 0. Of images with edges, only the brightness of the pixels; edges are left out.
    /// </summary>
    /// <param name="label">The class; an unknown one gives 0 everywhere.</param>
    /// <returns>One number for each feature, or for each bit if the layer has no retina.</returns>
    /// <exception cref="InvalidOperationException">The storage is hashed, so addresses are unknown.</exception>
    public double[] Prototype(TLabel label) => MentalImages.Prototype(Layer, MentalImage(label), ExamplesOf(label));

    /// <summary>Everything that the classifier has learned, in an order that depends only on the labels and counts.</summary>
    internal IEnumerable<(TLabel Label, CellCount Cell)> State()
    {
        int[] positions = PositionsOf(Known());
        return _bank.NonZero()
            .Select(cell => (_labels[cell.Class], cell with { Class = positions[cell.Class] }))
            .OrderBy(entry => entry.Item2.Node)
            .ThenBy(entry => entry.Item2.Address)
            .ThenBy(entry => entry.Item2.Class);
    }

    // The classes with examples, in label order.
    private int[] Known() => _labels.InOrderWhere(index => _bank.ExamplesOf(index) > 0);

    // For each class, its position among those with examples.
    private int[] PositionsOf(int[] known)
    {
        int[] positions = new int[_labels.Count];
        for (int i = 0; i < known.Length; i++)
        {
            positions[known[i]] = i;
        }

        return positions;
    }

    private void LearnExample(Sample sample, TLabel label)
    {
        ReadOnlySpan<ulong> addresses = _bank.Plan.AddressesOf(sample);
        int index = IndexOrAdd(label);
        _bank.Learn(addresses, index);
        ExampleCount++;
        Keep(sample, addresses, index);
    }

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
