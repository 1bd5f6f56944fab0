using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class LatestRatingsTests
{
    private const int FractionBits = PersonalReader.AnswerBits;
    private const int Whole = 1 << RatingWeights.FractionBits;
    private const int UserShrinkage = 4;
    private const int Star = RatingUnits.Range / 4;

    private static readonly PersonalReader Reader = new(new WeightlessOptions().WithShrinkage(UserShrinkage, 15), 128, null);

    [Fact]
    public void The_five_newest_ratings_count_and_are_shrunk_by_five()
    {
        // The deviations of the newest five are 50 each; the older ones are far away.
        (short Target, long Time)[] rated = [(-900, 1), (60, 9), (60, 7), (60, 8), (900, 2), (60, 6), (60, 5)];
        Assert.Equal(25 << FractionBits, DeviationOf(rated, 10));
    }

    [Fact]
    public void Equally_old_ratings_share_the_remaining_places()
    {
        // Three places are left for six ratings of a mean of 20.
        (short Target, long Time)[] rated = [(100, 9), (100, 8), (0, 3), (40, 3), (0, 3), (40, 3), (0, 3), (40, 3), (700, 1)];
        Assert.Equal((200 + 60) / 10 << FractionBits, DeviationOf(rated, 0));
    }

    [Fact]
    public void Few_ratings_are_shrunk_more_and_none_deviate_by_nothing()
    {
        Assert.Equal(2 * 70 / 7 << FractionBits, DeviationOf([(70, 1), (70, 2)], 0));
        Assert.Equal(0, DeviationOf([], 30));
        Assert.Equal(0, ShareOf([]));
    }

    [Property(MaxTest = 200)]
    public void The_share_is_that_of_a_ridge_regression_over_what_each_rating_would_have_been_asked(int seed)
    {
        SplitMix64 random = new((ulong)seed);
        (short Target, long Time)[] rated = new (short, long)[random.Next(120)];
        int mood = 0;
        for (int i = 0; i < rated.Length; i++)
        {
            // Moods of about ten ratings; times repeat, and some ratings come late.
            mood = random.Next(10) == 0 ? random.Next(4 * Star) - (2 * Star) : mood;
            rated[i] = ((short)(mood + random.Next(Star)), (i / 2) - random.Next(3));
        }

        double products = 0;
        double squares = 0;
        foreach ((short target, long time) in rated)
        {
            (short Target, long Time)[] earlier = [.. rated.Where(one => one.Time < time)];
            if (earlier.Length > 0)
            {
                double center = earlier.Sum(one => (double)one.Target) / (earlier.Length + UserShrinkage);
                double latest = DeviationOf(earlier, center);
                products += latest * (target - center);
                squares += latest * latest;
            }
        }

        double expected = Math.Clamp(products / (squares + (4.0 * Star * Star)), 0, 1);
        Assert.Equal(expected, ShareOf(rated) / (double)Whole, 0.003);

        static double DeviationOf((short Target, long Time)[] earlier, double center)
        {
            int places = Math.Min(5, earlier.Length);
            double[] newest = [.. earlier.Select(one => one.Time).OrderDescending().Take(places).Select(time =>
                earlier.Where(one => one.Time == time).Average(one => one.Target - center))];
            return newest.Sum() / (places + 5);
        }
    }

    [Fact]
    public void Moods_count_and_their_ratings_in_another_order_do_not()
    {
        (short, long)[] moods = [.. Enumerable.Range(0, 400).Select(i => ((short)(i / 20 % 2 == 0 ? Star : -Star), (long)i))];
        SplitMix64 random = new(5);
        long[] times = [.. moods.Select(one => one.Item2)];
        random.Shuffle(times);
        Assert.InRange(ShareOf(moods), Whole / 2, Whole);
        Assert.InRange(ShareOf([.. moods.Select((one, i) => (one.Item1, times[i]))]), 0, Whole / 5);
    }

    [Fact]
    public void Ratings_that_go_to_and_fro_get_no_share_below_0() =>
        Assert.Equal(0, ShareOf([.. Enumerable.Range(0, 400).Select(i => ((short)(i / 5 % 2 == 0 ? Star : -Star), (long)i))]));

    [Fact]
    public void Without_times_the_share_is_0() =>
        Assert.Equal(0, ShareOf([.. Enumerable.Range(0, 400).Select(i => ((short)(i < 200 ? Star : -Star), 0L))]));

    [Fact]
    public void The_share_of_many_ratings_at_the_ends_of_the_scale_does_not_overflow()
    {
        const int Ratings = 100_000;
        (short, long)[] extreme =
            [.. Enumerable.Range(0, Ratings).Select(i => ((short)(i / 1000 % 2 == 0 ? RatingUnits.Range : -RatingUnits.Range), (long)i))];
        Assert.Equal(Whole, ShareOf(extreme));
    }

    private static long DeviationOf((short Target, long Time)[] rated, int center)
    {
        (LatestRatings latest, FoldedRating[] ratings) = Sorted(rated);
        return latest.DeviationOf(ratings, (long)center << PersonalReader.CenterBits);
    }

    private static int ShareOf((short Target, long Time)[] rated)
    {
        (LatestRatings latest, FoldedRating[] ratings) = Sorted(rated);
        return latest.ShareOf(ratings, Reader);
    }

    private static (LatestRatings Latest, FoldedRating[] Ratings) Sorted((short Target, long Time)[] rated)
    {
        RatingLog log = new(RatingScale.Stars);
        FoldedRating[] ratings = new FoldedRating[rated.Length];
        for (int item = 0; item < rated.Length; item++)
        {
            log.Set(new Rating(0, item, 3, rated[item].Time), out _);
            ratings[item] = new FoldedRating(item, rated[item].Target, 2, 1, 1, 0, 0);
        }

        LatestRatings latest = new();
        latest.Sort(log.OfUser(0));
        return (latest, ratings);
    }
}
