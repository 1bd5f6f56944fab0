using WeightlessNet.Bits;

namespace WeightlessNet.Models;

/// <summary>
/// Chooses some of many examples at random, with enough of every class: examples at equal distances can all be of one class, and a random
/// part can miss a rare one.
/// </summary>
internal static class StratifiedSample
{
    private const ulong Seed = 0x5EED0FC1A55E5;

    /// <summary>Chooses examples.</summary>
    /// <param name="classes">The class of each example.</param>
    /// <param name="most">The number of examples to choose at most.</param>
    /// <param name="mostOfClass">The number of examples of a class to choose at most, given how many there are.</param>
    /// <returns>The chosen examples, ascending: the same on every machine.</returns>
    public static int[] Of(ReadOnlySpan<int> classes, int most, Func<int, int> mostOfClass)
    {
        int[] order = new int[classes.Length];
        int classCount = 0;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            classCount = Math.Max(classCount, classes[i] + 1);
        }

        int[] left = new int[classCount];
        foreach (int index in classes)
        {
            left[index]++;
        }

        left = [.. left.Select(mostOfClass)];
        new SplitMix64(Seed).Shuffle<int>(order);

        // First a quarter of the places in equal parts, then the rest as the examples come.
        int[] owed = new int[classCount];
        Array.Fill(owed, Math.Max(1, most / (4 * Math.Max(1, classCount))));
        bool[] isChosen = new bool[classes.Length];
        int chosen = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (int i in order)
            {
                int index = classes[i];
                if (chosen < most && !isChosen[i] && left[index] > 0 && (pass == 1 || owed[index] > 0))
                {
                    isChosen[i] = true;
                    chosen++;
                    left[index]--;
                    owed[index]--;
                }
            }
        }

        Array.Sort(order);
        return [.. order.Where(i => isChosen[i])];
    }
}
