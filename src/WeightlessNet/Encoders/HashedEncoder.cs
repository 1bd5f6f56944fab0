using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes any number of words without a vocabulary: each word sets a few bits chosen by its hash, as in a Bloom filter. It needs no
/// fitting and accepts new words; different words may share bits. Null and "" are no words and set no bit.
/// </summary>
/// <remarks>The hash is the same on every machine and in every version. Immutable and thread-safe.</remarks>
public sealed partial class HashedEncoder : IEncoder<IEnumerable<string>?>
{
    private readonly int _bitsPerWord;
    private readonly ulong _seed;

    /// <summary>Creates an encoder.</summary>
    /// <param name="bitCount">The number of bits that the words share, 1 to 16,777,216.</param>
    /// <param name="bitsPerWord">The most bits that a word sets, 1 to 16; fewer if its hashes collide.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public HashedEncoder(int bitCount, int bitsPerWord = 2, ulong seed = 0)
    {
        EncoderGuard.ThrowIfNoBits(bitCount, minimum: 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitsPerWord);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsPerWord, 16);
        BitCount = bitCount;
        _bitsPerWord = bitsPerWord;
        _seed = seed;
    }

    /// <inheritdoc/>
    public int BitCount { get; }

    /// <inheritdoc/>
    public void Encode(IEnumerable<string>? value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        destination.Clear();
        foreach (string word in value ?? [])
        {
            if (!string.IsNullOrEmpty(word))
            {
                SplitMix64 bits = new(HashOf(word) ^ _seed);
                for (int i = 0; i < _bitsPerWord; i++)
                {
                    destination.Set(bits.Next(BitCount));
                }
            }
        }
    }

    /// <inheritdoc/>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        return $"words with hash {bit}";
    }

    // FNV-1a over the 16-bit units of the text, low byte first.
    private static ulong HashOf(string word)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char unit in word)
        {
            hash = (hash ^ (byte)unit) * 0x100000001B3;
            hash = (hash ^ (byte)(unit >> 8)) * 0x100000001B3;
        }

        return hash;
    }
}
