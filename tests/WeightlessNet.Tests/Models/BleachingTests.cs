using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Bleaching against its definition: every threshold is tried, one after the other.</summary>
public sealed class BleachingTests
{
    private const int Nodes = 3;
    private const int LastThreshold = 255;

    // Around the threshold from which all are counted at once, and around the last one.
    private static readonly int[] Counts = [0, 0, 1, 2, 3, 18, 19, 20, 21, 22, 40, 254, 255, 256, 257];

    [Theory]
    [InlineData(ClassBalancing.None)]
    [InlineData(ClassBalancing.ByExampleCount)]
    public void The_smallest_threshold_with_a_leader_is_taken(ClassBalancing balancing)
    {
        SplitMix64 random = new(1);
        HashSet<int> taken = [];
        for (int trial = 0; trial < 600; trial++)
        {
            int[][] counts = [.. Enumerable.Range(0, 2 + (trial % 3)).Select(_ => Draw(ref random))];
            if (trial % 2 == 0)
            {
                // Often all classes have equal votes, up to the very end.
                Array.ForEach(counts, ofClass => counts[0].CopyTo(ofClass, 0));
                counts[^1][0] = Counts[random.Next(Counts.Length)];
            }

            WisardClassifier<int> model = Learned(counts, balancing);
            int[] votes = new int[counts.Length];

            model.Score(new ulong[1], votes);

            (int[] expected, int threshold) = ByDefinition(counts, balancing);
            Assert.Equal(expected, votes);
            taken.Add(threshold);
        }

        Assert.Contains(0, taken);
        Assert.Contains(taken, threshold => threshold is > 0 and < 19);
        Assert.Contains(taken, threshold => threshold is > 20 and < 200);
        Assert.Contains(LastThreshold, taken);
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
    private static WisardClassifier<int> Learned(int[][] counts, ClassBalancing balancing)
    {
        WisardClassifier<int> model = new(
            new InputLayer(new TupleMapping(Nodes, 1, [.. Enumerable.Range(0, Nodes)])),
            new WisardOptions { Reading = WisardReading.Bleaching, Balancing = balancing });
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

        return model;
    }

    private static int ExamplesOf(int[] counts) => Math.Max(1, counts.Max());

    private static (int[] Votes, int Threshold) ByDefinition(int[][] counts, ClassBalancing balancing)
    {
        int most = counts.Max(ExamplesOf);
        for (int threshold = 0; threshold <= LastThreshold; threshold++)
        {
            int[] votes = VotesAt(counts, threshold, balancing == ClassBalancing.None ? null : most);
            int[] order = [.. votes.OrderDescending()];
            if (order[0] > order[1])
            {
                return (votes, threshold);
            }
        }

        return (VotesAt(counts, 0, null), 0);
    }

    private static int[] VotesAt(int[][] counts, int threshold, int? most) =>
    [
        .. counts.Select(ofClass => ofClass.Count(count => most is int all
            ? count * all > threshold * ExamplesOf(ofClass)
            : count > threshold)),
    ];
}
