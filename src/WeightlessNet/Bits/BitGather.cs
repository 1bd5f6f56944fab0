using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Gathers bits of a small pattern in an order fixed at construction, 64 bits at a time.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BitGather
{
    /// <summary>The length of a pattern in bytes: two 512-bit registers.</summary>
    public const int PatternBytes = 128;

    /// <summary>The length of a pattern in words.</summary>
    public const int PatternWords = PatternBytes / sizeof(ulong);

    /// <summary>The length of a pattern in bits.</summary>
    public const int PatternBits = PatternBytes * 8;

    /// <summary>The length of a word of the result in bits.</summary>
    public const int WordBits = 64;

    /// <summary>Stands for a bit of the result that is always clear.</summary>
    public const int None = -1;

    private readonly byte[] _sources;
    private readonly byte[] _masks;

    /// <summary>Creates a gather for one order of bits.</summary>
    /// <param name="bits">
    /// For each bit of the result, its source bit in the pattern or <see cref="None"/>. The length is a multiple of <see cref="WordBits"/>.
    /// </param>
    /// <exception cref="ArgumentException">The number of bits is not a multiple of <see cref="WordBits"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is not <see cref="None"/> to <see cref="PatternBits"/> - 1.</exception>
    public BitGather(ReadOnlySpan<int> bits)
    {
        if (bits.Length % WordBits != 0)
        {
            throw new ArgumentException($"{bits.Length} bits are not a multiple of {WordBits}.", nameof(bits));
        }

        _sources = new byte[bits.Length];
        _masks = new byte[bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] is < None or >= PatternBits)
            {
                throw new ArgumentOutOfRangeException(nameof(bits), bits[i], $"A pattern has {PatternBits} bits.");
            }

            if (bits[i] != None)
            {
                _sources[i] = (byte)(bits[i] >> 3);
                _masks[i] = (byte)(1 << (bits[i] & 7));
            }
        }
    }

    /// <summary>Whether gathering is faster here than looping over the set bits.</summary>
    public static bool IsAccelerated => BitConverter.IsLittleEndian && Vector128.IsHardwareAccelerated;

    /// <summary>The length of the result in words.</summary>
    public int WordCount => _sources.Length / WordBits;

    /// <summary>Gathers with the widest vectors that the machine shuffles in one step. Every width gives the same result.</summary>
    /// <param name="pattern"><see cref="PatternWords"/> words.</param>
    /// <param name="result"><see cref="WordCount"/> words.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Gather(ReadOnlySpan<ulong> pattern, Span<ulong> result)
    {
        if (Avx512Vbmi.IsSupported)
        {
            Gather<BitGatherWidth512>(pattern, result);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Gather<BitGatherWidth256>(pattern, result);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Gather<BitGatherWidth128>(pattern, result);
        }
        else
        {
            Gather<BitGatherWidthScalar>(pattern, result);
        }
    }

    /// <summary>Gathers with vectors of a given width.</summary>
    /// <inheritdoc cref="Gather(ReadOnlySpan{ulong}, Span{ulong})"/>
    public void Gather<TWidth>(ReadOnlySpan<ulong> pattern, Span<ulong> result)
        where TWidth : struct, IBitGatherWidth
    {
        if (pattern.Length != PatternWords)
        {
            throw new ArgumentException($"A pattern has {PatternWords} words, this one has {pattern.Length}.", nameof(pattern));
        }

        if (result.Length != WordCount)
        {
            throw new ArgumentException($"The result has {WordCount} words, the span has {result.Length}.", nameof(result));
        }

        TWidth.Gather(MemoryMarshal.AsBytes(pattern), _sources, _masks, result);
    }
}
