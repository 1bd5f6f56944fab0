using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Gathers bits of small patterns in an order that was fixed before, 64 at once.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class BitGather
{
    /// <summary>How many bytes a pattern has: two 512-bit registers.</summary>
    public const int PatternBytes = 128;

    /// <summary>How many words a pattern has.</summary>
    public const int PatternWords = PatternBytes / sizeof(ulong);

    /// <summary>How many bits a pattern has.</summary>
    public const int PatternBits = PatternBytes * 8;

    /// <summary>How many bits a word of the result has.</summary>
    public const int WordBits = 64;

    /// <summary>Marks a bit of the result that is always clear.</summary>
    public const int None = -1;

    private readonly byte[] _sources;
    private readonly byte[] _masks;

    /// <summary>Fixes the order.</summary>
    /// <param name="bits">For each bit of the result a bit of the pattern, or <see cref="None"/>; whole words.</param>
    /// <exception cref="ArgumentException">There are not whole words of bits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is not one of a pattern.</exception>
    public BitGather(ReadOnlySpan<int> bits)
    {
        if (bits.Length % WordBits != 0)
        {
            throw new ArgumentException($"{bits.Length} bits are not whole words of {WordBits}.", nameof(bits));
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

    /// <summary>Whether gathering is faster than going through the bits that are set.</summary>
    public static bool IsAccelerated => BitConverter.IsLittleEndian && Vector128.IsHardwareAccelerated;

    /// <summary>How many words the result has.</summary>
    public int WordCount => _sources.Length / WordBits;

    /// <summary>Gathers with the widest vectors that shuffle in one step; the result is the same at every width.</summary>
    /// <param name="pattern"><see cref="PatternWords"/> words.</param>
    /// <param name="result"><see cref="WordCount"/> words.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Gather(ReadOnlySpan<ulong> pattern, Span<ulong> result)
    {
        if (Avx512Vbmi.IsSupported)
        {
            Gather<GatherWidth512>(pattern, result);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Gather<GatherWidth256>(pattern, result);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Gather<GatherWidth128>(pattern, result);
        }
        else
        {
            Gather<GatherWidthScalar>(pattern, result);
        }
    }

    /// <summary>Gathers with vectors of a given width.</summary>
    /// <inheritdoc cref="Gather(ReadOnlySpan{ulong}, Span{ulong})"/>
    public void Gather<TWidth>(ReadOnlySpan<ulong> pattern, Span<ulong> result)
        where TWidth : struct, IGatherWidth
    {
        if (pattern.Length != PatternWords)
        {
            throw new ArgumentException($"A pattern has {PatternWords} words, this one {pattern.Length}.", nameof(pattern));
        }

        if (result.Length != WordCount)
        {
            throw new ArgumentException($"The result has {WordCount} words, the span {result.Length}.", nameof(result));
        }

        TWidth.Gather(MemoryMarshal.AsBytes(pattern), _sources, _masks, result);
    }
}
