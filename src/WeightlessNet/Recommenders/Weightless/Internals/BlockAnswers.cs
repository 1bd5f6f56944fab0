using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Puts the answers for the items of a block together and finds those worth a closer look, whole vectors at a time.</summary>
internal static class BlockAnswers
{
    /// <summary>Writes base + level + sum * step for each item, in units with 6 binary digits.</summary>
    /// <param name="bases">What the items are expected to get before the user is known, in whole units.</param>
    /// <param name="level">The user's own level, in units with 6 binary digits.</param>
    /// <param name="sums">The sums of the user's tables.</param>
    /// <param name="step">What a sum of 1 is worth, in units with 6 binary digits.</param>
    /// <param name="answers">Where the answers are written.</param>
    /// <remarks>
    /// All stays within 32 bits: a target has 16 bits, others' answers to it 4 more by the greatest gain, and so have the answers to the
    /// twiced target, which with 6 binary digits makes 30 and a little more.
    /// </remarks>
    public static void Write(ReadOnlySpan<int> bases, int level, ReadOnlySpan<int> sums, int step, Span<int> answers)
    {
        Check(bases.Length, nameof(bases));
        Check(sums.Length, nameof(sums));
        Check(answers.Length, nameof(answers));
        ref int firstBase = ref MemoryMarshal.GetReference(bases);
        ref int firstSum = ref MemoryMarshal.GetReference(sums);
        ref int firstAnswer = ref MemoryMarshal.GetReference(answers);
        Vector512<int> levels = Vector512.Create(level);
        for (nuint i = 0; i < CatalogScan.BlockSize; i += (nuint)Vector512<int>.Count)
        {
            Vector512<int> expected = (Vector512.LoadUnsafe(ref firstBase, i) << PersonalReader.AnswerBits) + levels;
            (expected + (Vector512.LoadUnsafe(ref firstSum, i) * step)).StoreUnsafe(ref firstAnswer, i);
        }
    }

    /// <summary>The items whose answers are above a threshold: bit i is item i.</summary>
    public static ulong Above(ReadOnlySpan<int> answers, int threshold)
    {
        Check(answers.Length, nameof(answers));
        ref int first = ref MemoryMarshal.GetReference(answers);
        Vector512<int> least = Vector512.Create(threshold);
        ulong above = 0;
        for (int i = 0; i < CatalogScan.BlockSize; i += Vector512<int>.Count)
        {
            ulong bits = Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)i), least).ExtractMostSignificantBits();
            above |= (bits & 0xFFFF) << i;
        }

        return above;
    }

    private static void Check(int length, string name)
    {
        if (length != CatalogScan.BlockSize)
        {
            throw new ArgumentException($"There are {length} values, not {CatalogScan.BlockSize}.", name);
        }
    }
}
