using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>A trained <see cref="MarginClassifier{TLabel}"/> with 8-bit cells, for prediction only.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
/// <remarks>
/// <para>
/// All cells are divided by the smallest power of two that makes them fit -128 to 127, and rounded to the nearest, halves up. Immutable
/// and thread-safe.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration, whose values are stored by
/// name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class Int8MarginModel<TLabel>
    where TLabel : notnull
{
    // A shift of 8 is not enough: 32,767 / 2^8 rounds to 128.
    private const int GreatestShift = 9;

    private readonly AddressPlan _plan;
    private readonly LabelSet<TLabel> _labels;
    private readonly int _stride;
    private readonly sbyte[] _cells;

    internal Int8MarginModel(InputLayer layer, AddressPlan plan, LabelSet<TLabel> labels, int stride, ReadOnlySpan<short> cells)
    {
        Layer = layer;
        _plan = plan;
        _labels = labels;
        _stride = stride;
        int shift = 0;
        foreach (short cell in cells)
        {
            while (Rounded(cell, shift) is < sbyte.MinValue or > sbyte.MaxValue)
            {
                shift++;
            }
        }

        Shift = shift;
        _cells = new sbyte[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            _cells[i] = (sbyte)Rounded(cells[i], shift);
        }
    }

    /// <summary>The input layer.</summary>
    public InputLayer Layer { get; }

    /// <summary>The exponent s of the power of two, 2^s, by which the cells were divided: 0 to 9.</summary>
    public int Shift { get; }

    /// <summary>
    /// The cells, for use by other programs: node by node and address by address, with <see cref="ClassStride"/> cells at each address: one
    /// for each class in order, then zeros as padding.
    /// </summary>
    public ReadOnlySpan<sbyte> Cells => _cells;

    /// <summary>The number of cells at an address: a multiple of 16, at least the number of classes.</summary>
    public int ClassStride => _stride;

    /// <summary>The classes, in the order of their cells.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>The classes in the order in which equal scores go to them.</summary>
    internal int[] ClassesInOrder() =>
        [.. Enumerable.Range(0, _labels.Count).Order(Comparer<int>.Create(_labels.Compare))];

    /// <summary>Classifies a sample like <see cref="MarginClassifier{TLabel}.Classify(Sample)"/>. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The class; "don't know" if all scores are equal.</returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample) => SignedScores.Judge(ScoresOf(sample)[.._labels.Count], _labels);

    /// <summary>
    /// Writes the score of each label for a sample: the sum of the addressed cells, which <see cref="Classify(Sample)"/> compares. Does
    /// not allocate.
    /// </summary>
    /// <remarks>
    /// Times 2^<see cref="Shift"/>, it is about the score of the <see cref="MarginClassifier{TLabel}"/>; the same if the shift is 0.
    /// </remarks>
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

    // In this thread's scratch memory, with a place for each class and the padding.
    private Span<int> ScoresOf(Sample sample)
    {
        ReadOnlySpan<int> offsets = SignedScores.Offsets(_plan.AddressesOf(sample), Layer.Mapping.TupleSize, _stride);
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        CellKernels.AddSignedCells(_cells, offsets, scores);
        return scores;
    }

    private static int Rounded(int cell, int shift) => shift == 0 ? cell : (cell + (1 << (shift - 1))) >> shift;
}
