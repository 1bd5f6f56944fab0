using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Bits as bytes, each of which can be read on its own.</summary>
internal static class BitBytes
{
    private const int WordBits = 64;

    private static readonly Vector128<byte> ByteOfBit = Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    private static readonly Vector128<byte> Bit = Vector128.Create(0x8040201008040201).AsByte();

    /// <summary>Writes a byte of 0 or 1 for each bit.</summary>
    /// <param name="words">The bits.</param>
    /// <param name="bytes">64 bytes for each word.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<ulong> words, Span<byte> bytes)
    {
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i];
            Span<byte> ofWord = bytes.Slice(i * WordBits, WordBits);
            for (int at = 0; at < WordBits; at += Vector128<byte>.Count)
            {
                var some = Vector128.Create((ushort)(word >> at)).AsByte();
                Vector128<byte> isSet = Vector128.Equals(Vector128.Shuffle(some, ByteOfBit) & Bit, Bit);
                (isSet & Vector128<byte>.One).CopyTo(ofWord[at..]);
            }
        }
    }
}
