using WeightlessNet.Bits;
using WeightlessNet.Datasets.Internals;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class WeightedBagTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    public void Every_position_with_a_weight_is_taken_once_and_then_the_bag_is_empty(int count)
    {
        double[] weights = [.. Enumerable.Range(0, count).Select(i => i % 5 == 4 ? 0 : 1.0 + i)];
        var bag = new WeightedBag(weights);
        var random = new SplitMix64(1);
        var taken = new List<int>();
        for (int i = 0; i < weights.Count(weight => weight > 0); i++)
        {
            taken.Add(bag.Take(ref random));
        }

        Assert.Equal(Enumerable.Range(0, count).Where(i => weights[i] > 0), taken.Order());
        Assert.Throws<InvalidOperationException>(() => bag.Take(ref random));
    }

    [Fact]
    public void The_first_position_taken_follows_the_weights()
    {
        var random = new SplitMix64(2);
        var counts = new int[3];
        for (int i = 0; i < 10_000; i++)
        {
            counts[new WeightedBag([1, 2, 7]).Take(ref random)]++;
        }

        // Four deviations of a binomial count of 10,000 are 120, 160 and 183.
        Assert.InRange(counts[0], 880, 1120);
        Assert.InRange(counts[1], 1840, 2160);
        Assert.InRange(counts[2], 6817, 7183);
    }
}
