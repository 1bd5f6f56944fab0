using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The bits of a batch of examples, by bit and not by example: bit i of all examples is side by side, so that one instruction reads it of
/// many.
/// </summary>
/// <param name="bitCount">The number of bits of an example.</param>
internal sealed class BatchSlices(int bitCount)
{
    /// <summary>The number of examples of a batch.</summary>
    public const int Size = 128;

    /// <summary>The number of words of a slice.</summary>
    public const int Words = Size / WordBits;

    private const int WordBits = 64;

    private readonly ulong[] _slices = new ulong[(bitCount + WordBits - 1) / WordBits * WordBits * Words];

    /// <summary>A bit of all examples: example e is bit e % 64 of word e / 64.</summary>
    public ReadOnlySpan<ulong> this[int bit] => _slices.AsSpan(bit * Words, Words);

    /// <summary>A bit of all examples, to be written.</summary>
    public Span<ulong> Of(int bit) => _slices.AsSpan(bit * Words, Words);

    /// <summary>Takes the examples of a batch.</summary>
    /// <param name="patterns">The words of all examples, one after the other.</param>
    /// <param name="examples">The indexes of the examples of the batch; missing ones have no bits.</param>
    public void Fill(ReadOnlySpan<ulong> patterns, ReadOnlySpan<int> examples)
    {
        int words = _slices.Length / (WordBits * Words);
        Span<ulong> block = stackalloc ulong[WordBits];
        for (int word = 0; word < words; word++)
        {
            for (int half = 0; half < Words; half++)
            {
                for (int i = 0; i < WordBits; i++)
                {
                    int at = (half * WordBits) + i;
                    block[i] = at < examples.Length ? patterns[(examples[at] * words) + word] : 0;
                }

                Transpose(block);
                for (int i = 0; i < WordBits; i++)
                {
                    _slices[(((word * WordBits) + i) * Words) + half] = block[i];
                }
            }
        }
    }

    // Warren, "Hacker's Delight" (2002), section 7-3: swaps ever smaller blocks.
    private static void Transpose(Span<ulong> rows)
    {
        ulong mask = 0x00000000FFFFFFFF;
        for (int width = WordBits / 2; width != 0; width >>= 1, mask ^= mask << width)
        {
            for (int row = 0; row < WordBits; row = ((row | width) + 1) & ~width)
            {
                ulong swapped = ((rows[row] >> width) ^ rows[row | width]) & mask;
                rows[row] ^= swapped << width;
                rows[row | width] ^= swapped;
            }
        }
    }
}
