using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>Samples of the same width, one after the other in memory.</summary>
/// <remarks>A view over the caller's memory; nothing is copied. As thread-safe as that memory.</remarks>
public readonly struct SampleBatch
{
    private readonly ReadOnlyMemory<double> _numbers;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<ulong> _patterns;
    private readonly SampleKind _kind;

    /// <summary>Creates a batch of samples of numbers.</summary>
    /// <param name="numbers">The features of sample 0, then of sample 1, and so on.</param>
    /// <param name="width">The number of numbers of a sample, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The numbers are not whole samples.</exception>
    public SampleBatch(ReadOnlyMemory<double> numbers, int width)
    {
        Count = CountOf(numbers.Length, width);
        Width = width;
        _numbers = numbers;
        _kind = SampleKind.Numbers;
    }

    /// <summary>Creates a batch of samples of bytes.</summary>
    /// <param name="bytes">The features of sample 0, then of sample 1, and so on.</param>
    /// <param name="width">The number of bytes of a sample, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The bytes are not whole samples.</exception>
    public SampleBatch(ReadOnlyMemory<byte> bytes, int width)
    {
        Count = CountOf(bytes.Length, width);
        Width = width;
        _bytes = bytes;
        _kind = SampleKind.Bytes;
    }

    /// <summary>Creates a batch of packed patterns.</summary>
    /// <param name="patterns">The words of pattern 0, then of pattern 1, and so on.</param>
    /// <param name="width">The number of words of a pattern, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The words are not whole patterns.</exception>
    public SampleBatch(ReadOnlyMemory<ulong> patterns, int width)
    {
        Count = CountOf(patterns.Length, width);
        Width = width;
        _patterns = patterns;
        _kind = SampleKind.Pattern;
    }

    /// <summary>Encodes records as a batch of patterns.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema, for a layer made by <see cref="InputLayer.ForSchema"/>.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="ArgumentNullException">An argument or a record is null.</exception>
    /// <exception cref="ArgumentException">The schema has no bits, or the patterns do not fit into an array.</exception>
    public static SampleBatch Of<T>(FeatureSchema<T> schema, IReadOnlyList<T> records)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(records);
        int words = BitSlice.WordCount(schema.BitCount);
        if (words == 0 || (long)words * records.Count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{records.Count} patterns of {schema.BitCount} bits do not fit into an array, or have no bits.", nameof(schema));
        }

        ulong[] patterns = new ulong[words * records.Count];
        for (int i = 0; i < records.Count; i++)
        {
            schema.Encode(records[i], patterns.AsSpan(i * words, words));
        }

        return new SampleBatch(patterns.AsMemory(), words);
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of elements of a sample: numbers, bytes or words.</summary>
    public int Width { get; }

    /// <summary>A sample of the batch.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not a sample.</exception>
    public Sample this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(index), index, $"The index must be 0 to {Count - 1}: there are {Count} samples.");
            }

            return _kind switch
            {
                SampleKind.Numbers => new Sample(_numbers.Span.Slice(index * Width, Width)),
                SampleKind.Bytes => new Sample(_bytes.Span.Slice(index * Width, Width)),
                _ => new Sample(_patterns.Span.Slice(index * Width, Width)),
            };
        }
    }

    /// <summary>The number and the size of the samples, such as "60000 samples of 784 bytes".</summary>
    public override string ToString()
    {
        string elements = _kind switch
        {
            SampleKind.Numbers => "numbers",
            SampleKind.Bytes => "bytes",
            _ => "words of a pattern",
        };
        return FormattableString.Invariant($"{Count} samples of {Width} {elements}");
    }

    /// <summary>The bytes of some samples, one sample after the other; fewer at the end of the batch.</summary>
    internal ReadOnlySpan<byte> BytesOf(int first, int count) => Some(_bytes.Span, first, count);

    /// <summary>The words of some patterns, one pattern after the other; fewer at the end of the batch.</summary>
    internal ReadOnlySpan<ulong> WordsOf(int first, int count) => Some(_patterns.Span, first, count);

    private ReadOnlySpan<T> Some<T>(ReadOnlySpan<T> elements, int first, int count)
    {
        int begin = Math.Min(first, Count);
        return elements.Slice(begin * Width, Math.Min(count, Count - begin) * Width);
    }

    private static int CountOf(int length, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (length % width != 0)
        {
            throw new ArgumentException(
                $"{length} elements are not whole samples of {width}: the length must be a multiple of the width.", nameof(width));
        }

        return length / width;
    }
}
