using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Crowd;

public sealed class CrowdStatisticsTests
{
    private const int Range = RatingUnits.Range;
    private const int Items = 12;

    private static readonly CrowdOptions Options = new() { ItemShrinkage = 3, MeanLevels = 5, CountLevels = 4 };

    [Property(MaxTest = 200)]
    public void Every_view_is_a_function_of_the_present_ratings((byte Item, byte Value, bool Remove)[] steps, ulong seed)
    {
        List<(int Item, int Units)> held = [];
        CrowdStatistics crowd = new(Items, Options);
        SplitMix64 random = new(seed);
        foreach ((byte item, byte value, bool remove) in steps)
        {
            long version = crowd.Version;
            if (remove && random.Next(2) == 0 && held.Count > 0)
            {
                int index = random.Next(held.Count);
                crowd.Remove(held[index].Item, held[index].Units);
                held.RemoveAt(index);
            }
            else
            {
                held.Add((item % Items, value * Range / byte.MaxValue));
                crowd.Add(held[^1].Item, held[^1].Units);
            }

            Assert.True(crowd.Version > version);
            if (random.Next(4) == 0)
            {
                crowd.StatisticsOf(item % Items); // reading in between changes nothing
            }
        }

        (int Item, int Units)[] shuffled = [.. held];
        random.Shuffle<(int, int)>(shuffled);
        CrowdStatistics other = Crowd(shuffled);
        Model model = new([.. held]);
        Assert.Equal(model.TotalMean, crowd.TotalMean);
        Assert.Equal(other.TotalMean, crowd.TotalMean);
        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(held.Count(rating => rating.Item == item), crowd.CountOf(item));
            Assert.Equal(model.StatisticsOf(item), crowd.StatisticsOf(item));
            Assert.Equal(other.StatisticsOf(item), crowd.StatisticsOf(item));
        }

