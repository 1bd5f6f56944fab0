using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>What every encoder can do with many values.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class EncoderExtensions
{
    /// <summary>
    /// Writes the bits of values, each as <see cref="IEncoder{T}.Encode"/> does: one pattern after the other, each in whole words, with the
    /// bits beyond it cleared.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="encoder">Turns a value into bits.</param>
    /// <param name="values">The values.</param>
    /// <param name="patterns">As many times the words that hold <see cref="IEncoder{T}.BitCount"/> bits as there are values.</param>
    /// <exception cref="ArgumentNullException"><paramref name="encoder"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="patterns"/> has another length, or a value cannot be encoded: the patterns before it are written.
    /// </exception>
    public static void Encode<T>(this IEncoder<T> encoder, ReadOnlySpan<T> values, Span<ulong> patterns)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        int words = BitSlice.WordCount(encoder.BitCount);
        if (patterns.Length != (long)words * values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} patterns of {words} words are needed, there are {patterns.Length} words.", nameof(patterns));
        }

        patterns.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            encoder.Encode(values[i], new BitSlice(patterns.Slice(i * words, words), 0, encoder.BitCount));
        }
    }
}
