using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Readings with a threshold for each sample against their definition: every threshold is tried, one after the other.</summary>
public sealed class BleachingTests
{
    private const int Nodes = 3;
    // No count is above it.
    private const int LastThreshold = 600;

    // No threshold has a leader: the votes are those at 0.
    private const int None = -1;

    // Low thresholds, thresholds at which nothing changes, those around the last one of a histogram, and higher ones.
    private static readonly int[] Counts = [0, 0, 1, 2, 3, 18, 19, 20, 21, 22, 40, 254, 255, 256, 257, 300, 599, 600];

    [Theory]
    [InlineData(WisardReading.Bleaching, ClassBalancing.None)]
    [InlineData(WisardReading.Bleaching, ClassBalancing.ByExampleCount)]
    [InlineData(WisardReading.Automatic, ClassBalancing.None)]
    [InlineData(WisardReading.MaximumMargin, ClassBalancing.None)]
    [InlineData(WisardReading.MaximumMargin, ClassBalancing.ByExampleCount)]
    public void The_threshold_is_that_of_the_definition(WisardReading reading, ClassBalancing balancing)
    {
        SplitMix64 random = new(1);
        HashSet<int> taken = [];
        for (int trial = 0; trial < 1500; trial++)
        {
            // Rows of one vector and of several.
            int classes = trial % 100 == 99 ? 33 : trial % 50 == 49 ? 17 : 2 + (trial % 3);
            int[][] counts = new int[classes][];
            foreach (ref int[] ofClass in counts.AsSpan())
            {
                ofClass = Draw(ref random);
            }

            if (trial % 2 == 0)
            {
                // Often all classes have equal votes, up to the very end.
                Array.ForEach(counts, ofClass => counts[0].CopyTo(ofClass, 0));
                counts[^1][0] = Counts[random.Next(Counts.Length)];
            }

            WisardClassifier<int> model = Learned(counts, reading, balancing);
            int[] votes = new int[counts.Length];

            model.Score(new ulong[1], votes);

            (int[] expected, int threshold) = ByDefinition(counts, reading, balancing);
            Assert.Equal(expected, votes);
            taken.Add(threshold);
        }

        int[] all = balancing == ClassBalancing.None
            ? [None, 0, 1, 18, 19, 20, 21, 255, 256, 300, 599]
            : [None, 0, 1, 18, 19, 20, 21, 255, 256];
        Assert.Superset(all.ToHashSet(), taken);
        Assert.Contains(taken, threshold => threshold > 257);
    }

    private static int[] Draw(ref SplitMix64 random)
    {
        int[] counts = new int[Nodes];
        foreach (ref int count in counts.AsSpan())
        {
            count = Counts[random.Next(Counts.Length)];
        }

        return counts;
    }

    // Nodes of one bit. The asked pattern has no bit, and node n has seen that counts[class][n] times.
    private static WisardClassifier<int> Learned(int[][] counts, WisardReading reading, ClassBalancing balancing)
    {
        WisardClassifier<int> model = new(
            new InputLayer(new TupleMapping(Nodes, 1, [.. Enumerable.Range(0, Nodes)])),
            new WisardOptions { Balancing = balancing, Reading = WisardReading.Bleaching });
        for (int label = 0; label < counts.Length; label++)
        {
            for (int example = 0; example < ExamplesOf(counts[label]); example++)
            {
                ulong pattern = 0;
                for (int node = 0; node < Nodes; node++)
                {
                    pattern |= example < counts[label][node] ? 0 : 1ul << node;
                }

                model.Learn(new[] { pattern }, label);
            }
        }

        // Set at the end, so that nothing is calibrated.
        model.Options = model.Options with { Reading = reading };
        return model;
    }

    private static int ExamplesOf(int[] counts) => Math.Max(1, counts.Max());

    private static (int[] Votes, int Threshold) ByDefinition(int[][] counts, WisardReading reading, ClassBalancing balancing)
    {
        int? most = balancing == ClassBalancing.None ? null : counts.Max(ExamplesOf);
        (int[] best, int bestThreshold, int bestLead) = (VotesAt(counts, 0, null), None, 0);
        for (int threshold = 0; threshold <= LastThreshold; threshold++)
        {
            int[] votes = VotesAt(counts, threshold, most);
            int[] order = [.. votes.OrderDescending()];
            if (order[0] - order[1] > bestLead)
            {
                (best, bestThreshold, bestLead) = (votes, threshold, order[0] - order[1]);
                if (reading != WisardReading.MaximumMargin)
                {
                    break;
                }
            }
        }

        return (best, bestThreshold);
    }

    private static int[] VotesAt(int[][] counts, int threshold, int? most) =>
    [
        .. counts.Select(ofClass => ofClass.Count(count => most is int all
            ? count * all > threshold * ExamplesOf(ofClass)
            : count > threshold)),
    ];
}
