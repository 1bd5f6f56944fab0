using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Votes for patterns, of a network that is still trained: of the ways to ask it, only the one that answers many at once is built, if the
/// machine has it.
/// </summary>
internal static class PatternVotes
{
    /// <summary>The votes for each pattern, one after the other: a number for each group of tables.</summary>
    /// <param name="network">The network.</param>
    /// <param name="patterns">The words of all patterns, one after the other.</param>
    /// <param name="words">The number of words of a pattern.</param>
    public static int[] Of(NetworkTables network, ulong[] patterns, int words)
    {
        NetworkTables ofPatterns = network.OfPatterns;
        SampleBatch samples = new(patterns, words);
        int groups = network.Wiring.GroupCount;
        int[] votes = new int[samples.Count * groups];
        if (ISlicedVotes.OfWidestVectors(ofPatterns) is { } together && together.CanAsk(SampleKind.Pattern))
        {
            Write(together, samples, groups, votes);
            return votes;
        }

        NetworkVotes one = new(ofPatterns);
        for (int i = 0; i < samples.Count; i++)
        {
            one.Of(samples[i], votes.AsSpan(i * groups, groups));
        }

        return votes;
    }

    private static void Write(ISlicedVotes together, SampleBatch samples, int groups, int[] votes)
    {
        int[] some = new int[groups * together.Size];
        for (int first = 0; first < samples.Count; first += together.Size)
        {
            together.Of(samples, first, some);
            for (int i = first; i < Math.Min(first + together.Size, samples.Count); i++)
            {
                for (int group = 0; group < groups; group++)
                {
                    votes[(i * groups) + group] = some[(group * together.Size) + i - first];
                }
            }
        }
    }
}
