using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Picks bits of a pattern of any length in an order fixed at construction, 64 bits at a time.</summary>
/// <remarks>
/// A pattern is a row of blocks of 128 bytes, and one permutation picks 64 bytes of a block: a word of the result takes a permutation for
/// each block from the first to the last that its bits are in. So bits that are near in the pattern should be near in the result. Of
/// patterns of up to 1,024 bits, <see cref="BitGather"/> picks faster. Immutable and thread-safe.
/// </remarks>
internal sealed class BitPicker
{
    /// <summary>Stands for a bit of the result that is always clear.</summary>
    public const int None = -1;

    /// <summary>The number of words of a block.</summary>
    public const int BlockWords = BlockBytes / sizeof(ulong);

    // Two registers of 512 bits.
    private const int BlockBytes = 128;
    private const int BlockBits = BlockBytes * 8;
    private const int WordBits = 64;

    // The distances of blocks are bytes.
    private const int MostBits = byte.MaxValue * BlockBits;

    // For each bit of the result its byte in a block, its bit in that byte, and its block: a distance from the first one of the word.
    private readonly byte[] _sources;
    private readonly byte[] _masks;
    private readonly byte[] _blocks;
    private readonly int[] _firstBlocks;
    private readonly int[] _blockCounts;

    /// <summary>Creates a picker for one order of bits.</summary>
    /// <param name="bits">
    /// For each bit of the result, its bit in a pattern of a length that <see cref="CanHave"/> allows, or <see cref="None"/>. A multiple of
    /// 64 bits.
    /// </param>
    /// <exception cref="ArgumentException">The number of bits is not a multiple of 64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is not <see cref="None"/>, and no bit of such a pattern.</exception>
    public BitPicker(ReadOnlySpan<int> bits)
    {
        if (bits.Length % WordBits != 0)
        {
            throw new ArgumentException($"{bits.Length} bits are not a multiple of 64.", nameof(bits));
        }

        _sources = new byte[bits.Length];
        _masks = new byte[bits.Length];
        _blocks = new byte[bits.Length];
        _firstBlocks = new int[bits.Length / WordBits];
        _blockCounts = new int[_firstBlocks.Length];
        for (int word = 0; word < _firstBlocks.Length; word++)
        {
            ReadOnlySpan<int> ofWord = bits.Slice(word * WordBits, WordBits);
            int first = int.MaxValue;
            int last = -1;
            foreach (int bit in ofWord)
            {
                if (bit is < None or >= MostBits)
                {
                    throw new ArgumentOutOfRangeException(nameof(bits), bit, $"A pattern has at most {MostBits} bits.");
                }

                int block = bit / BlockBits;
                (first, last) = bit == None ? (first, last) : (Math.Min(first, block), Math.Max(last, block));
            }

            if (last < 0)
            {
                continue;
            }

            (_firstBlocks[word], _blockCounts[word]) = (first, last - first + 1);
            PatternWords = Math.Max(PatternWords, (last + 1) * BlockWords);
            for (int lane = 0; lane < WordBits; lane++)
            {
                if (ofWord[lane] != None)
                {
                    int at = (word * WordBits) + lane;
                    _sources[at] = (byte)((ofWord[lane] >> 3) & (BlockBytes - 1));
                    _masks[at] = (byte)(1 << (ofWord[lane] & 7));
                    _blocks[at] = (byte)((ofWord[lane] / BlockBits) - first);
                }
            }
        }
    }

    /// <summary>Whether picking is faster here than reading bit by bit.</summary>
    public static bool IsAccelerated => BitConverter.IsLittleEndian && Avx512Vbmi.IsSupported;

    /// <summary>The number of words of a pattern: whole blocks; what is in words that have no picked bit does not matter.</summary>
    public int PatternWords { get; }

    /// <summary>The length of the result in words.</summary>
    public int WordCount => _firstBlocks.Length;

    /// <summary>Whether patterns can have so many bits.</summary>
    public static bool CanHave(int patternBits) => patternBits <= MostBits;

    /// <summary>Picks the bits, by permutations if the machine has them. Both ways give the same result.</summary>
    /// <param name="pattern">At least <see cref="PatternWords"/> words.</param>
    /// <param name="result"><see cref="WordCount"/> words.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Pick(ReadOnlySpan<ulong> pattern, Span<ulong> result)
    {
        ThrowIfNot(pattern, result);
        if (IsAccelerated)
        {
            PickByPermutations(MemoryMarshal.AsBytes(pattern), result);
        }
        else
        {
            PickOneByOne(pattern, result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PickByPermutations(ReadOnlySpan<byte> pattern, Span<ulong> result)
    {
        // The blocks are within the pattern, and the other arrays have 64 bytes for each word: the constructor saw to it.
        ref byte firstByte = ref MemoryMarshal.GetReference(pattern);
        ref byte source = ref MemoryMarshal.GetArrayDataReference(_sources);
        ref byte mask = ref MemoryMarshal.GetArrayDataReference(_masks);
        ref byte block = ref MemoryMarshal.GetArrayDataReference(_blocks);
        int[] counts = _blockCounts;
        int[] firsts = _firstBlocks;
        for (int word = 0; word < result.Length; word++)
        {
            nuint at = (nuint)word * WordBits;
            var sources = Vector512.LoadUnsafe(ref source, at);
            var distance = Vector512.LoadUnsafe(ref block, at);
            Vector512<byte> picked = default;
            ref byte from = ref Unsafe.Add(ref firstByte, firsts[word] * BlockBytes);
            for (int left = counts[word]; left > 0; left--)
            {
                // What is picked of one block replaces what was picked before, where the bits are in this block.
                Vector512<byte> ofBlock = Avx512Vbmi.PermuteVar64x8x2(
                    Vector512.LoadUnsafe(ref from), sources, Vector512.LoadUnsafe(ref from, BlockBytes / 2));
                picked = Vector512.ConditionalSelect(Vector512.Equals(distance, default), ofBlock, picked);
                distance -= Vector512<byte>.One;
                from = ref Unsafe.Add(ref from, BlockBytes);
            }

            result[word] = ~Vector512.Equals(picked & Vector512.LoadUnsafe(ref mask, at), default).ExtractMostSignificantBits();
        }
    }

    /// <summary>Picks the bits one after the other.</summary>
    /// <inheritdoc cref="Pick"/>
    public void PickOneByOne(ReadOnlySpan<ulong> pattern, Span<ulong> result)
    {
        ThrowIfNot(pattern, result);
        for (int word = 0; word < result.Length; word++)
        {
            ulong bits = 0;
            for (int lane = 0; lane < WordBits; lane++)
            {
                int at = (word * WordBits) + lane;
                if (_masks[at] != 0)
                {
                    int source = ((_firstBlocks[word] + _blocks[at]) * BlockBytes) + _sources[at];
                    ulong some = pattern[source / sizeof(ulong)] >> (8 * (source % sizeof(ulong)));
                    bits |= ((some & _masks[at]) != 0 ? 1UL : 0) << lane;
                }
            }

            result[word] = bits;
        }
    }

    private void ThrowIfNot(ReadOnlySpan<ulong> pattern, ReadOnlySpan<ulong> result)
    {
        if (pattern.Length < PatternWords)
        {
            throw new ArgumentException($"A pattern has {PatternWords} words or more, this one has {pattern.Length}.", nameof(pattern));
        }

        if (result.Length != WordCount)
        {
            throw new ArgumentException($"The result has {WordCount} words, the span has {result.Length}.", nameof(result));
        }
    }
}
