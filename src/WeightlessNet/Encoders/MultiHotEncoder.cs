using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>Encodes any number of words of a vocabulary: one bit for each word. Unknown words set no bit.</summary>
/// <remarks>Words are compared ordinally, and bits are in ordinal order of their words. Immutable and thread-safe.</remarks>
public sealed partial class MultiHotEncoder : IEncoder<IEnumerable<string>?>
{
    private readonly Vocabulary _vocabulary;

    /// <summary>Creates an encoder for a vocabulary.</summary>
    /// <param name="words">The words; duplicates count once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="words"/> is null.</exception>
    /// <exception cref="ArgumentException">A word is null or empty.</exception>
    public MultiHotEncoder(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _vocabulary = new Vocabulary(words);
    }

    internal MultiHotEncoder(Vocabulary vocabulary) => _vocabulary = vocabulary;

    internal Vocabulary Vocabulary => _vocabulary;

    /// <inheritdoc/>
    public int BitCount => _vocabulary.Count;

    /// <inheritdoc/>
    public void Encode(IEnumerable<string>? value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        destination.Clear();
        foreach (string word in value ?? [])
        {
            if (_vocabulary.TryGetBit(word, out int bit))
            {
                destination.Set(bit);
            }
        }
    }

    /// <inheritdoc/>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        return _vocabulary.Words[bit];
    }
}
