using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// A classifier over RAM nodes whose cells are signed integers, trained by its errors: if the right class does not lead the best other
/// class by more than a margin, the right class's cells are increased by a step and the other's decreased. More accurate than counting, but
/// the effect of an example depends on all before it, so the classifier cannot forget, and classifiers cannot be merged.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// The margin perceptron (Krauth and Mézard, "Learning algorithms with optimal stability in neural networks", 1987) over n-tuple
/// features. Integers only: the same seed and examples give the same cells on every machine. A tie goes to the first label in label
/// order. Thread-safe for many readers, or one writer without readers.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration, whose values are stored by
/// name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class MarginClassifier<TLabel>
    where TLabel : notnull
{
    private const long MostKeptAddresses = 256 << 20;

    private readonly LabelSet<TLabel> _labels = new();
    private readonly AddressPlan _plan;
    private readonly int _stride;
    private readonly short[] _cells;
    private ScoreCalibration? _calibration;

    /// <summary>Creates a classifier that has learned nothing.</summary>
    /// <param name="layer">
    /// The input layer, such as <see cref="InputLayer.ForImagesWithSmallNodes"/>; tuples have at most 16 bits,
    /// and small ones are best.
    /// </param>
    /// <param name="labels">The classes, at least two; duplicates count once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The tuples are too large or the cells too many, a label is null or a string with an unpaired surrogate, or there are fewer than two
    /// labels.
    /// </exception>
    /// <exception cref="NotSupportedException">The type of the labels has no order.</exception>
    public MarginClassifier(InputLayer layer, IEnumerable<TLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(labels);
        TLabel[] all = [.. labels];
        LabelSet<TLabel>.ThrowIfNotLabels(all);
        foreach (TLabel label in all)
        {
            if (!_labels.TryGetIndex(label, out _))
            {
                _labels.Add(label);
            }
        }

        if (_labels.Count < 2)
        {
            throw new ArgumentException($"A classifier needs at least two classes, not {_labels.Count}.", nameof(labels));
        }

        _stride = CellKernels.StrideOf(_labels.Count);
        long cells = ((long)layer.NodeCount << layer.Mapping.TupleSize) * _stride;
        if (layer.Mapping.TupleSize > MaximumTupleSize || layer.NodeCount > CellKernels.MaximumRows || cells > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{layer.NodeCount} nodes with tuples of {layer.Mapping.TupleSize} bits are too many: at most {CellKernels.MaximumRows} "
                + $"nodes, {MaximumTupleSize} bits and {Array.MaxLength} cells are possible. "
                + $"{nameof(InputLayer.ForFeaturesWithSmallNodes)}, {nameof(InputLayer.ForImagesWithSmallNodes)} and "
                + $"{nameof(InputLayer.ForSchemaWithSmallNodes)} of {nameof(InputLayer)} make layers that fit.",
                nameof(layer));
        }

        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Dense);
        _cells = new short[cells];
    }

    /// <summary>The largest number of bits of a tuple.</summary>
    internal const int MaximumTupleSize = 16;

    /// <summary>The input layer.</summary>
    public InputLayer Layer { get; }

    /// <summary>The classes, in the order given.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>
    /// Learns examples in several epochs. All are checked before the first is learned. For tuples of up to 8 bits, the addresses of all
    /// examples are kept meanwhile, if a byte for each node and example takes at most 256 MiB in total.
    /// </summary>
    /// <remarks>
    /// The first batch also fits <see cref="Probabilities"/>, as <see cref="Calibrate"/> does, if it has two classes. A batch is the first
    /// as long as all cells are 0.
    /// </remarks>
    /// <param name="samples">The examples.</param>
    /// <param name="labels">The label of each, all of them among <see cref="Labels"/>.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops training between two examples; what was learned until then stays.</param>
    /// <returns>The number of examples whose margin was too small in the last epoch.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one label for each example, a label is not a class, a sample does not have the layer's length, or
    /// <see cref="MarginOptions.ShiftedImages"/> is set and the samples are not images of that shape in bytes, or the layer's are not.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public int Learn(
        SampleBatch samples, ReadOnlySpan<TLabel> labels, MarginOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MarginOptions();
        int[] classes = ClassesOf(samples, labels, options);
        bool isFirst = IsNew;
        int learned = Train(samples, classes, [.. Enumerable.Range(0, classes.Length)], options, cancellationToken);
        if (isFirst && options.CalibrationExamples > 0 && classes.AsSpan().ContainsAnyExcept(classes.Length == 0 ? 0 : classes[0]))
        {
            FitCalibration(samples, classes, options, cancellationToken);
        }

        return learned;
    }

    /// <summary>Learns from one example, with a step of 1.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class, one of <see cref="Labels"/>.</param>
    /// <param name="margin">The lead over all other classes, per node, that the right class must exceed; 0 or more.</param>
    /// <returns>Whether the lead was too small, so that cells changed.</returns>
    /// <exception cref="ArgumentException">The label is not a class, or the sample does not have the layer's length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public bool Learn(Sample sample, TLabel label, int margin = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        int index = IndexOf(label, nameof(label));
        return Adjust(OffsetsOf(sample), index, 1, margin);
    }

    /// <summary>Classifies a sample. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>
    /// The class; "don't know" if all scores are equal, as before training. The confidence is the lead over the second class, as a share of
    /// the difference between the best and the worst score.
    /// </returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample) => SignedScores.Judge(ScoresOf(sample)[.._labels.Count], _labels);

    /// <summary>
    /// Writes the score of each label for a sample: the sum of the addressed cells, which <see cref="Classify(Sample)"/> compares. Does
    /// not allocate.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="scores">One score for each of <see cref="Labels"/>, in their order.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or there is not one score for each label.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Score(Sample sample, Span<int> scores)
    {
        if (scores.Length != _labels.Count)
        {
            throw new ArgumentException(
                $"There are {_labels.Count} labels and room for {scores.Length} scores: pass a span of as many as labels.", nameof(scores));
        }

        ScoresOf(sample)[.._labels.Count].CopyTo(scores);
    }

    /// <summary>Classifies samples, each with the same answer as <see cref="Classify(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_plan, samples, maxDegreeOfParallelism, Classify);

    /// <summary>Creates a model with 8-bit cells, for prediction only: half the memory, and nearly the same answers.</summary>
    /// <returns>The model; later training does not change it.</returns>
    public Int8MarginModel<TLabel> ToInt8() => new(Layer, _plan, _labels, _stride, _cells);

    private bool IsNew => !_cells.AsSpan().ContainsAnyExcept((short)0);

    // The class of each example, after all checks.
    private int[] ClassesOf(SampleBatch samples, ReadOnlySpan<TLabel> labels, MarginOptions options)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        int[] classes = new int[labels.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = IndexOf(labels[i], nameof(labels));
        }

        _plan.ThrowIfNotSamples(samples);
        if (options.ShiftedImages is ImageShape shape
            && samples.Count > 0
            && (samples[0].Kind != SampleKind.Bytes || samples.Width != shape.PixelCount))
        {
            throw new ArgumentException($"The samples must be images of {shape.Width} by {shape.Height} bytes.", nameof(samples));
        }

        if (options.ShiftedImages is ImageShape shifted && Layer.Retina is { ImageWidth: > 0 } retina && retina.ImageWidth != shifted.Width)
        {
            throw new ArgumentException(
                $"{nameof(MarginOptions.ShiftedImages)} has images of {shifted.Width} by {shifted.Height} pixels, but those of the input "
                + $"layer have a width of {retina.ImageWidth}.",
                nameof(options));
        }

        return classes;
    }

    private int Train(SampleBatch samples, int[] classes, int[] examples, MarginOptions options, CancellationToken cancellationToken)
    {
        SplitMix64 random = new(options.Seed);
        int[] order = [.. examples];
        byte[] shifted = new byte[options.ShiftedImages?.PixelCount ?? 0];
        bool keeps = options.Epochs > 1 && options.ShiftedImages is null && Layer.Mapping.TupleSize <= 8
            && (long)samples.Count * Layer.NodeCount <= MostKeptAddresses;
        byte[]? kept = keeps ? new byte[samples.Count * Layer.NodeCount] : null;
        int learned = 0;
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            int remaining = options.Epochs - 1 - epoch;
            int step = 1 + (options.Epochs == 1 ? 0 : (options.InitialStep - 1) * remaining / (options.Epochs - 1));
            random.Shuffle<int>(order);
            learned = 0;
            foreach (int i in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<int> offsets;
                if (options.ShiftedImages is ImageShape image)
                {
                    ImageShift.Random(image, samples[i].Bytes, shifted, ref random);
                    offsets = OffsetsOf(shifted);
                }
                else
                {
                    offsets = kept is null ? OffsetsOf(samples[i]) : OffsetsOf(samples, i, kept, epoch == 0);
                }

                learned += Adjust(offsets, classes[i], step, options.Margin) ? 1 : 0;
            }
        }

        return learned;
    }

    private int IndexOf(TLabel label, string parameter) =>
        label is not null && _labels.TryGetIndex(label, out int index)
            ? index
            : throw new ArgumentException(
                label is null
                    ? "A label is null. Each sample needs a label."
                    : $"'{label}' is not one of the classifier's classes, which its constructor was given. A WisardClassifier learns new "
                        + "ones.",
                parameter);

    // In this thread's scratch memory, with a place for each class and the padding.
    private Span<int> ScoresOf(Sample sample) => ScoresAt(OffsetsOf(sample));

    private Span<int> ScoresAt(ReadOnlySpan<int> offsets)
    {
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        CellKernels.AddSignedCells(_cells, offsets, scores);
        return scores;
    }

    private ReadOnlySpan<int> OffsetsOf(Sample sample) =>
        SignedScores.Offsets(_plan.AddressesOf(sample), Layer.Mapping.TupleSize, _stride);

    // Stores the addresses in the first epoch, for later ones.
    private ReadOnlySpan<int> OffsetsOf(SampleBatch samples, int index, byte[] kept, bool isFirst)
    {
        Span<byte> addresses = kept.AsSpan(index * Layer.NodeCount, Layer.NodeCount);
        if (isFirst)
        {
            ReadOnlySpan<ulong> computed = _plan.AddressesOf(samples[index]);
            for (int node = 0; node < addresses.Length; node++)
            {
                addresses[node] = (byte)computed[node];
            }
        }

        return SignedScores.Offsets(addresses, Layer.Mapping.TupleSize, _stride);
    }

    private bool Adjust(ReadOnlySpan<int> offsets, int right, int step, int margin)
    {
        Span<int> scores = ScoresAt(offsets);
        int rival = right == 0 ? 1 : 0;
        for (int c = 0; c < _labels.Count; c++)
        {
            rival = c != right && scores[c] > scores[rival] ? c : rival;
        }

        if (scores[right] - scores[rival] > (long)margin * Layer.NodeCount)
        {
            return false;
        }

        SignedScores.Move(_cells, offsets, right, rival, step);
        return true;
    }
}
