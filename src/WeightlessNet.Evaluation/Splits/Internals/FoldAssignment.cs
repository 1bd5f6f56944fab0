using WeightlessNet.Bits;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>Which fold each rating belongs to.</summary>
internal static class FoldAssignment
{
    /// <summary>Deals positions to folds at random, so that the sizes of the folds differ by at most one.</summary>
    /// <returns>The fold of every position.</returns>
    public static int[] Deal(int count, int folds, ulong seed)
    {
        int[] assignment = new int[count];
        for (int i = 0; i < count; i++)
        {
            assignment[i] = i % folds;
        }

        SplitMix64 random = new(seed);
        random.Shuffle<int>(assignment);
        return assignment;
    }
}
