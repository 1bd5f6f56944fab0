using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Discriminators;

/// <summary>Draws tuples field by field, so that each field has its share of the nodes whatever its width.</summary>
internal static class FieldTuples
{
    /// <summary>Draws a mapping; no tuple holds a bit twice.</summary>
    /// <param name="fields">The fields of a pattern, which has at least one bit.</param>
    /// <param name="tupleSize">The number of bits of a tuple; less if the pattern has fewer bits.</param>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static TupleMapping Draw(IReadOnlyList<FeatureField> fields, int tupleSize, int nodeCount, ulong seed)
    {
        int bitCount = 0;
        long[] shares = new long[fields.Count];
        for (int field = 0; field < shares.Length; field++)
        {
            bitCount += fields[field].BitCount;
            shares[field] = fields[field].BitCount == 0 ? 0 : CellWeight.Log2(1L + fields[field].BitCount);
        }

        int size = Math.Min(tupleSize, bitCount);
        SplitMix64 random = new(seed);
        int[] bits = new int[nodeCount * size];
        int[] used = new int[fields.Count];
        for (int start = 0; start < bits.Length; start += size)
        {
            Array.Clear(used);
            for (int input = 0; input < size; input++)
            {
                FeatureField field = fields[DrawField(shares, used, fields, ref random)];
                int bit;
                do
                {
                    bit = field.Offset + random.Next(field.BitCount);
                }
                while (bits.AsSpan(start, input).Contains(bit));
                bits[start + input] = bit;
            }
        }

        return new TupleMapping(bitCount, size, bits);
    }

    // A field whose bits are all in the tuple has no share in the rest of it.
    private static int DrawField(long[] shares, int[] used, IReadOnlyList<FeatureField> fields, ref SplitMix64 random)
    {
        long total = 0;
        for (int field = 0; field < shares.Length; field++)
        {
            total += used[field] < fields[field].BitCount ? shares[field] : 0;
        }

        long drawn = random.Next((int)Math.Min(int.MaxValue, total));
        for (int field = 0; field < shares.Length; field++)
        {
            drawn -= used[field] < fields[field].BitCount ? shares[field] : 0;
            if (drawn < 0)
            {
                used[field]++;
                return field;
            }
        }

        throw new InvalidOperationException("All bits are in the tuple.");
    }
}
