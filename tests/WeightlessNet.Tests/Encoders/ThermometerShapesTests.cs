using System.Globalization;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class ThermometerShapesTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.05, -1.6448536269514722)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Quantiles_of_the_normal_distribution_match_published_values(double share, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(share), 12);

    [Fact]
    public void Gaussian_thresholds_divide_into_equally_likely_parts()
    {
        ReadOnlySpan<double> thresholds = ThermometerEncoder.Gaussian(10, 2, 3).Thresholds;

        Assert.Equal(10 - (2 * 0.6744897501960817), thresholds[0], 12);
        Assert.Equal(10, thresholds[1], 12);
        Assert.Equal(10 + (2 * 0.6744897501960817), thresholds[2], 12);
    }

    [Fact]
    public void A_gaussian_fit_uses_mean_and_deviation_and_ignores_NaN()
    {
        double[] fitted = [.. ThermometerEncoder.Gaussian([2, 4, double.NaN, 4, 4, 5, 5, 7, 9], 3).Thresholds];

        Assert.Equal([.. ThermometerEncoder.Gaussian(5, 2, 3).Thresholds], fitted, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(new double[2], ThermometerEncoder.Gaussian([], 2).Thresholds.ToArray());
        Assert.Throws<ArgumentException>(() => ThermometerEncoder.Gaussian([1, double.PositiveInfinity], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThermometerEncoder.Gaussian(0, -1, 2));
    }

    [Fact]
    public void Logarithmic_thresholds_have_equal_ratios_and_exponential_ones_mirror_them()
    {
        double[] up = [.. ThermometerEncoder.Logarithmic(1, 16, 3).Thresholds];
        double[] down = [.. ThermometerEncoder.Exponential(1, 16, 3).Thresholds];

        Assert.Equal([2, 4, 8], up, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([9, 13, 15], down, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => ThermometerEncoder.Logarithmic(0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThermometerEncoder.Exponential(2, 1, 3));
    }

    [Fact]
    public void Thresholds_have_the_same_bits_on_every_machine()
    {
        ulong hash = 0;
        foreach (ThermometerEncoder encoder in new[]
        {
            ThermometerEncoder.Gaussian(0.3, 1.7, 255),
            ThermometerEncoder.Logarithmic(0.001, 7e8, 255),
            ThermometerEncoder.Exponential(1, 10, 255),
        })
        {
            foreach (double threshold in encoder.Thresholds)
            {
                hash = (hash * 31) ^ BitConverter.DoubleToUInt64Bits(threshold);
            }
        }

        Assert.Equal("DA3414C4AEAE33F", hash.ToString("X", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1, 1.0000000000000002)]
    [InlineData(1e-300, 1e-290)]
    [InlineData(3, 1e300)]
    public void Logarithmic_thresholds_ascend_within_any_range(double minimum, double maximum)
    {
        double[] thresholds = [.. ThermometerEncoder.Logarithmic(minimum, maximum, 1000).Thresholds];

        Assert.InRange(thresholds[0], minimum, maximum);
        Assert.InRange(thresholds[^1], minimum, maximum);
        Assert.Equal(thresholds.Order(), thresholds);
    }

    [Fact]
    public void Many_numbers_are_encoded_like_single_ones()
    {
        var encoder = ThermometerEncoder.Linear(0, 1, 70);
        double[] values = [0, 0.3, 1, double.NaN];
        ulong[] patterns = new ulong[8];
        Array.Fill(patterns, ulong.MaxValue);

        encoder.Encode(values, patterns);

        for (int i = 0; i < values.Length; i++)
        {
            ulong[] single = new ulong[2];
            encoder.Encode(values[i], new BitSlice(single, 0, 70));
            Assert.Equal(single, patterns[(2 * i)..((2 * i) + 2)]);
        }

        Assert.Throws<ArgumentException>(() => encoder.Encode(values, new ulong[7]));
    }

    [Fact]
    public void Hamming_distance_of_patterns_is_distance_on_the_circle()
    {
        CircularThermometerEncoder hours = new(0, 24, 12);
        for (int a = 0; a < 12; a++)
        {
            for (int b = 0; b < 12; b++)
            {
                int apart = Math.Min(Math.Abs(a - b), 12 - Math.Abs(a - b));
                Assert.Equal(2 * apart, Patterns.HammingDistance(Pattern(hours, 2 * a), Pattern(hours, (2 * b) - 24)));
            }
        }

        Assert.Equal(0, Patterns.PopCount(Pattern(hours, double.NaN)));
        Assert.Equal(11, hours.PlaceOf(-1e-300));
        Assert.Throws<ArgumentOutOfRangeException>(() => hours.PlaceOf(double.NegativeInfinity));
        Assert.Equal("within half a turn of 24 before 4", hours.Describe(1));
    }

    [Fact]
    public void Neighboring_steps_of_a_gray_code_differ_in_one_bit()
    {
        GrayEncoder encoder = new(0, 32, 5);
        var seen = new HashSet<ulong>();
        for (int step = 0; step < 32; step++)
        {
            Assert.Equal(step, encoder.StepOf(step + 0.5));
            seen.Add(Pattern(encoder, step)[0]);
            if (step > 0)
            {
                Assert.Equal(1, Patterns.HammingDistance(Pattern(encoder, step), Pattern(encoder, step - 1)));
            }
        }

        Assert.Equal(32, seen.Count);
        Assert.Equal([0, 31, 0], new[] { -5.0, 99, double.NaN }.Select(encoder.StepOf));
    }

    [Fact]
    public void Streaming_quantiles_are_exact_until_the_bins_are_full()
    {
        StreamingQuantiles stream = new(10);
        double[] values = [5, 1, 4, 1, 3, 2, 2, 2, double.NaN];
        foreach (double value in values)
        {
            stream.Add(value);
        }

        Assert.Equal(8, stream.Count);
        Assert.Equal(ThermometerEncoder.Quantile(values, 3).Thresholds.ToArray(), stream.ToThermometer(3).Thresholds.ToArray());
        Assert.Equal(new double[3], new StreamingQuantiles().ToThermometer(3).Thresholds.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Add(double.PositiveInfinity));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_rare_number_at_either_end_of_a_stream_has_a_level_of_its_own(double frequent, double rare)
    {
        StreamingQuantiles stream = new(2);
        for (int i = 0; i < 1000; i++)
        {
            stream.Add(i == 500 ? rare : frequent);
        }

        ThermometerEncoder encoder = stream.ToThermometer(3);
        Assert.Equal((0, 3), (encoder.LevelOf(0), encoder.LevelOf(1)));
    }

    [Property]
    public void Examples_that_differ_do_not_all_get_the_same_level_of_a_normal_distribution(short[] examples, byte levels)
    {
        ThermometerEncoder encoder = ThermometerEncoder.Gaussian([.. examples.Select(e => (double)e)], 1 + (levels % 9));
        Assert.Equal(examples.Distinct().Count() > 1, examples.Select(e => encoder.LevelOf(e)).Distinct().Count() > 1);
    }

    [Fact]
    public void Streaming_quantiles_are_close_to_the_exact_ones()
    {
        SplitMix64 random = new(4);
        StreamingQuantiles stream = new(64);
        double[] values = new double[20_000];
        for (int i = 0; i < values.Length; i++)
        {
            double value = random.NextDouble();
            values[i] = value * value;
            stream.Add(values[i]);
        }

        double[] exact = [.. ThermometerEncoder.Quantile(values, 7).Thresholds];
        double[] near = [.. stream.ToThermometer(7).Thresholds];
        Assert.All(exact.Zip(near), pair => Assert.InRange(pair.Second, pair.First - 0.04, pair.First + 0.04));
        Assert.True(near[6] > near[0]);
    }

    private static ulong[] Pattern(IEncoder<double> encoder, double value)
    {
        ulong[] pattern = [ulong.MaxValue];
        encoder.Encode(value, new BitSlice(pattern, 0, encoder.BitCount));
        pattern[0] &= (1UL << encoder.BitCount) - 1;
        return pattern;
    }
}
