using System.Numerics;

namespace WeightlessNet.Tests.Encoders;

/// <summary>Counts the bits of patterns.</summary>
internal static class Patterns
{
    public static int PopCount(ReadOnlySpan<ulong> pattern) => HammingDistance(pattern, new ulong[pattern.Length]);

    public static int HammingDistance(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int distance = 0;
        for (int word = 0; word < left.Length; word++)
        {
            distance += BitOperations.PopCount(left[word] ^ right[word]);
        }

        return distance;
    }
}
