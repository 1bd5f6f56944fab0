using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class TasteChangeProtocolTests
{
    private static readonly TasteChangeOptions Options =
        new() { HistoryRatings = 3, RatingsBefore = 4, RatingsAfter = 5, Window = 2, MaximumUsers = 2 };

    /// <summary>
    /// Users 0 and 1 rate items 0 to 13 at times that fall with the item's id, with 5 and with 1; user 2 rates items 0 to 9 with 3.
    /// </summary>
    private static readonly Rating[] Ratings =
    [
        .. Enumerable.Range(0, 14).Select(item => new Rating(0, item, 5, 100 - item)),
        .. Enumerable.Range(0, 14).Select(item => new Rating(1, item, 1, 100 - item)),
        .. Enumerable.Range(0, 10).Select(item => new Rating(2, item, 3, 100 - item)),
    ];

    [Fact]
    public void Users_of_enough_ratings_train_with_their_first_ones_and_the_rest_comes_in_turns()
    {
        Spies spies = new((_, _) => 3);
        TasteChangeReport report = new TasteChangeProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        List<SpyRecommender.Call> calls = Assert.Single(spies.Made).Calls;
        Assert.Equal((2, 16), (report.UserCount, report.TrainCount)); // 3 of users 0 and 1 each, all of user 2
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
    public void From_the_change_on_ratings_are_mirrored_at_what_the_others_think()
    {
        Spies spies = new((_, _) => 3);
        new TasteChangeProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        Rating[] stream = [.. spies.Made[0].Learned.Skip(16)];
        Assert.Equal([5, 1, 5, 1, 5, 1, 5, 1], stream.Take(8).Select(rating => rating.Value)); // items 10 to 7 as they are
        // The others give user 0's items 2 on average: 5 becomes -1, so 0.5. They give those of user 1 4: 1 becomes 7, so 5.
        Assert.Equal([0.5f, 5, 0.5f, 5, 0.5f, 5, 0.5f, 5, 0.5f, 5], stream.Skip(8).Select(rating => rating.Value));
        Assert.Equal(stream.Select(rating => 100L - rating.Item), stream.Select(rating => rating.Timestamp));
    }

    [Theory]
    [InlineData(3.0f, 4.0f, 5.0f)] // one below the others becomes one above
    [InlineData(4.5f, 4.0f, 3.5f)]
    [InlineData(4.0f, 4.0f, 4.0f)]
    [InlineData(2.0f, 2.75f, 3.5f)]
    [InlineData(2.0f, 2.6f, 3.0f)] // 3.2 is nearest to 3
    [InlineData(1.0f, 4.5f, 5.0f)]
    public void A_mirrored_rating_is_as_far_on_the_other_side_at_the_nearest_level(float rating, float others, float mirrored)
    {
        Spies spies = new((_, _) => 3);
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 1, rating, 2), new(1, 1, others, 3)];
        new TasteChangeProtocol(new TasteChangeOptions { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1 })
            .Run(ratings, [spies.Named("spy")]);

        Assert.Equal(new Rating(0, 1, mirrored, 2), spies.Made[0].Learned.Last());
    }

    [Fact]
    public void Where_nobody_else_rates_the_item_the_mean_of_all_ratings_is_the_mirror()
    {
        Spies spies = new((_, _) => 3);
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 1, 4, 2), new(1, 0, 2, 3)]; // 3 on average
        new TasteChangeProtocol(new TasteChangeOptions { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1 })
            .Run(ratings, [spies.Named("spy")]);

        Assert.Equal(2f, spies.Made[0].Learned.Last().Value);
    }

    [Fact]
    public void Errors_and_the_windows_of_the_curve_are_those_computed_by_hand()
    {
        // One user; the guess is 3. Before: 4 4 5, errors 1 1 2. After, mirrored at 3: 1 2 4 3.5 3, errors 2 1 1 0.5 0.
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

        Assert.Equal("always 3", result.System);
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
    public void The_seed_draws_the_users_and_every_candidate_sees_the_same()
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
    public void A_recommender_that_trains_in_one_go_is_fitted_and_then_learns_one_by_one()
    {
        BatchSpyRecommender batch = new(RatingScale.HalfStars);
        new TasteChangeProtocol(Options).Run(Ratings, [new("batch", _ => batch)]);

        Assert.Equal(16, Assert.Single(batch.Fits).Length);
        Assert.Equal(18, batch.LearnCalls);
    }

    [Fact]
    public void Ratings_of_which_no_user_has_enough_are_refused()
    {
        Spies spies = new((_, _) => 3);
        Assert.Throws<ArgumentException>(
            "ratings", () => new TasteChangeProtocol(Options with { RatingsAfter = 8 }).Run(Ratings, [spies.Named("a")]));
        Assert.Throws<ArgumentException>(
            "ratings", () => new TasteChangeProtocol(Options with { RatingsAfter = int.MaxValue }).Run(Ratings, [spies.Named("a")]));
        Assert.Empty(spies.Made);
    }

    [Fact]
    public void Progress_rises_to_one_and_cancelling_ends_the_evaluation()
    {
        ProgressLog log = new();
        new TasteChangeProtocol(Options).Run(Ratings, [new("batch", scale => new BatchSpyRecommender(scale))], log);
        log.AssertRisesToOne();

        using CancellationTokenSource source = new();
        Spies spies = new((_, _) =>
        {
            source.Cancel();
            return 3;
        });
        Assert.Throws<OperationCanceledException>(
            () => new TasteChangeProtocol(Options).Run(Ratings, [spies.Named("spy")], null, source.Token));
        Assert.Single(Assert.Single(spies.Made).Predicted);
    }

    private static int ChangedUser(Rating[] ratings, TasteChangeOptions options)
    {
        Spies spies = new((_, _) => 3);
        new TasteChangeProtocol(options).Run(ratings, [spies.Named("spy")]);
        return spies.Made[0].Predicted.Select(pair => pair.User).Distinct().Single();
    }
}
