using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RatingSplitTests
{
    /// <summary>User 0 has 10 ratings, user 1 has 5 and user 2 has 1, in mixed order.</summary>
    private static readonly Rating[] Ratings =
    [
        .. Enumerable.Range(0, 10).SelectMany<int, Rating>(i =>
        [
            new(0, i, 3, 100 - i),
            .. i < 5 ? [new Rating(1, 20 + i, 4, 50 + (i / 2))] : Array.Empty<Rating>(),
            .. i == 3 ? [new Rating(2, 7, 5, 95)] : Array.Empty<Rating>(),
        ]),
    ];

    [Property(MaxTest = 200)]
    public Property Every_split_divides_the_ratings_and_keeps_their_order(ulong seed, byte kind)
    {
        RatingSplit split = (kind % 4) switch
        {
            0 => RatingSplit.RandomPerUser(0.01 + (kind / 260.0), seed),
            1 => RatingSplit.LeaveLastOut(1 + (kind % 7)),
            2 => RatingSplit.Latest(0.01 + (kind / 260.0)),
            _ => RatingSplit.From(40 + (kind % 70)),
        };
        SplitRatings parts = split.Divide(Ratings);
        HashSet<Rating> heldOut = [.. parts.HeldOut.ToArray()];
        return (parts.Train.ToArray().SequenceEqual(Ratings.Where(rating => !heldOut.Contains(rating)))
            && parts.HeldOut.ToArray().SequenceEqual(Ratings.Where(heldOut.Contains))).Label(split.ToString());
    }

    [Fact]
    public void A_given_split_is_kept_by_user_and_item()
    {
        Rating[] test = [new(0, 3, 1, 0), new(2, 7, 1, 0), new(9, 9, 1, 0)];
        Rating[] train = [.. Ratings.Where(rating => rating is not ({ User: 0, Item: 3 } or { User: 2 }))];

        SplitRatings parts = RatingSplit.Given(train, test).Divide(Ratings);

        Assert.Equal(train, parts.Train.ToArray());
        Assert.Equal([new Rating(0, 3, 3, 97), new Rating(2, 7, 5, 95)], parts.HeldOut.ToArray());
    }

    [Fact]
    public void A_given_split_must_place_each_rating_in_one_part()
    {
        Assert.Contains("is to be trained on and held out", Assert.Throws<ArgumentException>(
            "heldOut", () => RatingSplit.Given(Ratings, [new(1, 20, 2, 0)])).Message);
        RatingSplit split = RatingSplit.Given(Ratings.AsSpan(1), []);
        Assert.Contains("User 0's rating of item 0 is in neither", Assert.Throws<ArgumentException>(
            "ratings", () => split.Divide(Ratings)).Message);
        Assert.Equal("0 given ratings", split.ToString());
    }

    [Theory]
    [InlineData(0.2, 2, 1)]
    [InlineData(0.5, 5, 3)]
    [InlineData(0.01, 0, 0)]
    [InlineData(0.99, 9, 4)] // at least one rating of a user is for training
    public void A_share_of_each_users_ratings_is_rounded(double share, int ofTen, int ofFive)
    {
        Rating[] heldOut = RatingSplit.RandomPerUser(share).Divide(Ratings).HeldOut.ToArray();

        Assert.Equal((ofTen, ofFive, 0), (Count(heldOut, 0), Count(heldOut, 1), Count(heldOut, 2)));
    }

    [Fact]
    public void A_random_share_depends_on_the_seed_but_not_on_the_order_of_the_ratings_or_on_other_users()
    {
        static IEnumerable<(int, int)> HeldOut(Rating[] ratings, ulong seed) =>
            RatingSplit.RandomPerUser(0.4, seed).Divide(ratings).HeldOut.ToArray().Select(rating => (rating.User, rating.Item)).Order();

        Rating[] backwards = [.. Ratings.Reverse()];
        Rating[] alone = [.. Ratings.Where(rating => rating.User == 1)];
        Assert.Equal(HeldOut(Ratings, 1), HeldOut(backwards, 1));
        Assert.Equal(HeldOut(Ratings, 1).Where(pair => pair.Item1 == 1), HeldOut(alone, 1));
        Assert.NotEqual(HeldOut(Ratings, 1).Concat(HeldOut(Ratings, 2)), HeldOut(Ratings, 3).Concat(HeldOut(Ratings, 4)));
    }

    [Fact]
    public void Every_rating_is_equally_likely_to_be_held_out()
    {
        int[] drawn = new int[10];
        for (ulong seed = 0; seed < 1000; seed++)
        {
            Rating[] heldOut = RatingSplit.RandomPerUser(0.2, seed).Divide(Ratings).HeldOut.ToArray();
            foreach (Rating rating in heldOut.Where(rating => rating.User == 0))
            {
                drawn[rating.Item]++;
            }
        }

        // 200 of 1000 on average; the standard deviation is 12.6.
        Assert.All(drawn, count => Assert.InRange(count, 140, 260));
    }

    [Fact]
    public void The_last_ratings_of_each_user_are_the_last_by_time_and_then_by_position()
    {
        static IEnumerable<(int, int)> HeldOut(int count) =>
            RatingSplit.LeaveLastOut(count).Divide(Ratings).HeldOut.ToArray().Select(rating => (rating.User, rating.Item)).Order();

        Assert.Equal([(0, 0), (1, 24)], HeldOut(1)); // user 2 has no other rating
        Assert.Equal([(0, 0), (0, 1), (1, 23), (1, 24)], HeldOut(2)); // items 22 and 23 have equal timestamps
        Assert.Equal([(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)], HeldOut(5)); // user 1 has only five
    }

    [Fact]
    public void The_latest_share_starts_at_one_point_in_time()
    {
        static long[] Times(ReadOnlyMemory<Rating> part) => [.. part.ToArray().Select(rating => rating.Timestamp)];

        SplitRatings parts = RatingSplit.Latest(0.25).Divide(Ratings); // 4 of 16
        Assert.Equal([100, 99, 98, 97], Times(parts.HeldOut));
        SplitRatings tied = RatingSplit.Latest(0.35).Divide(Ratings); // 6 of 16, the sixth ties with another at 95
        Assert.Equal([95, 95, 96, 97, 98, 99, 100], Times(tied.HeldOut).Order());
        Assert.True(Times(tied.Train).Max() < 95);
        Assert.Empty(RatingSplit.Latest(0.01).Divide(Ratings).HeldOut.ToArray());
    }

    [Fact]
    public void Ratings_from_a_timestamp_on_are_held_out_inclusively()
    {
        Assert.Equal([0, 1, 2], RatingSplit.From(98).Divide(Ratings).HeldOut.ToArray().Select(rating => rating.Item));
        Assert.Empty(RatingSplit.From(101).Divide(Ratings).HeldOut.ToArray());
        Assert.Empty(RatingSplit.From(0).Divide(Ratings).Train.ToArray());
    }

    [Fact]
    public void Only_the_latest_rating_of_an_item_counts()
    {
        Rating[] repeated = [new(0, 0, 3, 1), new(0, 1, 3, 2), new(0, 0, 5, 3)];
        SplitRatings parts = RatingSplit.LeaveLastOut().Divide(repeated);

        Assert.Equal([new Rating(0, 1, 3, 2)], parts.Train.ToArray());
        Assert.Equal([new Rating(0, 0, 5, 3)], parts.HeldOut.ToArray());
    }

    [Fact]
    public void No_ratings_give_empty_parts_and_invalid_splits_are_refused()
    {
        Assert.True(RatingSplit.RandomPerUser().Divide([]) is { Train.IsEmpty: true, HeldOut.IsEmpty: true });
        Assert.True(RatingSplit.Latest().Divide([]) is { Train.IsEmpty: true, HeldOut.IsEmpty: true });
        Assert.Throws<ArgumentOutOfRangeException>("heldOutShare", () => RatingSplit.RandomPerUser(0));
        Assert.Throws<ArgumentOutOfRangeException>("heldOutShare", () => RatingSplit.RandomPerUser(1));
        Assert.Throws<ArgumentOutOfRangeException>("heldOutShare", () => RatingSplit.Latest(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("heldOutCount", () => RatingSplit.LeaveLastOut(0));
    }

    [Fact]
    public void A_split_describes_what_it_holds_out()
    {
        Assert.Equal("a random share of 0.2 of each user's ratings, seed 3", RatingSplit.RandomPerUser(0.2, 3).ToString());
        Assert.Equal("the last of each user's ratings", RatingSplit.LeaveLastOut().ToString());
        Assert.Equal("the last 3 of each user's ratings", RatingSplit.LeaveLastOut(3).ToString());
        Assert.Equal("the latest share of 0.2 of all ratings", RatingSplit.Latest().ToString());
        Assert.Equal("the ratings from time 5 on", RatingSplit.From(5).ToString());
    }

    private static int Count(Rating[] ratings, int user) => ratings.Count(rating => rating.User == user);
}
