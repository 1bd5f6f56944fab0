namespace WeightlessNet.Discriminators;

/// <summary>
/// What a model learns or classifies: a row of numbers, a row of bytes such as the pixels of an image, or a packed pattern (bit i is
/// bit i % 64 of word i / 64). Spans and arrays convert by themselves, so that they can be passed where a sample is asked for.
/// </summary>
/// <remarks>A view over memory that the caller owns; nothing is copied.</remarks>
public readonly ref struct Sample
{
    /// <summary>A sample of numbers, for layers with a retina; NaN stands for a missing one.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public Sample(ReadOnlySpan<double> numbers)
    {
        Numbers = numbers;
        Kind = SampleKind.Numbers;
    }

    /// <summary>A sample of bytes, for layers with a retina.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public Sample(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        Kind = SampleKind.Bytes;
    }

    /// <summary>A packed pattern.</summary>
    /// <param name="pattern">As many words as hold the layer's bits; bits beyond them are 0.</param>
    public Sample(ReadOnlySpan<ulong> pattern)
    {
        Pattern = pattern;
        Kind = SampleKind.Pattern;
    }

    internal SampleKind Kind { get; }

    internal ReadOnlySpan<double> Numbers { get; }

    internal ReadOnlySpan<byte> Bytes { get; }

    internal ReadOnlySpan<ulong> Pattern { get; }

    /// <summary>A sample of numbers.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public static implicit operator Sample(ReadOnlySpan<double> numbers) => new(numbers);

    /// <summary>A sample of numbers.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public static implicit operator Sample(Span<double> numbers) => new(numbers);

    /// <summary>A sample of numbers.</summary>
    /// <param name="numbers">One number for each feature.</param>
    public static implicit operator Sample(double[] numbers) => new(numbers.AsSpan());

    /// <summary>A sample of bytes.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public static implicit operator Sample(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>A sample of bytes.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public static implicit operator Sample(Span<byte> bytes) => new(bytes);

    /// <summary>A sample of bytes.</summary>
    /// <param name="bytes">One byte for each feature.</param>
    public static implicit operator Sample(byte[] bytes) => new(bytes.AsSpan());

    /// <summary>A packed pattern.</summary>
    /// <param name="pattern">As many words as hold the layer's bits.</param>
    public static implicit operator Sample(ReadOnlySpan<ulong> pattern) => new(pattern);

    /// <summary>A packed pattern.</summary>
    /// <param name="pattern">As many words as hold the layer's bits.</param>
    public static implicit operator Sample(Span<ulong> pattern) => new(pattern);

    /// <summary>A packed pattern.</summary>
    /// <param name="pattern">As many words as hold the layer's bits.</param>
    public static implicit operator Sample(ulong[] pattern) => new(pattern.AsSpan());
}
