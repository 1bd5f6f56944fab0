using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Sums numbers of a batch in sixteen lanes, in the same order at every vector width.</summary>
internal static class SliceSums
{
    private const int Lanes = 16;

    private static readonly Vector512<int> BitOfLane = Vector512.Create(
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);

    /// <summary>The sums of all examples.</summary>
    public static Vector512<float> Of(ReadOnlySpan<float> numbers)
    {
        Vector512<float> sums = default;
        for (int i = 0; i < numbers.Length; i += Lanes)
        {
            sums += Vector512.Create(numbers[i..]);
        }

        return sums;
    }

    /// <summary>The sums of those examples that have a bit.</summary>
    public static Vector512<float> OfSet(ReadOnlySpan<float> numbers, ReadOnlySpan<ulong> slice)
    {
        Vector512<float> sums = default;
        for (int i = 0; i < numbers.Length; i += Lanes)
        {
            var bits = Vector512.Create((int)(ushort)(slice[i >> 6] >> (i & 63)));
            Vector512<float> isSet = Vector512.Equals(bits & BitOfLane, BitOfLane).AsSingle();
            sums += Vector512.Create(numbers[i..]) & isSet;
        }

        return sums;
    }

    /// <summary>The sum of the lanes.</summary>
    public static float Total(Vector512<float> sums)
    {
        Vector256<float> eight = sums.GetLower() + sums.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
