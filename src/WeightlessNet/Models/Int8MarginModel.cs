using System.Runtime.Intrinsics;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>A trained <see cref="MarginClassifier{TLabel}"/> with cells of 8 bits, for prediction alone.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
/// <remarks>
/// Every cell is divided by the same power of two, so that all fit -128 to 127, and rounded to the nearest, halves up. Immutable and
/// thread-safe.
/// </remarks>
public sealed class Int8MarginModel<TLabel>
    where TLabel : notnull
{
    // 256 cells of -128 to 127 sum to no more than 16 bits hold.
    private const int RowsPerSum = 256;

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
        ReadOnlySpan<int> offsets = SignedScores.Offsets(_plan.AddressesOf(sample), Layer.Mapping.InputsPerNode, _stride);
        Span<int> scores = AddressScratch.Current.Sums(_stride);
        scores.Clear();
        for (int first = 0; first < offsets.Length; first += RowsPerSum)
        {
            ReadOnlySpan<int> rows = offsets.Slice(first, Math.Min(RowsPerSum, offsets.Length - first));
            for (int column = 0; column < _stride; column += Vector128<sbyte>.Count)
            {
                Vector256<short> sum = Vector256<short>.Zero;
                foreach (int offset in rows)
                {
                    (Vector128<short> lower, Vector128<short> upper) =
                        Vector128.Widen(Vector128.Create<sbyte>(_cells.AsSpan(offset + column, Vector128<sbyte>.Count)));
                    sum += Vector256.Create(lower, upper);
                }

                for (int lane = 0; lane < Vector256<short>.Count; lane++)
                {
                    scores[column + lane] += sum[lane];
                }
            }
        }

        return SignedScores.Judge(scores[.._labels.Count], _labels);
    }

    private static int Rounded(int cell, int shift) => shift == 0 ? cell : (cell + (1 << (shift - 1))) >> shift;
}
