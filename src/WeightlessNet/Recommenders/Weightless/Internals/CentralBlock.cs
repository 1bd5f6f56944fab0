using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Adds a central model's part to the bases of a block of items, a vector at a time.</summary>
internal static class CentralBlock
{
    private const int Fraction = RatingWeights.FractionBits;

    /// <summary>Adds (answer - bias) * share to the base of each item, where bias is the item's mean plus the user's level.</summary>
    /// <param name="answers">The model's answers, in units.</param>
    /// <param name="means">The crowd's means of the items, in units.</param>
    /// <param name="rarities">The items' rarities.</param>
    /// <param name="level">The user's own level, in units with 6 fraction bits.</param>
    /// <param name="share">The model's share, with 10 fraction bits.</param>
    /// <param name="rareShare">The share that is added in proportion to an item's rarity, with 10 fraction bits.</param>
    /// <param name="bases">The bases, in units with 6 fraction bits.</param>
    public static void Add(
        ReadOnlySpan<int> answers,
        ReadOnlySpan<int> means,
        ReadOnlySpan<int> rarities,
        long level,
        int share,
        int rareShare,
        Span<int> bases)
    {
        BlockLength.Check(answers.Length, nameof(answers));
        BlockLength.Check(means.Length, nameof(means));
        BlockLength.Check(rarities.Length, nameof(rarities));
        BlockLength.Check(bases.Length, nameof(bases));
        ref int answer = ref MemoryMarshal.GetReference(answers);
        ref int mean = ref MemoryMarshal.GetReference(means);
        ref int rarity = ref MemoryMarshal.GetReference(rarities);
        ref int sum = ref MemoryMarshal.GetReference(bases);
        for (nuint i = 0; i < ItemAddresses.BlockSize; i += (nuint)Vector512<int>.Count)
        {
            (Vector512<long> lowAnswers, Vector512<long> highAnswers) = Vector512.Widen(Vector512.LoadUnsafe(ref answer, i));
            (Vector512<long> lowMeans, Vector512<long> highMeans) = Vector512.Widen(Vector512.LoadUnsafe(ref mean, i));
            (Vector512<long> lowRarities, Vector512<long> highRarities) = Vector512.Widen(Vector512.LoadUnsafe(ref rarity, i));
            Vector512<long> low = PartOf(lowAnswers, lowMeans, lowRarities, level, share, rareShare);
            Vector512<long> high = PartOf(highAnswers, highMeans, highRarities, level, share, rareShare);
            (Vector512.LoadUnsafe(ref sum, i) + Vector512.Narrow(low, high)).StoreUnsafe(ref sum, i);
        }
    }

    private static Vector512<long> PartOf(
        Vector512<long> answers, Vector512<long> means, Vector512<long> rarities, long level, int share, int rareShare)
    {
        Vector512<long> difference = ((answers - means) << PersonalReader.AnswerBits) - Vector512.Create(level);
        Vector512<long> shares = Vector512.Create((long)share) + ((rarities * rareShare) >> Fraction);
        return (difference * shares) >> Fraction;
    }
}
