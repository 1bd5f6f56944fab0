using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class TasteChangeProtocolTests
{
    private static readonly TasteChangeOptions Options =
        new() { Scale = RatingScale.HalfStars, HistoryRatings = 3, RatingsBefore = 4, RatingsAfter = 5, Window = 2, MaximumUsers = 2 };

    /// <summary>
    /// User 0 rates items 0 to 13 with 5, user 1 with 1; user 2 rates items 0 to 9 with 3. Higher items are rated earlier.
    /// </summary>
    private static readonly Rating[] Ratings =
    [
        .. Enumerable.Range(0, 14).Select(item => new Rating(0, item, 5, 100 - item)),
        .. Enumerable.Range(0, 14).Select(item => new Rating(1, item, 1, 100 - item)),
        .. Enumerable.Range(0, 10).Select(item => new Rating(2, item, 3, 100 - item)),
    ];

    [Fact]
    public void The_first_ratings_of_sampled_users_train_and_their_next_ones_come_in_turns()
    {
        Spies spies = new((_, _) => 3);
        TasteChangeReport report = new TasteChangeProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        List<SpyRecommender.Call> calls = Assert.Single(spies.Made).Calls;
        Assert.Equal((2, 16), (report.UserCount, report.TrainCount)); // 3 ratings each of users 0 and 1, all 10 of user 2
        Assert.Equal(16 + (2 * 2 * 9), calls.Count);
        HashSet<(int, int)> train = [.. calls.Take(16).Select(call => (call.User, call.Item))];
        Assert.All(
            Enumerable.Range(0, 2),
            user => Assert.Equal([(user, 11), (user, 12), (user, 13)], train.Where(pair => pair.Item1 == user).Order()));
        Assert.All(calls.Take(16), call => Assert.Contains(call.Learned!.Value, Ratings));
        for (int i = 0; i < 18; i++)
        {
            SpyRecommender.Call predicted = calls[16 + (2 * i)];
            SpyRecommender.Call learned = calls[17 + (2 * i)];
            Assert.Null(predicted.Learned);
            Assert.Equal((i % 2, 10 - (i / 2)), (predicted.User, predicted.Item));
            Assert.Equal((i % 2, 10 - (i / 2)), (learned.Learned!.Value.User, learned.Learned!.Value.Item));
        }
    }

    [Fact]
    public void Ratings_after_the_change_are_mirrored_at_the_mean_of_the_others()
    {
        Spies spies = new((_, _) => 3);
        new TasteChangeProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        Rating[] stream = [.. spies.Made[0].Learned.Skip(16)];
        Assert.Equal([5, 1, 5, 1, 5, 1, 5, 1], stream.Take(8).Select(rating => rating.Value)); // items 10 to 7, unchanged
        // The others rate user 0's items 2 on average: 5 becomes -1, limited to 0.5. They rate user 1's items 4: 1 becomes 7, limited to 5.
        Assert.Equal([0.5f, 5, 0.5f, 5, 0.5f, 5, 0.5f, 5, 0.5f, 5], stream.Skip(8).Select(rating => rating.Value));
        Assert.Equal(stream.Select(rating => 100L - rating.Item), stream.Select(rating => rating.Timestamp));
    }

    [Theory]
    [InlineData(3.0f, 4.0f, 5.0f)] // 1 below the others becomes 1 above
    [InlineData(4.5f, 4.0f, 3.5f)]
    [InlineData(4.0f, 4.0f, 4.0f)]
    [InlineData(2.0f, 2.75f, 3.5f)]
    [InlineData(2.0f, 2.6f, 3.0f)] // 3.2 is nearest to 3
    [InlineData(1.0f, 4.5f, 5.0f)]
    public void A_mirrored_rating_is_rounded_to_the_nearest_level(float rating, float others, float mirrored)
    {
        Spies spies = new((_, _) => 3);
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 1, rating, 2), new(1, 1, others, 3)];
        new TasteChangeProtocol(new() { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1, Scale = RatingScale.HalfStars })
            .Run(ratings, [spies.Named("spy")]);

        Assert.Equal(new Rating(0, 1, mirrored, 2), spies.Made[0].Learned.Last());
    }

    [Fact]
    public void If_nobody_else_rates_the_item_the_mirror_is_the_mean_of_all_ratings()
    {
        Spies spies = new((_, _) => 3);
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 1, 4, 2), new(1, 0, 2, 3)]; // 3 on average
        new TasteChangeProtocol(new() { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1, Scale = RatingScale.HalfStars })
            .Run(ratings, [spies.Named("spy")]);

        Assert.Equal(2f, spies.Made[0].Learned.Last().Value);
    }

    [Fact]
    public void Errors_and_the_curve_match_hand_computed_values()
    {
        // One user; every prediction is 3. Before: 4 4 5, errors 1 1 2. After, mirrored at 3: 1 2 4 3.5 3, errors 2 1 1 0.5 0.
        float[] values = [4, 4, 5, 5, 4, 2, 2.5f, 3];
        Rating[] ratings =
        [
            .. values.Select((value, item) => new Rating(0, item, value, item)),
            .. values.Select((_, item) => new Rating(1, item, 3, item)).Take(8),
        ];
        TasteChangeOptions options = new() { HistoryRatings = 0, RatingsBefore = 3, RatingsAfter = 5, Window = 2, MaximumUsers = 1 };
        ulong seed = Enumerable.Range(0, 100).Select(i => (ulong)i).First(s => ChangedUser(ratings, options with { Seed = s }) == 0);
        TasteChangeResult result = new TasteChangeProtocol(options with { Seed = seed })
            .Run(ratings, [new Spies((_, _) => 3).Named("always 3")]).Results[0];

        Assert.Equal("always 3", result.Name);
        Assert.Equal(Math.Sqrt((1 + 1 + 4) / 3.0), result.RmseBefore);
        Assert.Equal(Math.Sqrt((4 + 1 + 1 + 0.25) / 5), result.RmseAfter);
        Assert.Equal(
            [
                new TasteChangePoint(-2, 1, 1), new(0, 2, Math.Sqrt(5 / 2.0)),
                new(2, 2, Math.Sqrt(5 / 2.0)), new(4, 2, Math.Sqrt(1.25 / 2)), new(5, 1, 0),
            ],
            result.Curve);
        Assert.Equal(4, result.RatingsToRecover); // 1.58 is not within 5 % of 1.41
        Assert.True(result.FitSeconds >= 0);
        Assert.Equal(2, Recovered(options with { Seed = seed, Tolerance = 0.12 }, 3));
        Assert.Null(Recovered(options with { Seed = seed, RatingsAfter = 2 }, 3));

        int? Recovered(TasteChangeOptions changed, double guess) =>
            new TasteChangeProtocol(changed).Run(ratings, [new Spies((_, _) => guess).Named("a")]).Results[0].RatingsToRecover;
    }

    [Fact]
    public void The_seed_determines_the_users_and_every_candidate_sees_the_same()
    {
        Rating[] ratings =
            [.. Enumerable.Range(0, 20).SelectMany(user => Enumerable.Range(0, 12).Select(item => new Rating(user, item, 3, item)))];
        HashSet<int> drawn = [];
        for (ulong seed = 0; seed < 40; seed++)
        {
            int user = ChangedUser(ratings, Options with { Seed = seed, MaximumUsers = 1 });
            Assert.Equal(user, ChangedUser(ratings, Options with { Seed = seed, MaximumUsers = 1 }));
            drawn.Add(user);
        }

        Assert.InRange(drawn.Count, 12, 20); // 17.4 on average
        Spies first = new((_, _) => 3);
        Spies second = new((_, _) => 4);
        new TasteChangeProtocol(Options).Run(ratings, [first.Named("first"), second.Named("second")]);
        Assert.Equal(first.Made[0].Calls, second.Made[0].Calls);
    }

    [Fact]
    public void A_batch_recommender_is_fitted_and_then_learns_one_by_one()
    {
        BatchSpyRecommender batch = new(RatingScale.HalfStars);
        new TasteChangeProtocol(Options).Run(Ratings, [new("batch", _ => batch)]);

        Assert.Equal(16, Assert.Single(batch.Fits).Length);
        Assert.Equal(18, batch.LearnCalls);
    }

    [Fact]
    public void Ratings_without_a_user_who_has_enough_are_refused()
    {
        Spies spies = new((_, _) => 3);
        Assert.Throws<ArgumentException>(
            "ratings", () => new TasteChangeProtocol(Options with { RatingsAfter = 8 }).Run(Ratings, [spies.Named("a")]));
        Assert.Throws<ArgumentException>(
            "ratings", () => new TasteChangeProtocol(Options with { RatingsAfter = int.MaxValue }).Run(Ratings, [spies.Named("a")]));
        Assert.Empty(spies.Made);
    }

    private static int ChangedUser(Rating[] ratings, TasteChangeOptions options)
    {
        Spies spies = new((_, _) => 3);
        new TasteChangeProtocol(options).Run(ratings, [spies.Named("spy")]);
        return spies.Made[0].Predicted.Select(pair => pair.User).Distinct().Single();
    }
}
