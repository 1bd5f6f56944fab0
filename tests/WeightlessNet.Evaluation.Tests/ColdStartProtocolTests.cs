using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class ColdStartProtocolTests
{
    /// <summary>Users 0 to 6 have 10 ratings, user 7 has 4, in the order of the items.</summary>
    private static readonly Rating[] Ratings =
    [
        .. Enumerable.Range(0, 10).SelectMany(item => Enumerable.Range(0, 8).Select(user => (user, item)))
            .Where(pair => pair.user < 7 || pair.item < 4)
            .Select(pair => new Rating(pair.user, pair.item, 1 + ((pair.user + pair.item) % 4))),
    ];

    private static readonly ColdStartOptions Options = new() { KnownRatings = [0, 1, 5], Groups = 3, HeldOutShare = 0.3 };

    [Fact]
    public void The_same_ratings_are_tested_for_every_number_of_known_ratings()
    {
        Spies spies = new((_, _) => 3);
        ColdStartReport report = new ColdStartProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        Assert.Equal((7, 21), (report.UserCount, report.TestCount)); // 3 of 10 ratings of 7 users
        Assert.Equal(9, spies.Made.Count); // 3 groups for each of 3 numbers
        (int, int)[][] tested = [.. spies.Made.Chunk(3).Select(groups => groups.SelectMany(spy => spy.Predicted).ToArray())];
        Assert.Equal(tested[0], tested[1]);
        Assert.Equal(tested[0], tested[2]);
        Assert.Equal(21, tested[0].Distinct().Count());
        Assert.All(Enumerable.Range(0, 7), user => Assert.Equal(3, tested[0].Count(pair => pair.Item1 == user)));
    }

    [Fact]
    public void Training_has_the_known_ratings_of_the_group_and_all_ratings_of_others_that_are_not_held_out()
    {
        Spies spies = new((_, _) => 3);
        new ColdStartProtocol(Options).Run(Ratings, [spies.Named("spy")]);

        HashSet<(int, int)> heldOut = [.. spies.Made.SelectMany(spy => spy.Predicted)];
        for (int run = 0; run < 9; run++)
        {
            SpyRecommender spy = spies.Made[run];
            HashSet<int> group = [.. spy.Predicted.Select(pair => pair.User)];
            Assert.InRange(group.Count, 2, 3);
            Assert.DoesNotContain(spy.Learned, rating => heldOut.Contains((rating.User, rating.Item)));
            Assert.All(group, user => Assert.Equal(Options.KnownRatings[run / 3], spy.Learned.Count(rating => rating.User == user)));
            Assert.Equal(
                Ratings.Where(rating => !group.Contains(rating.User) && !heldOut.Contains((rating.User, rating.Item))),
                spy.Learned.Where(rating => !group.Contains(rating.User)));
            Assert.Equal(4, spy.Learned.Count(rating => rating.User == 7)); // too few ratings to be tested
        }
    }

    [Fact]
    public void Known_ratings_stay_known_and_their_order_differs_between_users()
    {
        Spies spies = new((_, _) => 3);
        new ColdStartProtocol(Options with { KnownRatings = [1, 2, 4] }).Run(Ratings, [spies.Named("spy")]);

        HashSet<(int, int)> firsts = [];
        for (int group = 0; group < 3; group++)
        {
            HashSet<int> users = [.. spies.Made[group].Predicted.Select(pair => pair.User)];
            HashSet<Rating>[] known =
            [
                .. Enumerable.Range(0, 3).Select(i => spies.Made[(3 * i) + group].Learned)
                    .Select(learned => learned.Where(rating => users.Contains(rating.User)).ToHashSet()),
            ];
            Assert.ProperSubset(known[1], known[0]);
            Assert.ProperSubset(known[2], known[1]);
            firsts.UnionWith(known[0].Select(rating => (rating.User, rating.Item)));
        }

        Assert.Equal(7, firsts.Count);
        Assert.InRange(firsts.Select(pair => pair.Item2).Distinct().Count(), 3, 7);
    }

    [Fact]
    public void Errors_match_hand_computed_values()
    {
        // Two users with two ratings each: one is held out, the other known or not. The prediction is 1 too high for user 0, 2 for user 1.
        Rating[] ratings = [new(0, 0, 3), new(0, 1, 3), new(1, 0, 2), new(1, 1, 2)];
        ColdStartReport report = new ColdStartProtocol(new ColdStartOptions { KnownRatings = [1, 0], Groups = 2, HeldOutShare = 0.5 })
            .Run(ratings, [new Spies((_, _) => 4).Named("always 4")]);

        ColdStartResult result = report.Results[0];
        Assert.Equal("always 4", result.Name);
        Assert.Equal([1, 0], result.ByKnownRatings.Select(point => point.KnownRatings));
        Assert.All(result.ByKnownRatings, point =>
        {
            Assert.Equal(Math.Sqrt((1 + 4) / 2.0), point.Rmse);
            Assert.Equal(1.5, point.Mae);
            Assert.Equal([new UserValue(0, 1), new UserValue(1, 2)], point.UserRmse);
        });
        Assert.True(result.FitSeconds >= 0 && result.PredictSeconds >= 0);
    }

    [Fact]
    public void The_seed_determines_the_run_and_every_candidate_sees_the_same()
    {
        static List<List<SpyRecommender.Call>> Calls(ulong seed)
        {
            Spies first = new((_, _) => 3);
            Spies second = new((_, _) => 4);
            new ColdStartProtocol(Options with { Seed = seed }).Run(Ratings, [first.Named("first"), second.Named("second")]);
            Assert.Equal(first.Made.Select(spy => spy.Calls), second.Made.Select(spy => spy.Calls));
            return [.. first.Made.Select(spy => spy.Calls)];
        }

        Assert.Equal(Calls(1), Calls(1));
        Assert.NotEqual(Calls(1), Calls(2));
    }

    [Fact]
    public void Too_few_users_with_enough_ratings_are_refused()
    {
        Spies spies = new((_, _) => 3);
        Assert.Throws<ArgumentException>(
            "ratings", () => new ColdStartProtocol(Options with { KnownRatings = [8] }).Run(Ratings, [spies.Named("a")]));
        Assert.Throws<ArgumentException>(
            "ratings", () => new ColdStartProtocol(Options with { Groups = 8 }).Run(Ratings, [spies.Named("a")]));
        Assert.Empty(spies.Made);
        Assert.Equal(7, new ColdStartProtocol(Options with { KnownRatings = [7] }).Run(Ratings, [spies.Named("a")]).UserCount);
    }
}
