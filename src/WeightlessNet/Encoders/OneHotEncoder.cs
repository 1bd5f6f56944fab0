using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Encodes one word of a vocabulary: one bit for each word. A missing or unknown word sets no bit.</summary>
/// <remarks>Words are compared ordinally, and bits are in ordinal order of their words. Immutable and thread-safe.</remarks>
public sealed partial class OneHotEncoder : IEncoder<string?>
{
    private readonly Vocabulary _vocabulary;

    /// <summary>Creates an encoder for a vocabulary.</summary>
    /// <param name="words">The words; duplicates count once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="words"/> is null.</exception>
    /// <exception cref="ArgumentException">A word is null or empty.</exception>
    public OneHotEncoder(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _vocabulary = new Vocabulary(words);
    }

    internal OneHotEncoder(Vocabulary vocabulary) => _vocabulary = vocabulary;

    internal Vocabulary Vocabulary => _vocabulary;

    /// <inheritdoc/>
    public int BitCount => _vocabulary.Count;

    /// <inheritdoc/>
    public void Encode(string? value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        destination.Clear();
        if (_vocabulary.TryGetBit(value, out int bit))
        {
            destination.Set(bit);
        }
    }

    /// <inheritdoc/>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        return _vocabulary.Words[bit];
    }
}
