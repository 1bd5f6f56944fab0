using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class SplitMix64Tests
{
    [Fact]
    public void The_sequence_of_seed_0_is_the_published_one()
    {
        SplitMix64 random = new(0);
        ulong[] expected = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B];
        Assert.All(expected, value => Assert.Equal(value, random.Next()));
    }

    [Fact]
    public void The_sequence_of_seed_1234567_is_the_published_one()
    {
        SplitMix64 random = new(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.All(expected, value => Assert.Equal(value, random.Next()));
    }

    // The expected values of this and the next two tests come from an independent implementation with big integers in another language.
    [Fact]
    public void Numbers_below_a_bound_are_the_same_in_every_version()
    {
        SplitMix64 small = new(42);
        Assert.All([74, 15, 27, 34, 3, 86, 21, 80], value => Assert.Equal(value, small.Next(100)));

        // A quarter of the draws for this bound are rejected.
        SplitMix64 large = new(42);
        Assert.All(
            [1194373838, 448718528, 554357951, 61251873, 1398379197, 351766186],
            value => Assert.Equal(value, large.Next(3 << 29)));
    }

    [Fact]
    public void A_shuffle_is_the_same_in_every_version()
    {
        int[] values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        SplitMix64 random = new(7);
        random.Shuffle<int>(values);
        Assert.Equal([9, 5, 8, 6, 1, 2, 4, 7, 0, 3], values);
    }

    [Fact]
    public void Fractions_are_the_same_in_every_version()
    {
        SplitMix64 random = new(0);
        Assert.Equal(0.8833108082136426, random.NextDouble());
        Assert.Equal(0.43152799704850997, random.NextDouble());
    }

    [Property]
    public void Numbers_are_0_or_more_and_below_the_bound(ulong seed, PositiveInt bound)
    {
        SplitMix64 random = new(seed);
        for (int i = 0; i < 100; i++)
        {
            Assert.InRange(random.Next(bound.Get), 0, bound.Get - 1);
            Assert.InRange(random.Next(int.MaxValue - bound.Get + 1), 0, int.MaxValue - bound.Get);
            Assert.InRange(random.NextDouble(), 0, 1 - double.Pow(2, -53));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(1000, 10)]
    // Without rejection, the third class would get only a quarter of the draws.
    [InlineData(3 << 29, 3)]
    [InlineData(int.MaxValue, 3)]
    public void Every_number_below_the_bound_is_equally_likely(int bound, int classes)
    {
        const int Draws = 90_000;
        int[] counts = new int[classes];
        SplitMix64 random = new(11);
        for (int i = 0; i < Draws; i++)
        {
            counts[random.Next(bound) % classes]++;
        }

        double mean = (double)Draws / classes;
        Assert.All(counts, count => Assert.InRange(count, mean - (5 * Math.Sqrt(mean)), mean + (5 * Math.Sqrt(mean))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_bound_that_is_not_above_0_is_refused_and_draws_nothing(int bound)
    {
        SplitMix64 random = new(0);
        Assert.Equal("bound", Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(bound)).ParamName);
        Assert.Equal(0xE220A8397B1DCDAF, random.Next());
    }

    [Property]
    public void A_shuffle_keeps_every_value(ulong seed, int[] values)
    {
        SplitMix64 random = new(seed);
        int[] shuffled = [.. values];
        random.Shuffle<int>(shuffled);
        Assert.Equal(values.Order(), shuffled.Order());
    }

    [Fact]
    public void Every_order_of_a_shuffle_is_equally_likely()
    {
        const int Shuffles = 24_000;
        Dictionary<string, int> counts = [];
        SplitMix64 random = new(3);
        for (int i = 0; i < Shuffles; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(letters);
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 840, 1160)); // 1000, give or take five standard deviations
    }
}
