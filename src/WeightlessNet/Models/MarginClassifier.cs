using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>
/// A classifier over RAM nodes whose cells are signed integers, trained by its errors: where the right class does not lead the best
/// other one by a margin, the cells of the one rise by a step and those of the other fall. More accurate than counting, but what an
/// example changed depends on all before it: so it cannot forget and cannot be merged.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// The margin perceptron (Krauth and Mézard, "Learning algorithms with optimal stability in neural networks", 1987) over n-tuple
/// features. Integers only: the same seed and examples give the same cells on every machine. A tie goes to the first label in label
/// order. One writer or many readers.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers or truth values; else saving and loading throw
/// <see cref="NotSupportedException"/>.
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

    /// <summary>Creates a classifier that has learned nothing.</summary>
    /// <param name="layer">
    /// How samples become addresses, such as <see cref="InputLayer.ForImagesWithSmallNodes"/>; nodes have 16 inputs at the most, few
    /// are best.
    /// </param>
    /// <param name="labels">The classes, at least two; repeated ones count once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The nodes have too many inputs or cells, a label is null or a text with half of a surrogate pair, or there are fewer than two.
    /// </exception>
    /// <exception cref="NotSupportedException">The labels have no order.</exception>
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
            throw new ArgumentException($"A classifier has two classes at least, there are {_labels.Count}.", nameof(labels));
        }

        _stride = CellKernels.StrideOf(_labels.Count);
        long cells = ((long)layer.NodeCount << layer.Mapping.TupleSize) * _stride;
        if (layer.Mapping.TupleSize > MaximumTupleSize || layer.NodeCount > CellKernels.MaximumRows || cells > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{layer.NodeCount} nodes of {layer.Mapping.TupleSize} inputs are too many: up to {CellKernels.MaximumRows} of up to "
                + $"{MaximumTupleSize}, and up to {Array.MaxLength} cells.",
                nameof(layer));
        }

        Layer = layer;
        _plan = new AddressPlan(layer, NodeStorage.Dense);
        _cells = new short[cells];
    }

    /// <summary>The most inputs of a node.</summary>
    public const int MaximumTupleSize = 16;

    /// <summary>How samples become addresses.</summary>
    public InputLayer Layer { get; }

    /// <summary>The classes in the order in which they were given.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>
    /// Trains on examples, several times over; all are checked before the first is learned. Nodes of up to 8 inputs keep the addresses
    /// of all examples meanwhile, a byte for each node and example, up to 256 MiB.
    /// </summary>
    /// <param name="samples">The examples.</param>
    /// <param name="labels">The label of each, all of them among <see cref="Labels"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends training between two examples; what was learned until then stays.</param>
    /// <returns>How many examples the last epoch learned from, because their margin was short.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one label for each example, a label is not a class, samples are not of the layer's length, or shifted images are
    /// wanted of what is not images of that shape in bytes.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    /// <exception cref="OperationCanceledException">Training was ended.</exception>
    public int Train(
        SampleBatch samples, ReadOnlySpan<TLabel> labels, MarginOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MarginOptions();
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
            throw new ArgumentException($"The samples are not images of {shape.Width} by {shape.Height} bytes.", nameof(samples));
        }

        SplitMix64 random = new(options.Seed);
        int[] order = [.. Enumerable.Range(0, samples.Count)];
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

    /// <summary>Learns from one example, by steps of 1.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class, one of <see cref="Labels"/>.</param>
    /// <param name="margin">By how much the right class is to lead any other, per node: 0 or more.</param>
    /// <returns>Whether the margin was short, so that something changed.</returns>
    /// <exception cref="ArgumentException">The label is not a class, or the sample is not of the layer's length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public bool Learn(Sample sample, TLabel label, int margin = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        int index = IndexOf(label, nameof(label));
        return Adjust(OffsetsOf(sample), index, 1, margin);
    }

    /// <summary>Classifies a sample. Takes no memory.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>
    /// The class; "don't know" where all scores are equal, as before any training. The confidence is the lead over the second class as
    /// a share of the spread between the best and the worst.
    /// </returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        CellKernels.AddSignedCells(_cells, OffsetsOf(sample), scores);
        return SignedScores.Judge(scores[.._labels.Count], _labels);
    }

    /// <summary>Classifies samples, each exactly as <see cref="Classify(Sample)"/> does.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">On how many threads, above 0; the answers are the same.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(_plan, samples, maxDegreeOfParallelism, Classify);

    /// <summary>Makes a model for prediction alone whose cells are 8 bits wide: half the memory, nearly the same answers.</summary>
    /// <returns>The model; it does not change when this one learns.</returns>
    public Int8MarginModel<TLabel> ToInt8() => new(Layer, _plan, _labels, _stride, _cells);

    private int IndexOf(TLabel label, string parameter) =>
        label is not null && _labels.TryGetIndex(label, out int index)
            ? index
            : throw new ArgumentException($"'{label}' is not one of the classifier's classes.", parameter);

    private ReadOnlySpan<int> OffsetsOf(Sample sample) =>
        SignedScores.Offsets(_plan.AddressesOf(sample), Layer.Mapping.TupleSize, _stride);

    // Addresses of up to 8 bits are kept in the first epoch for the ones to come.
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
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        CellKernels.AddSignedCells(_cells, offsets, scores);
        int rival = right == 0 ? 1 : 0;
        for (int c = 0; c < _labels.Count; c++)
        {
            rival = c != right && scores[c] > scores[rival] ? c : rival;
        }

        if (scores[right] - scores[rival] > (long)margin * Layer.NodeCount)
        {
            return false;
        }

        foreach (int offset in offsets)
        {
            ref short up = ref _cells[offset + right];
            ref short down = ref _cells[offset + rival];
            up = (short)Math.Min(short.MaxValue, up + step);
            down = (short)Math.Max(short.MinValue, down - step);
        }

        return true;
    }
}
