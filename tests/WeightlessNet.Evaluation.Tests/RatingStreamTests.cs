using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RatingStreamTests
{
    [Fact]
    public void Ratings_are_ordered_by_time_and_ties_keep_their_order()
    {
        Rating[] ratings = [new(0, 0, 1, 7), new(0, 1, 2, 3), new(0, 2, 3, 7), new(0, 3, 4, 3), new(0, 4, 5, 0)];

        Assert.Equal([4, 1, 3, 0, 2], RatingStream.ByTime(ratings).Select(rating => rating.Item));
    }

    [Fact]
    public void Of_repeated_ratings_the_latest_by_time_and_then_by_position_is_kept()
    {
        Rating[] ratings =
        [
            new(0, 0, 1, 9), new(0, 0, 2, 5), // the first is later in time
            new(0, 1, 1, 5), new(0, 1, 2, 5), // equal timestamps
            new(1, 0, 3, 1),
        ];

        Assert.Equal([new(0, 0, 1, 9), new(0, 1, 2, 5), new(1, 0, 3, 1)], RatingStream.Latest(ratings));
    }
}
