using WeightlessNet.Bits;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The H3 hash functions of a layer (Carter and Wegman, "Universal Classes of Hash Functions", 1979, section 3): each bit of a tuple
/// contributes a random row, and the hash is the XOR of the rows of the bits that are set.
/// </summary>
internal static class H3Hash
{
    /// <summary>
    /// Entry h * tupleSize + i is the contribution of bit i of a tuple to hash h; without hashes it is bit i of the address.
    /// </summary>
    public static ulong[] RowsOf(int tupleSize, NodeStorage storage)
    {
        if (!storage.IsHashed)
        {
            return [.. Enumerable.Range(0, tupleSize).Select(input => 1UL << input)];
        }

        ulong[] rows = new ulong[storage.Hashes * tupleSize];
        SplitMix64 random = new(storage.Seed);
        foreach (ref ulong row in rows.AsSpan())
        {
            row = random.Next() >> (64 - storage.AddressBits);
        }

        return rows;
    }
}
