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
    public void Held_out_ratings_are_predicted_after_all_others_were_learned()
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
    public void Errors_match_hand_computed_values()
    {
        // The last two ratings of users 0 and 1 are held out; user 2 has only two and keeps them.
        Rating[] ratings =
        [
            new(1, 0, 3, 1), new(1, 1, 2, 2), new(1, 2, 5, 3), new(0, 0, 3, 1), new(0, 1, 3, 2), new(0, 2, 1, 3), new(0, 3, 4, 4),
            new(2, 0, 1, 1), new(2, 1, 1, 2),
        ];
        HoldOutReport report = new HoldOutProtocol(new HoldOutOptions { Split = RatingSplit.LeaveLastOut(2) })
            .Run(ratings, [new Spies((_, _) => 4).Named("always 4")]);

        HoldOutResult result = report.Results[0];
        Assert.Equal("always 4", result.Name);
        Assert.Equal(Math.Sqrt((9 + 0 + 4 + 1) / 4.0), result.Rmse);
        Assert.Equal((3 + 0 + 2 + 1) / 4.0, result.Mae);
        Assert.Equal([new UserValue(0, Math.Sqrt(9 / 2.0)), new(1, Math.Sqrt(5 / 2.0))], result.UserRmse);
        Assert.Equal((1, 1, 2, Math.Sqrt(5 / 2.0), 1.5), Figures.Of(result.ByKnownRatings[1]));
        Assert.Equal((2, 2, 2, Math.Sqrt(9 / 2.0), 1.5), Figures.Of(result.ByKnownRatings[2]));
        Assert.Equal(4, result.ByKnownRatings.Sum(row => row.Count));
        Assert.True(result.FitSeconds >= 0 && result.PredictSeconds >= 0);
    }

    [Fact]
    public void A_split_with_an_empty_part_is_refused()
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
    public void A_batch_recommender_is_fitted_once_and_its_training_reports_progress()
    {
        ProgressLog log = new();
        BatchSpyRecommender batch = new(RatingScale.HalfStars);
        new HoldOutProtocol().Run(Ratings, [new("batch", _ => batch), new Spies((_, _) => 3).Named("spy")], log);

        Assert.Equal(32, Assert.Single(batch.Fits).Length);
        Assert.Equal(0, batch.LearnCalls);
        log.AssertRisesToOne();
        Assert.Equal(
            [("batch", 0.0), ("batch", 0.25), ("batch", 0.5), ("batch", 1.0), ("spy", 1.0), ("spy", 2.0)],
            log.Reports.Take(6).Select(report => (report.Name, Math.Round(6 * report.Fraction, 9)))); // 2 candidates and 4 baselines
    }
}
