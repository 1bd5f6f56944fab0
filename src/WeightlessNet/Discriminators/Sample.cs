using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The input of a model: a row of numbers, a row of bytes such as the pixels of an image, or a packed pattern (bit i is bit i % 64 of word
/// i / 64). Spans and arrays convert implicitly.
/// </summary>
/// <remarks>A view over the caller's memory; nothing is copied.</remarks>
public readonly ref struct Sample
{
    /// <summary>Creates a sample of numbers, for layers with a retina; NaN means a missing value.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public Sample(ReadOnlySpan<double> numbers)
    {
        Numbers = numbers;
        Kind = SampleKind.Numbers;
    }

    /// <summary>Creates a sample of bytes, for layers with a retina.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public Sample(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        Kind = SampleKind.Bytes;
    }

    /// <summary>Creates a sample from a packed pattern.</summary>
    /// <param name="pattern">As many words as hold the layer's bits; unused bits of the last word must be 0.</param>
    public Sample(ReadOnlySpan<ulong> pattern)
    {
        Pattern = pattern;
        Kind = SampleKind.Pattern;
    }

    internal SampleKind Kind { get; }

    internal ReadOnlySpan<double> Numbers { get; }

    internal ReadOnlySpan<byte> Bytes { get; }

    internal ReadOnlySpan<ulong> Pattern { get; }

    /// <summary>Encodes a record as a sample. <see cref="FeatureSchema{T}.Encode"/> does it without allocating.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="schema">The schema, for a layer made by <see cref="InputLayer.ForSchema"/>.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Sample Of<T>(FeatureSchema<T> schema, T record)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ulong[] pattern = new ulong[BitSlice.WordCount(schema.BitCount)];
        schema.Encode(record, pattern);
        return new Sample(pattern.AsSpan());
    }

    /// <summary>Converts a row of numbers to a sample.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public static implicit operator Sample(ReadOnlySpan<double> numbers) => new(numbers);

    /// <summary>Converts a row of bytes to a sample.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public static implicit operator Sample(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Converts a packed pattern to a sample.</summary>
    /// <param name="pattern">As many words as hold the layer's bits; unused bits of the last word must be 0.</param>
    public static implicit operator Sample(ReadOnlySpan<ulong> pattern) => new(pattern);
}
