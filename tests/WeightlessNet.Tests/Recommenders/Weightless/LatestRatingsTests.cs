using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class LatestRatingsTests
{
    private const int FractionBits = PersonalReader.AnswerBits;

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
    }

    private static long DeviationOf((short Target, long Time)[] rated, int center)
    {
        RatingLog log = new(RatingScale.Stars);
        FoldedRating[] ratings = new FoldedRating[rated.Length];
        for (int item = 0; item < rated.Length; item++)
        {
            log.Set(new Rating(0, item, 3, rated[item].Time), out _);
            ratings[item] = new FoldedRating(item, rated[item].Target, 2, 1, 1, 0, 0);
        }

        return LatestRatings.DeviationOf(ratings, log.OfUser(0), (long)center << PersonalReader.CenterBits);
    }
}
