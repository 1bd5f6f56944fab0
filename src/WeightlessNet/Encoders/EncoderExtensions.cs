using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Encodes many values at once with any encoder.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class EncoderExtensions
{
    /// <summary>
    /// Writes the bits of many values: one pattern after the other, each as <see cref="IEncoder{T}.Encode"/> writes it. A pattern occupies
    /// whole words; its unused bits are cleared.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="encoder">The encoder.</param>
    /// <param name="values">The values.</param>
    /// <param name="patterns">For each value, as many words as hold <see cref="IEncoder{T}.BitCount"/> bits.</param>
    /// <exception cref="ArgumentNullException"><paramref name="encoder"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="patterns"/> has another length, or a value cannot be encoded; the patterns before that value are written.
    /// </exception>
    public static void Encode<T>(this IEncoder<T> encoder, ReadOnlySpan<T> values, Span<ulong> patterns)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        int words = BitSlice.WordCount(encoder.BitCount);
        if (patterns.Length != (long)words * values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} patterns of {words} words need {(long)words * values.Length} words, not {patterns.Length}.",
                nameof(patterns));
        }

        patterns.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            encoder.Encode(values[i], new BitSlice(patterns.Slice(i * words, words), 0, encoder.BitCount));
        }
    }
}
