using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The addresses of nodes over a field that is too wide for tuples: each node hashes every bit that is set and takes its address from the
/// least hash (MinHash; Broder, "On the resemblance and containment of documents", 1997). Two patterns have the same address at a node
/// with the probability of their overlap: the number of common bits, divided by the number of bits that are set in either.
/// </summary>
/// <remarks>The hashes are part of the snapshot format: snapshots store the seed, not the addresses.</remarks>
internal static class WideFieldHash
{
    /// <summary>The number of bits of an address.</summary>
    public const int AddressBits = 6;

    /// <summary>The address of a pattern in which no bit of the field is set. No other pattern has it.</summary>
    public const byte EmptyAddress = 0;

    /// <summary>Writes the addresses of a pattern at all nodes of a field.</summary>
    /// <param name="pattern">The pattern; bit i is bit i % 64 of word i / 64.</param>
    /// <param name="firstBit">The field's first bit.</param>
    /// <param name="bitCount">The number of bits of the field.</param>
    /// <param name="seed">The seed of the hashes. Node j has the same hash whatever the number of nodes.</param>
    /// <param name="addresses">
    /// Receives one address per node: <see cref="EmptyAddress"/> if no bit of the field is set, otherwise 1 to 63.
    /// </param>
    public static void Addresses(ReadOnlySpan<ulong> pattern, int firstBit, int bitCount, ulong seed, Span<byte> addresses)
    {
        SplitMix64 keys = new(seed);
        foreach (ref byte address in addresses)
        {
            address = AddressOf(pattern, firstBit, firstBit + bitCount, keys.Next());
        }
    }

    private static byte AddressOf(ReadOnlySpan<ulong> pattern, int start, int end, ulong key)
    {
        bool isEmpty = true;
        ulong least = ulong.MaxValue;
        for (int at = start; at < end; at = (at | 63) + 1)
        {
            for (ulong bits = pattern[at >> 6] & (ulong.MaxValue << (at & 63)); bits != 0; bits &= bits - 1)
            {
                int bit = (at & ~63) + BitOperations.TrailingZeroCount(bits);
                if (bit >= end)
                {
                    break;
                }

                isEmpty = false;
                least = Math.Min(least, new SplitMix64(key ^ (ulong)(bit - start)).Next());
            }
        }

        // The low half of the least hash is uniform; the high half is small.
        return isEmpty ? EmptyAddress : (byte)(1 + (((least & uint.MaxValue) * ((1 << AddressBits) - 1)) >> 32));
    }
}
