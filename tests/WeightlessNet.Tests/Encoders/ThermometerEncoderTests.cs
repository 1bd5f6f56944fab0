using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class ThermometerEncoderTests
{
    [Property]
    public void A_greater_number_has_all_bits_of_a_smaller_one(NormalFloat[] thresholds, double a, double b)
    {
        ThermometerEncoder encoder = new([.. thresholds.Select(t => t.Get).Append(0).Order()]);
        (double low, double high) = a <= b ? (a, b) : (b, a); // puts a NaN into high, if there is one
        if (double.IsNaN(high))
        {
            (low, high) = (high, low);
        }

        Assert.True(encoder.LevelOf(low) <= encoder.LevelOf(high));
        ulong[] few = Encode(encoder, low);
        ulong[] many = Encode(encoder, high);
        Assert.All(few.Zip(many), pair => Assert.Equal(0UL, pair.First & ~pair.Second));
        Assert.Equal(encoder.LevelOf(high), many.Sum(word => (int)ulong.PopCount(word)));
    }

    [Fact]
    public void A_bit_is_set_if_the_number_is_above_its_threshold()
    {
        ThermometerEncoder encoder = new(-1.5, 0, 0, 2);
        Assert.Equal(4, encoder.BitCount);
        Assert.Equal([-1.5, 0, 0, 2], encoder.Thresholds.ToArray());
        Assert.Equal([0, 0, 1, 1, 3, 3, 4], new[] { -9, -1.5, -1, 0, 0.001, 2, 2.001 }.Select(encoder.LevelOf));
        Assert.Equal(0, encoder.LevelOf(double.NegativeInfinity));
        Assert.Equal(4, encoder.LevelOf(double.PositiveInfinity));
    }

    [Fact]
    public void NaN_sets_no_bit()
    {
        ThermometerEncoder encoder = new(-1, 0);
        Assert.Equal(0, encoder.LevelOf(double.NaN));
        Assert.Equal([0UL], Encode(encoder, double.NaN));
    }

    [Fact]
    public void Exactly_the_bits_of_the_destination_are_written()
    {
        ulong[] words = [ulong.MaxValue];
        new ThermometerEncoder(1, 2, 3).Encode(1.5, new BitSlice(words, 2, 3));
        Assert.Equal(~0b11000UL, words[0]);
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        ThermometerEncoder encoder = new(1, 2, 3);
        ulong[] words = new ulong[1];
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => encoder.Encode(9, new BitSlice(words, 0, 4))).ParamName);
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => encoder.Encode(9, new BitSlice(words, 0, 2))).ParamName);
        Assert.Equal(0UL, words[0]);
    }

    [Fact]
    public void Missing_infinite_or_descending_thresholds_are_refused()
    {
        double[][] bad = [[], [double.NaN], [1, double.PositiveInfinity], [double.NegativeInfinity, 1], [1, 3, 2]];
        Assert.All(bad, thresholds =>
            Assert.Equal("thresholds", Assert.Throws<ArgumentException>(() => new ThermometerEncoder(thresholds)).ParamName));
    }

    [Fact]
    public void A_bit_is_described_by_its_threshold_in_any_culture()
    {
        ThermometerEncoder encoder = new(0.5, 1994, 1234567);
        Assert.Equal(["above 0.5", "above 1994", "above 1.23457E+06"], Enumerable.Range(0, 3).Select(encoder.Describe));
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Describe(3)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Describe(-1)).ParamName);
    }

    [Fact]
    public void Linear_thresholds_divide_the_range_into_equal_parts()
    {
        Assert.Equal([2, 4, 6, 8], ThermometerEncoder.Linear(0, 10, 4).Thresholds.ToArray());
        Assert.Equal([0], ThermometerEncoder.Linear(-3, 3, 1).Thresholds.ToArray());
        // Whole thresholds are exact, so that a whole number is not above its own threshold.
        Assert.Equal(Enumerable.Range(1, 48).Select(i => (double)i), ThermometerEncoder.Linear(0, 49, 48).Thresholds.ToArray());
    }

    [Property]
    public void Linear_thresholds_ascend_within_any_finite_range(NormalFloat minimum, NormalFloat maximum, PositiveInt levels)
    {
        if (minimum.Get < maximum.Get && double.IsFinite((maximum.Get - minimum.Get) * levels.Get))
        {
            double[] thresholds = ThermometerEncoder.Linear(minimum.Get, maximum.Get, levels.Get).Thresholds.ToArray();
            Assert.Equal(thresholds.Order(), thresholds);
            Assert.All(thresholds, threshold => Assert.InRange(threshold, minimum.Get, maximum.Get));
        }
    }

    [Theory]
    [InlineData(0, 1, 0, "levels")]
    [InlineData(0, 1, -1, "levels")]
    [InlineData(1, 1, 3, "maximum")]
    [InlineData(2, 1, 3, "maximum")]
    [InlineData(0, double.NaN, 3, "maximum")]
    [InlineData(double.NaN, 1, 3, "minimum")]
    [InlineData(double.NegativeInfinity, 1, 3, "minimum")]
    [InlineData(double.MinValue, double.MaxValue, 3, "maximum")]
    [InlineData(0, double.MaxValue, 3, "maximum")]
    public void Invalid_ranges_are_refused(double minimum, double maximum, int levels, string parameter) =>
        Assert.Equal(
            parameter,
            Assert.Throws<ArgumentOutOfRangeException>(() => ThermometerEncoder.Linear(minimum, maximum, levels)).ParamName);

    [Property]
    public void Quantiles_of_distinct_numbers_put_equally_many_on_each_level(PositiveInt levels, PositiveInt each, ulong seed)
    {
        int bits = 1 + (levels.Get % 12);
        double[] examples = [.. Enumerable.Range(0, each.Get * (bits + 1)).Select(i => Math.Sqrt(i) - 5)];
        new SplitMix64(seed).Shuffle<double>(examples);
        ThermometerEncoder encoder = ThermometerEncoder.Quantile(examples, bits);
        Assert.Equal(
            Enumerable.Range(0, bits + 1).Select(level => (level, each.Get)),
            examples.GroupBy(encoder.LevelOf).Select(group => (group.Key, group.Count())).Order());
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 1 }, new double[] { 0 })]
    [InlineData(new double[] { 0, 1, 1, 1, 1 }, new double[] { 0, 0, 0 })]
    [InlineData(new double[] { 0, 0, 0, 0, 1 }, new double[] { 0, 0, 0 })]
    [InlineData(new double[] { 0, 5, 5, 5, 5, 5, 5, 9 }, new double[] { 0, 5 })]
    [InlineData(new double[] { 3, 3, 3 }, new double[] { 3, 3 })]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 1 })] // both gaps are as near to the median
    [InlineData(new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4 }, new double[] { 0, 0, 2 })]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 }, new double[] { 2, 4, 4 })]
    public void Quantiles_fall_between_examples(double[] examples, double[] thresholds) =>
        Assert.Equal(thresholds, ThermometerEncoder.Quantile(examples, thresholds.Length).Thresholds.ToArray());

    [Property]
    public void Examples_that_differ_do_not_all_get_the_same_level((byte Value, byte Weight)[] examples, byte levels)
    {
        (byte Value, byte Weight)[] counted = [.. examples.Where(e => e.Weight > 0)];
        ThermometerEncoder encoder = Quantile(counted, 1 + (levels % 9));
        int values = counted.DistinctBy(e => e.Value).Count();
        int seen = counted.DistinctBy(e => encoder.LevelOf(e.Value)).Count();
        Assert.InRange(seen, Math.Min(2, values), values);
        Assert.True(values > encoder.BitCount + 1 || seen == values);
    }

    [Property]
    public void Mirrored_examples_get_the_mirrored_levels((byte Value, byte Weight)[] examples, byte levels)
    {
        int bits = 1 + (levels % 9);
        ThermometerEncoder encoder = Quantile(examples, bits);
        ThermometerEncoder mirror = ThermometerEncoder.Quantile(
            [.. examples.Select(e => -(double)e.Value)], bits, [.. examples.Select(e => (double)e.Weight)]);
        foreach ((byte value, byte weight) in examples.Where(e => e.Weight > 0))
        {
            int both = encoder.LevelOf(value) + mirror.LevelOf(-value);
            bool constant = examples.Where(e => e.Weight > 0).All(e => e.Value == value);

            // A cut at the median cannot be mirrored if the value is in the middle: the value is on one side of the cut in both.
            Assert.True(both == bits || constant || (both == bits - 1 && bits % 2 == 1 && IsMiddle(value)));
        }

        bool IsMiddle(byte value)
        {
            long below = examples.Where(e => e.Value < value).Sum(e => (long)e.Weight);
            long above = examples.Where(e => e.Value > value).Sum(e => (long)e.Weight);
            int valuesBelow = examples.Where(e => e.Weight > 0 && e.Value < value).DistinctBy(e => e.Value).Count();
            int valuesAbove = examples.Where(e => e.Weight > 0 && e.Value > value).DistinctBy(e => e.Value).Count();
            return valuesBelow + valuesAbove <= bits ? valuesBelow == valuesAbove : below == above;
        }
    }

    [Fact]
    public void Every_threshold_is_at_the_gap_nearest_to_its_quantile()
    {
        // All weights of 2 to 5 values, 1 to 4 each, and all numbers of levels up to 6.
        for (int values = 2; values <= 5; values++)
        {
            for (int code = 0; code < 1 << (2 * values); code++)
            {
                int[] weights = [.. Enumerable.Range(0, values).Select(value => 1 + ((code >> (2 * value)) & 3))];
                double[] examples = [.. Enumerable.Range(0, values).Select(value => (double)value)];
                for (int levels = 1; levels <= 6; levels++)
                {
                    ReadOnlySpan<double> thresholds =
                        ThermometerEncoder.Quantile(examples, levels, [.. weights.Select(weight => (double)weight)]).Thresholds;
                    int[] counted = [.. weights.Select(w => values <= levels + 1 ? 1 : Math.Min(w, weights.Sum() - w))];
                    for (int level = 0; level < levels; level++)
                    {
                        int quantile = counted.Sum() * (level + 1);
                        int nearest = Enumerable.Range(0, values - 1).Min(Away);
                        Assert.Equal(nearest, Away((int)thresholds[level]));

                        int Away(int gap) => Math.Abs((counted.Take(gap + 1).Sum() * (levels + 1)) - quantile);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_frequent_number_counts_as_much_as_all_others_together()
    {
        // Half of the levels are for 0 and half for the ten others, however often 0 occurs.
        foreach (int zeros in new[] { 10, 100, 10_000 })
        {
            ThermometerEncoder encoder = ThermometerEncoder.Quantile([.. new double[zeros], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3);
            Assert.Equal([0, 0, 5], encoder.Thresholds.ToArray());
        }
    }

    [Fact]
    public void Great_and_small_weights_are_not_lost()
    {
        Assert.Equal([1], ThermometerEncoder.Quantile([1, 2], 1, [double.MaxValue, double.MaxValue]).Thresholds.ToArray());
        Assert.Equal([1], ThermometerEncoder.Quantile([1, 2], 1, [double.Epsilon, double.MaxValue]).Thresholds.ToArray());
        Assert.Equal([2], ThermometerEncoder.Quantile([1, 2, 3], 1, [double.Epsilon, double.Epsilon, double.Epsilon]).Thresholds.ToArray());
        Assert.Equal([1, 2], ThermometerEncoder.Quantile([3, 2, 1], 2, [1e308, 1e308, 1e308]).Thresholds.ToArray());
    }

    [Property]
    public void The_order_of_the_examples_does_not_matter((NormalFloat Value, NormalFloat Weight)[] examples, ulong seed)
    {
        // 0 and -0 are equal but have different bits, and sums of tenths are not exact.
        (double Value, double Weight)[] given =
            [.. examples.Select(e => (e.Value.Get, Math.Abs(e.Weight.Get) % 10)), (0.0, 0.1), (-0.0, 0.1), (3, 0.2), (3, 0.7)];
        (double Value, double Weight)[] shuffled = [.. given];
        new SplitMix64(seed).Shuffle<(double, double)>(shuffled);
        Assert.Equal(Bits(given), Bits(shuffled));

        static long[] Bits((double Value, double Weight)[] examples) =>
        [
            .. ThermometerEncoder.Quantile([.. examples.Select(e => e.Value)], 7, [.. examples.Select(e => e.Weight)])
                .Thresholds.ToArray().Select(BitConverter.DoubleToInt64Bits),
        ];
    }

    [Fact]
    public void Missing_examples_and_examples_of_weight_0_are_ignored()
    {
        ThermometerEncoder encoder = ThermometerEncoder.Quantile([5, double.NaN, 1, 99, 3], 3, [1, 50, 1, 0, 2]);
        Assert.Equal([1, 3, 3], encoder.Thresholds.ToArray());
    }

    [Fact]
    public void Without_examples_the_thresholds_are_0()
    {
        Assert.Equal([0, 0], ThermometerEncoder.Quantile([], 2).Thresholds.ToArray());
        Assert.Equal([0, 0], ThermometerEncoder.Quantile([double.NaN, 7], 2, [1, 0]).Thresholds.ToArray());
    }

    [Fact]
    public void Bad_examples_are_refused()
    {
        AssertRefused<ArgumentOutOfRangeException>("levels", () => ThermometerEncoder.Quantile([1], 0));
        AssertRefused<ArgumentException>("examples", () => ThermometerEncoder.Quantile([double.NegativeInfinity], 1));
        AssertRefused<ArgumentException>("weights", () => ThermometerEncoder.Quantile([1, 2], 1, [1]));
        AssertRefused<ArgumentException>("weights", () => ThermometerEncoder.Quantile([1], 1, [-0.5]));
        AssertRefused<ArgumentException>("weights", () => ThermometerEncoder.Quantile([1], 1, [double.NaN]));
        AssertRefused<ArgumentException>("weights", () => ThermometerEncoder.Quantile([1], 1, [double.PositiveInfinity]));

        static void AssertRefused<TException>(string parameter, Func<object> create)
            where TException : ArgumentException => Assert.Equal(parameter, Assert.Throws<TException>(create).ParamName);
    }

    private static ThermometerEncoder Quantile((byte Value, byte Weight)[] examples, int levels) =>
        ThermometerEncoder.Quantile([.. examples.Select(e => (double)e.Value)], levels, [.. examples.Select(e => (double)e.Weight)]);

    private static ulong[] Encode(ThermometerEncoder encoder, double value)
    {
        ulong[] words = new ulong[BitSlice.WordCount(encoder.BitCount)];
        encoder.Encode(value, new BitSlice(words, 0, encoder.BitCount));
        return words;
    }
}
