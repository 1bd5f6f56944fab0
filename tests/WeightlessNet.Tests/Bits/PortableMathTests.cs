using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class PortableMathTests
{
    [Fact]
    public void Logarithms_are_accurate_to_a_few_units_in_the_last_place()
    {
        SplitMix64 random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.Next(2098) - 1074);
            AssertNear(Math.Log(x), PortableMath.Log(x), 4);
            double near1 = 1 + ((random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(40)));
            AssertNear(Math.Log(near1), PortableMath.Log(near1), 4);
        }
    }

    [Fact]
    public void Exponentials_are_accurate_to_a_few_units_in_the_last_place()
    {
        SplitMix64 random = new(2);
        for (int i = 0; i < 100_000; i++)
        {
            double x = (random.NextDouble() - 0.5) * Math.ScaleB(1416, -random.Next(40));
            AssertNear(Math.Exp(x), PortableMath.Exp(x), 4);
        }
    }

    [Fact]
    public void ExpM1_and_LogP1_are_accurate_near_0()
    {
        SplitMix64 random = new(3);
        for (int i = 0; i < 10_000; i++)
        {
            // For arguments this small, five terms of the series are exact enough.
            double x = (random.NextDouble() - 0.5) * Math.ScaleB(1, -10 - random.Next(40));
            AssertNear(x + (x * x / 2) + (x * x * x / 6) + (x * x * x * x / 24) + (x * x * x * x * x / 120), PortableMath.ExpM1(x), 8);
            AssertNear(
                x - (x * x / 2) + (x * x * x / 3) - (x * x * x * x / 4) + (x * x * x * x * x / 5), PortableMath.LogP1(x), 8);
        }

        Assert.Equal(1e-300, PortableMath.ExpM1(1e-300));
        Assert.Equal(1e-300, PortableMath.LogP1(1e-300));
        Assert.Equal(Math.E - 1, PortableMath.ExpM1(1), 13);
        Assert.Equal(Math.Log(3), PortableMath.LogP1(2), 13);
    }

    [Theory]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1.0, 0.0)]
    [InlineData(double.Epsilon, -744.4400719213812)]
    [InlineData(double.MaxValue, 709.782712893384)]
    public void Logarithms_of_extreme_numbers_are_correct(double x, double expected) =>
        Assert.Equal(expected, PortableMath.Log(x), 12);

    [Fact]
    public void Exponentials_of_extreme_numbers_are_correct()
    {
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, PortableMath.Exp(-800));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(710));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1e300));
        Assert.Equal(double.NaN, PortableMath.Exp(double.NaN));
        Assert.Equal(double.Epsilon, PortableMath.Exp(-744.44));
        Assert.Equal(-1, PortableMath.ExpM1(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, PortableMath.ExpM1(1000));
        Assert.Equal(double.NegativeInfinity, PortableMath.LogP1(-1));
    }

    [Fact]
    public void The_bits_are_the_same_on_every_machine()
    {
        ulong hash = 0;
        SplitMix64 random = new(4);
        for (int i = 0; i < 1000; i++)
        {
            double x = random.NextDouble() * 20;
            hash = (hash * 31) ^ BitConverter.DoubleToUInt64Bits(PortableMath.Log(x));
            hash = (hash * 31) ^ BitConverter.DoubleToUInt64Bits(PortableMath.Exp(x - 10));
        }

        Assert.Equal("379896966CDAB8E2", hash.ToString("X", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void AssertNear(double expected, double actual, int unitsInTheLastPlace) => Assert.InRange(
        actual,
        expected - (unitsInTheLastPlace * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected))),
        expected + (unitsInTheLastPlace * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected))));
}