        foreach ((int item, int units) in held)
        {
            Assert.Equal(model.StatisticsWithout(item, units), crowd.StatisticsWithout(item, units));
            Assert.Equal(other.StatisticsWithout(item, units), crowd.StatisticsWithout(item, units));
        }
    }

    [Property(MaxTest = 30)]
    public void The_view_without_a_rating_is_that_of_a_crowd_that_never_saw_it_where_both_cut_alike(ulong seed)
    {
        // There are many ratings, so that one more or less seldom changes the rounded mean of all or a cut.
        SplitMix64 random = new(seed);
        (int Item, int Units)[] ratings = new (int, int)[400];
        foreach (ref (int Item, int Units) rating in ratings.AsSpan())
        {
            int item = random.Next(random.Next(Items) + 1);
            rating = (item, Math.Min(Range, (item * Range / 16) + random.Next(Range / 3)));
        }

        CrowdStatistics crowd = Crowd(ratings);
        Model with = new(ratings);
        foreach ((int Item, int Units) rating in ratings.DistinctBy(rating => rating.Item))
        {
            (int Item, int Units)[] rest = [.. ratings.Where(other => other != rating)];
            Model without = new(rest);
            if (rest.Length == ratings.Length - 1 && without.CutsLike(with))
            {
                ItemStatistics expected = Crowd(rest).StatisticsOf(rating.Item);
                ItemStatistics statistics = crowd.StatisticsWithout(rating.Item, rating.Units);
                Assert.Equal(with.StatisticsWithout(rating.Item, rating.Units), statistics);
                Assert.Equal((expected.MeanLevel, expected.CountLevel), (statistics.MeanLevel, statistics.CountLevel));
                Assert.InRange(statistics.Mean - expected.Mean, -Range / 64, Range / 64); // the one is rounded, the other is not
            }
        }
    }

    [Fact]
    public void The_view_without_the_only_rating_is_that_of_an_item_that_was_never_rated()
    {
        CrowdStatistics crowd = Crowd([(0, Range), (1, 5), (1, 99), (2, 7000), (2, 0)]);
        ItemStatistics unrated = crowd.StatisticsOf(5);
        ItemStatistics statistics = crowd.StatisticsWithout(0, Range);
        Assert.Equal((unrated.MeanLevel, unrated.CountLevel), (statistics.MeanLevel, statistics.CountLevel));
    }

    [Fact]
    public void Levels_hold_about_equal_weight()
    {
        const int Many = 900;
        CrowdStatistics crowd = new(Many, new CrowdOptions { MeanLevels = 8, CountLevels = 6 });
        SplitMix64 random = new(5);
        List<int> rated = [];
        for (int i = 0; i < 90_000; i++)
        {
            // The popular items are the better liked ones, and means are spread over the scale.
            int item = Math.Max(random.Next(Many), random.Next(Many));
            crowd.Add(item, Math.Clamp((item * Range / Many) + random.Next(4000) - 2000, 0, Range));
            rated.Add(item);
        }

        int[] byMean = [.. rated.CountBy(item => crowd.StatisticsOf(item).MeanLevel).Select(pair => pair.Value)];
        int[] byCount = [.. rated.CountBy(item => crowd.StatisticsOf(item).CountLevel).Select(pair => pair.Value)];
        Assert.Equal((9, 7), (byMean.Length, byCount.Length));
        Assert.All(byMean, count => Assert.InRange(count, 8_000, 12_000)); // 10,000 each, but for the width of a bin
        Assert.All(byCount, count => Assert.InRange(count, 6_000, 20_500)); // 12,857 each, and the bins of great counts are wide
    }

    [Fact]
    public void Better_liked_and_more_popular_items_have_higher_levels()
    {
        CrowdStatistics crowd = new(3, new CrowdOptions());
        for (int i = 0; i < 60; i++)
        {
            crowd.Add(0, 1000);
            crowd.Add(1, 8000 + i);
            crowd.Add(2, 16_000);
            crowd.Add(2, 16_000);
        }

        Assert.True(crowd.StatisticsOf(0).Mean < crowd.StatisticsOf(1).Mean && crowd.StatisticsOf(1).Mean < crowd.StatisticsOf(2).Mean);
        Assert.True(
            crowd.StatisticsOf(0).MeanLevel < crowd.StatisticsOf(1).MeanLevel
            && crowd.StatisticsOf(1).MeanLevel < crowd.StatisticsOf(2).MeanLevel);
        Assert.True(crowd.StatisticsOf(0).CountLevel < crowd.StatisticsOf(2).CountLevel);
    }

    [Theory]
    [InlineData(Items)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void An_unknown_item_looks_like_one_that_was_never_rated(int item)
    {
        CrowdStatistics crowd = Crowd([(0, 100), (1, 9000), (1, Range)]);
        Assert.Equal(crowd.StatisticsOf(2), crowd.StatisticsOf(item));
        Assert.Equal(crowd.TotalMean, crowd.StatisticsOf(item).Mean);
    }

    [Fact]
    public void Before_any_rating_the_mean_is_at_two_thirds_of_the_scale()
    {
        CrowdStatistics crowd = new(0, new CrowdOptions());
        Assert.Equal((0, 0L, 85 * Range / 128), (crowd.ItemCount, crowd.Version, crowd.TotalMean));
        Assert.Equal(85 * Range / 128, crowd.StatisticsOf(0).Mean);
    }

    [Fact]
    public void An_items_mean_is_shrunk_to_that_of_all_ratings()
    {
        CrowdStatistics crowd = Crowd([(0, Range), (0, Range), (1, 0)]);
        int total = 85 * Range / 128; // (2 + 10 * 2 / 3) / 13 of the range, to the nearest 1/128
        Assert.Equal(total, crowd.TotalMean);
        Assert.Equal(((2 * Range) + (3 * total)) / 5, crowd.StatisticsOf(0).Mean);
        Assert.Equal(3 * total / 4, crowd.StatisticsOf(1).Mean);
    }

    private static CrowdStatistics Crowd((int Item, int Units)[] ratings)
    {
        CrowdStatistics crowd = new(Items, Options);
        foreach ((int item, int units) in ratings)
        {
            crowd.Add(item, units);
        }

        return crowd;
    }

    /// <summary>The same statistics, computed from all ratings at once.</summary>
    private sealed class Model
    {
        private const int Unit = Range / 128;
        private readonly int[][] _ratings;
        private readonly int _coarse;
        private readonly int[] _meanLevels;
        private readonly int[] _countLevels;

        public Model((int Item, int Units)[] ratings)
        {
            _ratings = [.. Enumerable.Range(0, Items).Select(item => ratings.Where(r => r.Item == item).Select(r => r.Units).ToArray())];
            TotalMean = Coarse((ratings.Sum(rating => rating.Units) + (10 * (Range * 2 / 3))) / (ratings.Length + 10));
            _coarse = TotalMean;
            _meanLevels = Cut(units => MeanBin(Shrunk(units.Sum(), units.Length, _coarse)), Options.MeanLevels);
            _countLevels = Cut(units => CountBin(units.Length), Options.CountLevels);
        }

        public int TotalMean { get; }

        public bool CutsLike(Model other) =>
            _coarse == other._coarse && _meanLevels.SequenceEqual(other._meanLevels) && _countLevels.SequenceEqual(other._countLevels);

        public ItemStatistics StatisticsOf(int item)
        {
            (int sum, int count) = (_ratings[item].Sum(), _ratings[item].Length);
            return View(Shrunk(sum, count, TotalMean), Shrunk(sum, count, _coarse), count);
        }

        public ItemStatistics StatisticsWithout(int item, int own)
        {
            int mean = Shrunk(_ratings[item].Sum() - own, _ratings[item].Length - 1, _coarse);
            return View(Coarse(mean), mean, _ratings[item].Length - 1);
        }

        private ItemStatistics View(int mean, int binned, int count) =>
            new(mean, (byte)_meanLevels[MeanBin(binned)], (byte)_countLevels[CountBin(count)]);

        private int[] Cut(Func<int[], int> bin, int thresholds)
        {
            long[] weights = new long[256];
            foreach (int[] units in _ratings)
            {
                weights[bin(units)] += units.Length;
            }

            double[] bins = [.. Enumerable.Range(0, weights.Length).Select(i => (double)i)];
            double[] counted = weights.Sum() == 0 ? [] : [.. weights.Select(weight => (double)weight)];
            ThermometerEncoder encoder = ThermometerEncoder.Quantile(bins, thresholds, counted);
            return [.. bins.Select(encoder.LevelOf)];
        }

        private int MeanBin(int mean) => Math.Min(255, 128 + (int)Math.Floor(((double)(mean - _coarse) / Unit) + 0.5));

        // Counts below 8 have bins of their own; from there each doubling has eight bins.
        private static int CountBin(int count)
        {
            int octave = 0;
            while (count >= 16)
            {
                count /= 2;
                octave++;
            }

            return (octave * 8) + count;
        }

        private static int Shrunk(int sum, int count, int towards) =>
            (sum + (towards * Options.ItemShrinkage)) / (count + Options.ItemShrinkage);

        private static int Coarse(int units) => (int)Math.Floor(((double)units / Unit) + 0.5) * Unit;
    }
}
