using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Adds up the scores of the items of a block and compares them, a vector at a time.</summary>
internal static class RankingScores
{
    // A double represents integers up to this one exactly.
    private const double GreatestExact = 1L << 53;

    /// <summary>Adds sum * step to the score of each item.</summary>
    public static void Add(ReadOnlySpan<int> sums, long step, Span<long> scores)
    {
        BlockLength.Check(sums.Length, nameof(sums));
        BlockLength.Check(scores.Length, nameof(scores));
        ref int firstSum = ref MemoryMarshal.GetReference(sums);
        ref long firstScore = ref MemoryMarshal.GetReference(scores);
        for (nuint i = 0; i < LogOddsNetwork.BlockSize; i += 16)
        {
            (Vector512<long> low, Vector512<long> high) = Vector512.Widen(Vector512.LoadUnsafe(ref firstSum, i));
            (Vector512.LoadUnsafe(ref firstScore, i) + (low * step)).StoreUnsafe(ref firstScore, i);
            (Vector512.LoadUnsafe(ref firstScore, i + 8) + (high * step)).StoreUnsafe(ref firstScore, i + 8);
        }
    }

    /// <summary>The items with scores that are not below a threshold: bit i is item i.</summary>
    public static ulong NotBelow(ReadOnlySpan<long> scores, long threshold)
    {
        BlockLength.Check(scores.Length, nameof(scores));
        ref long first = ref MemoryMarshal.GetReference(scores);
        Vector512<long> least = Vector512.Create(threshold);
        ulong found = 0;
        for (int i = 0; i < LogOddsNetwork.BlockSize; i += Vector512<long>.Count)
        {
            ulong bits = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)i), least).ExtractMostSignificantBits();
            found |= (bits & 0xFF) << i;
        }

        return found;
    }

    /// <summary>The least parts that may have a score; all parts if it is too large to tell.</summary>
    public static long PartsOf(double score)
    {
        double parts = score * (1L << RankingModel.FractionBits);
        return Math.Abs(parts) < GreatestExact ? (long)parts : long.MinValue;
    }
}
