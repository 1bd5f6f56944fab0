using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Weightless;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class WeightlessOptionsTests
{
    [Fact]
    public void The_defaults_are_those_documented()
    {
        WeightlessOptions options = new();
        Assert.Equal(WeightlessReading.Regression, options.Reading);
        Assert.Equal((128, 6, 2.0, (int?)null), (options.Nodes, options.TupleSize, options.Gain, options.HistogramWindow));
        Assert.Equal((1024, 1UL), (options.MaximumHotUsers, options.Seed));
        Assert.Empty(options.Recency!);
        Assert.Equal((5, 8, 6), (options.Crowd.ItemShrinkage, options.Crowd.MeanLevels, options.Crowd.CountLevels));
        Assert.Equal([new(10, 4), new(40, 2), new(160, 1)], WeightlessOptions.FollowDrift);
    }

    [Fact]
    public void Shrinkage_follows_the_reading_unless_it_is_set()
    {
        WeightlessOptions regression = new();
        WeightlessOptions histogram = regression with { Reading = WeightlessReading.Histogram };
        Assert.Equal((1, null), (regression.CellShrinkage, regression.UserShrinkage));
        Assert.Equal((4, 10), (histogram.CellShrinkage, histogram.UserShrinkage));
        Assert.Equal((null, 0), (regression.GainShrinkage, histogram.GainShrinkage));
        Assert.Equal((true, false), (regression.LearnsShrinkage, histogram.LearnsShrinkage));
        WeightlessOptions set = histogram with { CellShrinkage = 0.5, UserShrinkage = 7, GainShrinkage = 3 };
        Assert.Equal((0.5, 7, 3), (set.CellShrinkage, set.UserShrinkage, set.GainShrinkage));
    }

    [Fact]
    public void Twicing_is_a_half_or_with_recency_a_quarter()
    {
        Assert.Equal(0.5, new WeightlessOptions().Twicing);
        Assert.Equal(0.5, new WeightlessOptions { Recency = [] }.Twicing);
        Assert.Equal(0.25, new WeightlessOptions { Recency = WeightlessOptions.FollowDrift }.Twicing);
        Assert.Equal(1, new WeightlessOptions { Recency = WeightlessOptions.FollowDrift, Twicing = 1 }.Twicing);
    }

    [Fact]
    public void Every_value_from_end_to_end_of_its_range_can_be_set()
    {
        WeightlessOptions least = new()
        {
            Nodes = 1,
            TupleSize = 1,
            CellShrinkage = 0.1,
            Gain = 0,
            UserShrinkage = 1,
            HistogramWindow = 0,
            MaximumHotUsers = 1,
            Recency = [new(1, 1)],
            Crowd = new() { ItemShrinkage = 1, MeanLevels = 1, CountLevels = 1 },
        };
        WeightlessOptions most = new()
        {
            Nodes = 4096,
            TupleSize = 8,
            CellShrinkage = 100,
            Gain = 16,
            UserShrinkage = 1000,
            HistogramWindow = 1000,
            MaximumHotUsers = 1 << 24,
            Recency = [new(int.MaxValue, 62), new(1, 1)],
            Crowd = new() { ItemShrinkage = 1000, MeanLevels = 32, CountLevels = 32 },
        };
        Assert.Equal((1, 1, 0.1, 0.0, 1, 0, 1), Numbers(least));
        Assert.Equal((4096, 8, 100.0, 16.0, 1000, 1000, 1 << 24), Numbers(most));
        Assert.Equal([new(1, 1)], least.Recency);
        Assert.Equal((1, 1, 1), (least.Crowd.ItemShrinkage, least.Crowd.MeanLevels, least.Crowd.CountLevels));
        Assert.Equal((1000, 32, 32), (most.Crowd.ItemShrinkage, most.Crowd.MeanLevels, most.Crowd.CountLevels));

        static (int, int, double, double, int, int, int) Numbers(WeightlessOptions o) =>
            (o.Nodes, o.TupleSize, o.CellShrinkage, o.Gain, o.UserShrinkage ?? -1, o.HistogramWindow ?? -1, o.MaximumHotUsers);
    }

    [Fact]
    public void A_value_out_of_its_range_is_refused_by_name()
    {
        AssertRefused("Reading", () => new WeightlessOptions { Reading = (WeightlessReading)2 });
        AssertRefused("Reading", () => new WeightlessOptions { Reading = (WeightlessReading)(-1) });
        AssertRefused("Nodes", () => new WeightlessOptions { Nodes = 0 });
        AssertRefused("Nodes", () => new WeightlessOptions { Nodes = 4097 });
        AssertRefused("TupleSize", () => new WeightlessOptions { TupleSize = 0 });
        AssertRefused("TupleSize", () => new WeightlessOptions { TupleSize = 9 });
        AssertRefused("CellShrinkage", () => new WeightlessOptions { CellShrinkage = 0.09 });
        AssertRefused("CellShrinkage", () => new WeightlessOptions { CellShrinkage = 101 });
        AssertRefused("CellShrinkage", () => new WeightlessOptions { CellShrinkage = double.NaN });
        AssertRefused("Gain", () => new WeightlessOptions { Gain = -0.1 });
        AssertRefused("Gain", () => new WeightlessOptions { Gain = 16.1 });
        AssertRefused("Gain", () => new WeightlessOptions { Gain = double.NaN });
        AssertRefused("GainShrinkage", () => new WeightlessOptions { GainShrinkage = -0.1 });
        AssertRefused("GainShrinkage", () => new WeightlessOptions { GainShrinkage = 1001 });
        AssertRefused("Twicing", () => new WeightlessOptions { Twicing = -0.1 });
        AssertRefused("Twicing", () => new WeightlessOptions { Twicing = 1.1 });
        AssertRefused("Twicing", () => new WeightlessOptions { Twicing = double.NaN });
        AssertRefused("UserShrinkage", () => new WeightlessOptions { UserShrinkage = 0 });
        AssertRefused("UserShrinkage", () => new WeightlessOptions { UserShrinkage = 1001 });
        AssertRefused("HistogramWindow", () => new WeightlessOptions { HistogramWindow = -1 });
        AssertRefused("HistogramWindow", () => new WeightlessOptions { HistogramWindow = 1001 });
        AssertRefused("MaximumHotUsers", () => new WeightlessOptions { MaximumHotUsers = 0 });
        AssertRefused("MaximumHotUsers", () => new WeightlessOptions { MaximumHotUsers = (1 << 24) + 1 });
        AssertRefused("Recency", () => new WeightlessOptions { Recency = [new(0, 1)] });
        AssertRefused("Recency", () => new WeightlessOptions { Recency = [new(1, 0)] });
        AssertRefused("Recency", () => new WeightlessOptions { Recency = [new(1, 64)] });
        AssertRefused("Recency", () => new WeightlessOptions { Recency = [new(1, 63), new(2, 1)] });
        AssertRefused("ItemShrinkage", () => new CrowdOptions { ItemShrinkage = 0 });
        AssertRefused("ItemShrinkage", () => new CrowdOptions { ItemShrinkage = 1001 });
        AssertRefused("MeanLevels", () => new CrowdOptions { MeanLevels = 0 });
        AssertRefused("MeanLevels", () => new CrowdOptions { MeanLevels = 33 });
        AssertRefused("CountLevels", () => new CrowdOptions { CountLevels = 0 });
        AssertRefused("CountLevels", () => new CrowdOptions { CountLevels = 33 });
        Assert.Throws<ArgumentNullException>(() => new WeightlessOptions { Crowd = null! });
    }

    [Fact]
    public void The_tiers_are_copied()
    {
        RecencyTier[] tiers = [new(1, 1)];
        WeightlessOptions options = new() { Recency = tiers };
        tiers[0] = new(9, 9);
        Assert.Equal([new(1, 1)], options.Recency);
        Assert.Null((options with { Recency = null }).Recency);
    }

    private static void AssertRefused(string name, Func<object> set) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(set).ParamName);
}
