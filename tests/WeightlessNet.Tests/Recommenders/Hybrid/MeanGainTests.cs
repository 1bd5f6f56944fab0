using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class MeanGainTests
{
    [Fact]
    public void The_error_is_that_of_the_mean()
    {
        Assert.Equal((0.5, 0.0), MeanGain.Of([0.5]));
        Assert.Equal((-1.0, 0.0), MeanGain.Of([-1, -1, -1]));

        // The variance of 1, 2, 3 and 6 is 3.5.
        (double mean, double error) = MeanGain.Of([1, 6, 2, 3]);
        Assert.Equal(3, mean);
        Assert.Equal(Math.Sqrt(3.5 / 4), error, 1e-15);
    }

    [Fact]
    public void Gains_that_differ_little_from_a_large_mean_keep_their_error()
    {
        (double mean, double error) = MeanGain.Of([1e9 + 1, 1e9 + 6, 1e9 + 2, 1e9 + 3]);
        Assert.Equal(1e9 + 3, mean);
        Assert.Equal(Math.Sqrt(3.5 / 4), error, 1e-15);
    }
}
