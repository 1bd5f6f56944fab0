using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Crowd.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Crowd;

public sealed class ThermometerHistogramTests
{
    [Property(MaxTest = 300)]
    public void Bins_have_the_levels_of_a_quantile_thermometer_of_their_weights(byte[] weights, byte levels)
    {
        long[] all = [.. weights.Select(weight => (long)weight), 1];
        int thresholds = 1 + (levels % 32);
        ThermometerHistogram histogram = new(all.Length, thresholds);
        for (int bin = 0; bin < all.Length; bin++)
        {
            histogram.Add(bin, all[bin]);
        }

        Assert.Equal(Levels(all, thresholds), Levels(histogram, all.Length));
    }

    [Property]
    public void Levels_follow_added_and_removed_weights((byte Bin, short Weight)[] changes, byte levels)
    {
        int thresholds = 1 + (levels % 8);
        long[] weights = new long[16];
        ThermometerHistogram histogram = new(weights.Length, thresholds);
        foreach ((byte bin, short change) in changes)
        {
            long weight = Math.Max(change, -weights[bin % 16]);
            weights[bin % 16] += weight;
            histogram.Add(bin % 16, weight);
            Assert.Equal(Levels(weights, thresholds), Levels(histogram, 16));
        }

        histogram.Clear();
        Assert.Equal(Levels(new long[16], thresholds), Levels(histogram, 16));
    }

    [Theory]
    [InlineData(new long[] { 1, 0, 0, 99 })]
    [InlineData(new long[] { 99, 0, 0, 1 })]
    public void A_level_is_not_lost_to_a_heavy_bin_at_an_end(long[] weights)
    {
        ThermometerHistogram histogram = new(weights.Length, 3);
        for (int bin = 0; bin < weights.Length; bin++)
        {
            histogram.Add(bin, weights[bin]);
        }

        Assert.Equal([0, 3, 3, 3], Levels(histogram, weights.Length));
    }

    [Fact]
    public void Without_any_weight_the_bins_are_cut_evenly()
    {
        ThermometerHistogram histogram = new(8, 3);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], Levels(histogram, 8));
    }

    [Fact]
    public void Bins_of_equal_weight_are_spread_evenly_over_the_levels()
    {
        ThermometerHistogram histogram = new(90, 8);
        for (int bin = 0; bin < 90; bin++)
        {
            histogram.Add(bin, 5);
        }

        Assert.Equal(Enumerable.Range(0, 90).Select(bin => bin / 10), Levels(histogram, 90));
    }

    private static int[] Levels(ThermometerHistogram histogram, int bins) =>
        [.. histogram.Levels[..bins].ToArray().Select(level => (int)level)];

    private static int[] Levels(long[] weights, int thresholds)
    {
        double[] bins = [.. Enumerable.Range(0, weights.Length).Select(bin => (double)bin)];
        double[] counted = weights.Sum() == 0 ? [] : [.. weights.Select(weight => (double)weight)];
        ThermometerEncoder encoder = ThermometerEncoder.Quantile(bins, thresholds, counted);
        return [.. bins.Select(encoder.LevelOf)];
    }
}
