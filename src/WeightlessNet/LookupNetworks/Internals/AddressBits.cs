using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Puts a bit of many examples into their addresses.</summary>
internal static class AddressBits
{
    private static readonly Vector128<byte> ByteOfExample = Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    private static readonly Vector128<byte> BitOfExample = Vector128.Create(0x8040201008040201).AsByte();

    /// <summary>Sets a bit of the addresses of those examples that have it.</summary>
    /// <param name="slice">A bit of each example.</param>
    /// <param name="pin">The bit of the addresses, 0 to 7.</param>
    /// <param name="addresses">A byte for each example.</param>
    public static void Set(ReadOnlySpan<ulong> slice, int pin, Span<byte> addresses)
    {
        var set = Vector128.Create((byte)(1 << pin));
        for (int i = 0; i < addresses.Length; i += Vector128<byte>.Count)
        {
            var some = Vector128.Create((ushort)(slice[i >> 6] >> (i & 63))).AsByte();
            Vector128<byte> bits = Vector128.Shuffle(some, ByteOfExample) & BitOfExample;
            Vector128<byte> isSet = Vector128.Equals(bits, BitOfExample);
            (Vector128.Create(addresses[i..]) | (isSet & set)).CopyTo(addresses[i..]);
        }
    }
}
