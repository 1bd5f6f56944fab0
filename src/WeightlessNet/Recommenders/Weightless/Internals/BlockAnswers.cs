using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Computes the answers for the items of a block and finds those above a threshold, a vector at a time.</summary>
internal static class BlockAnswers
{
    /// <summary>Writes base + sum * step for each item, in units with 6 fraction bits.</summary>
    /// <param name="bases">The items' expected ratings without the user's network, in units with 6 fraction bits.</param>
    /// <param name="sums">The sums of the user's tables.</param>
    /// <param name="step">The value of a sum of 1, in units with 6 fraction bits.</param>
    /// <param name="answers">Receives the answers.</param>
    /// <remarks>
    /// Everything fits in 32 bits: a target has 16 bits, the answers of other ratings have up to 4 more because of the largest gain, as
    /// have the answers to the twiced target; with 6 fraction bits that is a little over 30 bits.
    /// </remarks>
    public static void Write(ReadOnlySpan<int> bases, ReadOnlySpan<int> sums, int step, Span<int> answers)
    {
        BlockLength.Check(bases.Length, nameof(bases));
        BlockLength.Check(sums.Length, nameof(sums));
        BlockLength.Check(answers.Length, nameof(answers));
        ref int firstBase = ref MemoryMarshal.GetReference(bases);
        ref int firstSum = ref MemoryMarshal.GetReference(sums);
        ref int firstAnswer = ref MemoryMarshal.GetReference(answers);
        for (nuint i = 0; i < ItemAddresses.BlockSize; i += (nuint)Vector512<int>.Count)
        {
            (Vector512.LoadUnsafe(ref firstBase, i) + (Vector512.LoadUnsafe(ref firstSum, i) * step)).StoreUnsafe(ref firstAnswer, i);
        }
    }

    /// <summary>Writes base + sum * step * gain for each item, where the gain depends on the item's rarity.</summary>
    public static void WriteWithGains(
        ReadOnlySpan<int> bases, ReadOnlySpan<int> sums, int step, RatingWeights weights, ReadOnlySpan<int> rarities, Span<int> answers)
    {
        BlockLength.Check(bases.Length, nameof(bases));
        BlockLength.Check(sums.Length, nameof(sums));
        BlockLength.Check(rarities.Length, nameof(rarities));
        BlockLength.Check(answers.Length, nameof(answers));
        ref int firstBase = ref MemoryMarshal.GetReference(bases);
        ref int firstSum = ref MemoryMarshal.GetReference(sums);
        ref int firstRarity = ref MemoryMarshal.GetReference(rarities);
        ref int firstAnswer = ref MemoryMarshal.GetReference(answers);
        for (nuint i = 0; i < ItemAddresses.BlockSize; i += (nuint)Vector512<int>.Count)
        {
            (Vector512<long> lowSums, Vector512<long> highSums) = Vector512.Widen(Vector512.LoadUnsafe(ref firstSum, i));
            (Vector512<long> lowRarities, Vector512<long> highRarities) = Vector512.Widen(Vector512.LoadUnsafe(ref firstRarity, i));
            Vector512<long> low = (lowSums * step * weights.GainsOf(lowRarities)) >> RatingWeights.FractionBits;
            Vector512<long> high = (highSums * step * weights.GainsOf(highRarities)) >> RatingWeights.FractionBits;
            (Vector512.LoadUnsafe(ref firstBase, i) + Vector512.Narrow(low, high)).StoreUnsafe(ref firstAnswer, i);
        }
    }

    /// <summary>The items with answers above a threshold: bit i is item i.</summary>
    public static ulong Above(ReadOnlySpan<int> answers, int threshold)
    {
        BlockLength.Check(answers.Length, nameof(answers));
        ref int first = ref MemoryMarshal.GetReference(answers);
        Vector512<int> least = Vector512.Create(threshold);
        ulong above = 0;
        for (int i = 0; i < ItemAddresses.BlockSize; i += Vector512<int>.Count)
        {
            ulong bits = Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)i), least).ExtractMostSignificantBits();
            above |= (bits & 0xFFFF) << i;
        }

        return above;
    }
}
