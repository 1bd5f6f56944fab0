using WeightlessNet.Models;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class ConservativeUpdateTests
{
    [Fact]
    public void Conservative_counts_are_never_too_low_and_less_often_too_high()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(400, 4, 1, 30);
        WisardClassifier<int> exact = Learned(NodeStorage.Sparse, examples);
        WisardClassifier<int> every = Learned(NodeStorage.Hashed(5, 3, 9), examples);
        WisardClassifier<int> least = Learned(NodeStorage.HashedConservative(5, 3, 9), examples);
        int[] scores = new int[4];
        long[] sums = new long[3];
        foreach ((ulong[] pattern, _) in Glyphs.Make(200, 4, 2, 30))
        {
            for (int threshold = 0; threshold < 40; threshold++)
            {
                int[][] votes = new int[3][];
                foreach ((WisardClassifier<int> model, int i) in new[] { exact, least, every }.Select((m, i) => (m, i)))
                {
                    model.Options = model.Options with { Reading = WisardReading.FixedThreshold, Threshold = threshold };
                    model.Score(pattern, scores);
                    votes[i] = [.. scores];
                    sums[i] += scores.Sum();
                }

                Assert.All(Enumerable.Range(0, 4), c => Assert.True(votes[0][c] <= votes[1][c] && votes[1][c] <= votes[2][c]));
            }
        }

        Assert.True(sums[1] - sums[0] < (sums[2] - sums[0]) * 0.9, $"{string.Join(", ", sums)}");
    }

    [Fact]
    public void Conservative_models_cannot_forget_leave_out_or_merge()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(20, 4, 1);
        WisardClassifier<int> model = Learned(NodeStorage.HashedConservative(5), examples);

        Assert.Throws<NotSupportedException>(() => model.Forget(examples[0].Pattern, examples[0].Label));
        Assert.Throws<NotSupportedException>(() => model.ClassifyLeavingOut(examples[0].Pattern, examples[0].Label));
        Assert.Throws<NotSupportedException>(() => model.Merge(Learned(NodeStorage.HashedConservative(5), examples)));
        Assert.Throws<InvalidOperationException>(() => model.MentalImage(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NodeStorage.HashedConservative(25));
        Assert.Throws<ArgumentOutOfRangeException>(() => NodeStorage.HashedConservative(5, 9));
        Assert.Equal(20, model.ExampleCount);
    }

    private static WisardClassifier<int> Learned(NodeStorage storage, (ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(8), new WisardOptions { Storage = storage });
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }

        return model;
    }
}
