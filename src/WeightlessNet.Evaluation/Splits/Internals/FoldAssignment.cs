using WeightlessNet.Bits;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>Assigns ratings to folds.</summary>
internal static class FoldAssignment
{
    /// <summary>Assigns positions to folds at random. The sizes of the folds differ by at most one.</summary>
    /// <returns>The fold of each position.</returns>
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
