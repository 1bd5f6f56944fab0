using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Tests.Models;

/// <summary>Synthetic samples: noisy copies of random patterns, one pattern for each class.</summary>
internal static class Glyphs
{
    public const int BitCount = 100;

    public static readonly int Words = BitSlice.WordCount(BitCount);

    public static (ulong[] Pattern, int Label)[] Make(int count, int classCount, ulong seed, int flipsOfHundred = 10)
    {
        var samples = new (ulong[], int)[count];
        SplitMix64 random = new(seed);
        for (int i = 0; i < count; i++)
        {
            int label = random.Next(classCount);
            SplitMix64 glyph = new((ulong)label + 77);
            ulong[] pattern = new ulong[Words];
            for (int bit = 0; bit < BitCount; bit++)
            {
                bool isSet = (glyph.Next() & 1) != 0;
                if (isSet != (random.Next(100) < flipsOfHundred))
                {
                    pattern[bit / 64] |= 1UL << (bit % 64);
                }
            }

            samples[i] = (pattern, label);
        }

        return samples;
    }

    public static InputLayer Layer(int tupleSize = 6, int nodeCount = 40, ulong seed = 1) =>
        new(TupleMapping.Random(BitCount, tupleSize, nodeCount, seed));
}
