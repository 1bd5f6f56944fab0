using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>A trained <see cref="MarginClassifier{TLabel}"/> with cells of 8 bits, for prediction alone.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
/// <remarks>
/// <para>
/// Every cell is divided by the same power of two, so that all fit -128 to 127, and rounded to the nearest, halves up. Immutable and
/// thread-safe.
/// </para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers or truth values; else saving and loading throw
/// <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class Int8MarginModel<TLabel>
    where TLabel : notnull
{
    // 32,767 is still rounded to 128 when it is divided by 2^8.
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

    /// <summary>How samples become addresses.</summary>
    public InputLayer Layer { get; }

    /// <summary>The power of two by which the cells were divided.</summary>
    public int Shift { get; }

    /// <summary>
    /// The cells, for use elsewhere: node by node, address by address, <see cref="ClassStride"/> cells at an address, one for each
    /// class in order and then padding of 0.
    /// </summary>
    public ReadOnlySpan<sbyte> Cells => _cells;

    /// <summary>How many cells stand at an address: a multiple of 16, not less than the number of classes.</summary>
    public int ClassStride => _stride;

    /// <summary>The classes in the order of their cells.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>Classifies a sample, as <see cref="MarginClassifier{TLabel}.Classify(Sample)"/> does. Takes no memory.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The class; "don't know" where all scores are equal.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is of numbers or bytes and the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        ReadOnlySpan<int> offsets = SignedScores.Offsets(_plan.AddressesOf(sample), Layer.Mapping.TupleSize, _stride);
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        CellKernels.AddSignedCells(_cells, offsets, scores);
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

    private static int Rounded(int cell, int shift) => shift == 0 ? cell : (cell + (1 << (shift - 1))) >> shift;
}
