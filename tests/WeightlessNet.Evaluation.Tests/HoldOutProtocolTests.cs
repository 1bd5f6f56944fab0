using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class HoldOutProtocolTests
{
    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 40).Select(i => new Rating(i % 4, i / 4, 0.5f + (0.5f * (i % 10)), i))];

    [Fact]
    public void What_the_split_holds_out_is_predicted_after_all_else_was_learned()
    {
        foreach (RatingSplit split in new[] { RatingSplit.RandomPerUser(), RatingSplit.LeaveLastOut(2), RatingSplit.Latest(0.3) })
        {
            Spies spies = new((_, _) => 3);
            HoldOutReport report = new HoldOutProtocol(new HoldOutOptions { Split = split }).Run(Ratings, [spies.Named("spy")]);

            SplitRatings parts = split.Divide(Ratings);
            SpyRecommender spy = Assert.Single(spies.Made);
            Assert.Equal(parts.Train.ToArray(), spy.Calls.Take(parts.Train.Length).Select(call => call.Learned!.Value));
            Assert.Equal(parts.HeldOut.ToArray().Select(rating => (rating.User, rating.Item)), spy.Predicted);
            Assert.Equal(40, spy.Calls.Count);
            Assert.Equal((parts.Train.Length, parts.HeldOut.Length), (report.TrainCount, report.TestCount));
        }
    }

    [Fact]
    public void Errors_are_those_computed_by_hand()
    {
        // Held out are the last two of user 0 and the last two of user 1; user 2 has two and keeps them.
        Rating[] ratings =
        [
            new(1, 0, 3, 1), new(1, 1, 2, 2), new(1, 2, 5, 3), new(0, 0, 3, 1), new(0, 1, 3, 2), new(0, 2, 1, 3), new(0, 3, 4, 4),
            new(2, 0, 1, 1), new(2, 1, 1, 2),
        ];
        HoldOutReport report = new HoldOutProtocol(new HoldOutOptions { Split = RatingSplit.LeaveLastOut(2) })
            .Run(ratings, [new Spies((_, _) => 4).Named("always 4")]);

        HoldOutResult result = report.Results[0];
        Assert.Equal("always 4", result.System);
        Assert.Equal(Math.Sqrt((9 + 0 + 4 + 1) / 4.0), result.Rmse);
        Assert.Equal((3 + 0 + 2 + 1) / 4.0, result.Mae);
        Assert.Equal([new UserValue(0, Math.Sqrt(9 / 2.0)), new(1, Math.Sqrt(5 / 2.0))], result.UserRmse);
        Assert.Equal(new KnownRatingsResult(1, 1, 2, Math.Sqrt(5 / 2.0), 1.5), result.ByKnownRatings[1]);
        Assert.Equal(new KnownRatingsResult(2, 2, 2, Math.Sqrt(9 / 2.0), 1.5), result.ByKnownRatings[2]);
        Assert.Equal(4, result.ByKnownRatings.Sum(row => row.Count));
        Assert.True(result.FitSeconds >= 0 && result.PredictSeconds >= 0);
    }

    [Fact]
    public void A_split_that_leaves_nothing_on_a_side_is_refused()
    {
        Spies spies = new((_, _) => 3);
        foreach (RatingSplit split in new[] { RatingSplit.From(0), RatingSplit.From(1000), RatingSplit.LeaveLastOut(10) })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(
                "ratings", () => new HoldOutProtocol(new HoldOutOptions { Split = split }).Run(Ratings, [spies.Named("a")]));
            Assert.Contains(split.ToString(), exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(spies.Made);
    }

    [Fact]
    public void A_recommender_that_trains_in_one_go_is_fitted_and_progress_rises_to_one()
    {
        ProgressLog log = new();
        BatchSpyRecommender batch = new(RatingScale.HalfStars);
        new HoldOutProtocol().Run(Ratings, [new("batch", _ => batch), new Spies((_, _) => 3).Named("spy")], log);

        Assert.Equal(32, Assert.Single(batch.Fits).Length);
        Assert.Equal(0, batch.LearnCalls);
        log.AssertRisesToOne();
        Assert.Equal(
            [("batch", 0.25), ("batch", 0.5), ("batch", 1.0), ("spy", 2.0)],
            log.Reports.Take(4).Select(report => (report.System, Math.Round(6 * report.Part, 9)))); // 2 candidates and 4 baselines
    }

    [Fact]
    public void Cancelling_ends_the_evaluation()
    {
        using CancellationTokenSource source = new();
        Spies spies = new((_, _) =>
        {
            source.Cancel();
            return 3;
        });

        Assert.Throws<OperationCanceledException>(() => new HoldOutProtocol().Run(Ratings, [spies.Named("spy")], null, source.Token));
        Assert.Single(Assert.Single(spies.Made).Predicted);
    }
}
