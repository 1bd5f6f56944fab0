using WeightlessNet.Bits;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class NodeMeanTests
{
    private static readonly NodeMean[] All =
    [
        NodeMean.Simple, NodeMean.Median, NodeMean.Power(2), NodeMean.Power(1e-300), NodeMean.Power(double.Epsilon),
        NodeMean.Power(double.MaxValue), NodeMean.Harmonic, NodeMean.HarmonicPower(3), NodeMean.HarmonicPower(1e-12),
        NodeMean.HarmonicPower(1e300), NodeMean.Geometric, NodeMean.Exponential, NodeMean.Logistic,
    ];

    public static TheoryData<NodeMean, double> MeansOf246 => new()
    {
        { NodeMean.Simple, 4 },
        { NodeMean.Power(2), Math.Sqrt(56.0 / 3) },
        { NodeMean.Median, 4 },
        { NodeMean.Harmonic, 3 / ((1 / 2.0) + (1 / 4.0) + (1 / 6.0)) },
        { NodeMean.HarmonicPower(2), 1 / Math.Sqrt(((1 / 4.0) + (1 / 16.0) + (1 / 36.0)) / 3) },
        { NodeMean.Geometric, Math.Cbrt(48) },
        { NodeMean.Exponential, Math.Log((Math.Exp(2) + Math.Exp(4) + Math.Exp(6)) / 3) },
        // Log-odds are undefined outside 0 to 1, so this is the simple mean.
        { NodeMean.Logistic, 4 },
    };

    [Theory]
    [MemberData(nameof(MeansOf246))]
    public void The_means_of_2_4_and_6_are_exact(NodeMean mean, double expected)
    {
        Assert.Equal(expected, mean.Of([6, 2, 4]), 12);
        Assert.Equal(mean.Of([6, 2, 4]), mean.Of([2, 4, 6]));
        Assert.Equal(5, mean.Of([5]));
    }

    [Fact]
    public void The_logistic_mean_averages_log_odds_and_an_even_median_averages_the_middle_values()
    {
        Assert.Equal(0.5, NodeMean.Logistic.Of([0.1, 0.9]), 12);
        Assert.Equal(0.75, NodeMean.Logistic.Of([0.5, 0.9]), 12);
        Assert.Equal(3, NodeMean.Median.Of([1, 4, 2, 9]));
    }

    [Fact]
    public void The_logistic_mean_is_0_or_1_if_a_value_is_and_simple_if_both_occur()
    {
        Assert.Equal(0, NodeMean.Logistic.Of([0, 0.4, 0.9]));
        Assert.Equal(1, NodeMean.Logistic.Of([0.3, 1, 0.4]));
        Assert.Equal(0.5, NodeMean.Logistic.Of([0, 1, 0.5]), 12);
        Assert.Equal(0, NodeMean.Logistic.Of([0, 0]));
        Assert.Equal(1, NodeMean.Logistic.Of([1, 1]));
        Assert.Equal(0.75, NodeMean.Logistic.Of([0, 1.5]), 12);
        Assert.Equal(0.25, NodeMean.Logistic.Of([-0.5, 1]), 12);
    }

    [Fact]
    public void Means_with_zero_or_negative_values_are_as_documented()
    {
        Assert.Equal(0, NodeMean.Harmonic.Of([0, 5]));
        Assert.Equal(0, NodeMean.HarmonicPower(2).Of([0, 5]));
        Assert.Equal(0, NodeMean.Geometric.Of([0, 5]));
        Assert.Equal(5 / Math.Sqrt(2), NodeMean.Power(2).Of([0, 5]), 12);
        Assert.Equal(0, NodeMean.Power(2).Of([0, 0]));
        foreach (NodeMean mean in new[] { NodeMean.Harmonic, NodeMean.HarmonicPower(2), NodeMean.Geometric, NodeMean.Power(2) })
        {
            Assert.Equal(1.5, mean.Of([-1, 4]), 12);
        }
    }

    [Fact]
    public void Small_exponents_tend_to_the_geometric_mean()
    {
        double geometric = NodeMean.Geometric.Of([2, 4, 6, 1000]);
        foreach (double exponent in new[] { 1e-6, 1e-9, 1e-12, 1e-15, 1e-19, 1e-21, 1e-300, double.Epsilon })
        {
            // The next term of the series in p is half the variance of the logarithms, here about 3.
            Assert.InRange(NodeMean.Power(exponent).Of([2, 4, 6, 1000]) / geometric, 1 - 1e-12, 1 + (3.2 * exponent) + 1e-12);
            Assert.InRange(NodeMean.HarmonicPower(exponent).Of([2, 4, 6, 1000]) / geometric, 1 - (3.2 * exponent) - 1e-12, 1 + 1e-12);
        }
    }

    [Fact]
    public void No_mean_of_extreme_values_is_NaN_or_outside_their_range()
    {
        double[] numbers =
        [
            0, double.Epsilon, 1e-310, 1e-300, 1e-12, 0.25, 0.5, 1 - 1e-16, 1, 1.5, 800, 1e12, 1e300, double.MaxValue / 2, double.MaxValue,
        ];
        SplitMix64 random = new(1);
        for (int i = 0; i < 5000; i++)
        {
            double[] values = new double[1 + random.Next(5)];
            bool hasNegative = random.Next(4) == 0;
            foreach (ref double value in values.AsSpan())
            {
                value = numbers[random.Next(numbers.Length)] * (hasNegative && random.Next(2) == 0 ? -1 : 1);
            }

            foreach (NodeMean mean in All)
            {
                Assert.InRange(mean.Of([.. values]), values.Min(), values.Max());
            }
        }
    }

    [Fact]
    public void Simple_means_do_not_overflow()
    {
        Assert.Equal(double.MaxValue, NodeMean.Simple.Of([double.MaxValue, double.MaxValue, double.MaxValue]));
        Assert.Equal(0, NodeMean.Simple.Of([double.MaxValue, -double.MaxValue]));
        Assert.Equal(1e308, NodeMean.Simple.Of([0.5e308, 1.5e308]), 1e294);
        Assert.Equal(1e308, NodeMean.Geometric.Of([1e308, 1e308]), 1e296);
        Assert.Equal(1e-320, NodeMean.Power(2).Of([1e-320, 1e-320]), double.Epsilon);
    }

    [Fact]
    public void Missing_and_infinite_values_and_invalid_exponents_are_refused()
    {
        foreach (NodeMean mean in All)
        {
            Assert.Throws<ArgumentException>("values", () => mean.Of([]));
            Assert.Throws<ArgumentException>("values", () => mean.Of([1, double.NaN]));
            Assert.Throws<ArgumentException>("values", () => mean.Of([double.PositiveInfinity, 1]));
        }

        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => NodeMean.Power(0));
        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => NodeMean.Power(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => NodeMean.HarmonicPower(double.PositiveInfinity));
    }

    [Fact]
    public void Computing_a_mean_does_not_allocate()
    {
        double[] values = [0.1, 0.2, 0.3];
        foreach (NodeMean mean in All)
        {
            mean.Of(values);
            AllocationAssert.None(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    mean.Of(values);
                }
            });
        }
    }
}
