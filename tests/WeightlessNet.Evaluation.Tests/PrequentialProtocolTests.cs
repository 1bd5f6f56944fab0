using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class PrequentialProtocolTests
{
    [Fact]
    public void Every_rating_is_predicted_just_before_it_is_learned_in_the_order_of_time()
    {
        Rating[] ratings = [.. Enumerable.Range(0, 50).Select(i => new Rating(i % 3, i, 3, (i * 7) % 10))];
        Spies spies = new((_, _) => 3);
        new PrequentialProtocol().Run(ratings, [spies.Named("spy")]);

        List<SpyRecommender.Call> calls = Assert.Single(spies.Made).Calls;
        Assert.Equal(100, calls.Count);
        for (int i = 0; i < calls.Count; i += 2)
        {
            Assert.Null(calls[i].Learned);
            Assert.Equal((calls[i].User, calls[i].Item), (calls[i + 1].Learned!.Value.User, calls[i + 1].Learned!.Value.Item));
        }

        Assert.Equal(ratings.OrderBy(rating => rating.Timestamp), spies.Made[0].Learned); // OrderBy is stable
    }

    [Fact]
    public void A_batch_recommender_also_learns_one_by_one()
    {
        BatchSpyRecommender batch = new(RatingScale.HalfStars);
        new PrequentialProtocol(new() { Scale = batch.Scale }).Run([new(0, 0, 3), new(0, 1, 3)], [new("batch", _ => batch)]);

        Assert.Equal(2, batch.LearnCalls);
        Assert.Empty(batch.Fits);
    }

    [Fact]
    public void Errors_and_the_learning_curve_match_hand_computed_values()
    {
        // Errors of 3, 1, 2, 0, 1 in the order of time.
        Rating[] ratings = [new(0, 4, 3, 5), new(0, 3, 4, 4), new(0, 2, 2, 3), new(0, 1, 3, 2), new(0, 0, 1, 1)];
        PrequentialReport report = new PrequentialProtocol(new PrequentialOptions { CurvePoints = 2 })
            .Run(ratings, [new Spies((_, _) => 4).Named("always 4")]);

        PrequentialResult result = report.Results[0];
        Assert.Equal("always 4", result.Name);
        Assert.Equal(5, report.RatingCount);
        Assert.Equal(Math.Sqrt(15 / 5.0), result.Rmse);
        Assert.Equal(7 / 5.0, result.Mae);
        Assert.Equal(
            [new LearningCurvePoint(2, Math.Sqrt(10 / 2.0), Math.Sqrt(10 / 2.0)), new(5, Math.Sqrt(15 / 5.0), Math.Sqrt(5 / 3.0))],
            result.LearningCurve);
        Assert.True(result.PredictNanoseconds >= 0 && result.LearnNanoseconds >= 0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(100, 100)]
    [InlineData(1000, 7)]
    [InlineData(3, 100)]
    public void Curve_points_are_evenly_spaced_and_the_last_is_the_end(int ratings, int points)
    {
        Rating[] stream = [.. Enumerable.Range(0, ratings).Select(i => new Rating(0, i, 3, i))];
        PrequentialReport report = new PrequentialProtocol(new PrequentialOptions { CurvePoints = points })
            .Run(stream, [new Spies((_, _) => 4).Named("always 4")]);

        int[] seen = [.. report.Results[0].LearningCurve.Select(point => point.RatingsSeen)];
        Assert.Equal(Math.Min(ratings, points), seen.Length);
        Assert.Equal(ratings, seen[^1]);
        int[] gaps = [.. seen.Zip(seen.Prepend(0), (to, from) => to - from)];
        Assert.InRange(gaps.Max() - gaps.Min(), 0, 1);
        Assert.All(report.Results[0].LearningCurve, point => Assert.Equal((1.0, 1.0), (point.CumulativeRmse, point.WindowRmse)));
    }

    [Fact]
    public void Errors_are_broken_down_by_the_number_of_known_ratings()
    {
        // The error is 1 for even items and 0 for odd ones; user 1 rates once, user 0 rates items 0 to 149 in order.
        Rating[] ratings = [new(1, 0, 3, 1000), .. Enumerable.Range(0, 150).Select(i => new Rating(0, i, 3, i))];
        PrequentialReport report = new PrequentialProtocol().Run(ratings, [new Spies((_, item) => item % 2 == 0 ? 4 : 3).Named("a")]);

        static (int, int?, int, double, double) Row(int minimum, int? maximum, int count, int wrong) =>
            (minimum, maximum, count, Math.Sqrt((double)wrong / count), (double)wrong / count);
        Assert.Equal(
            [
                Row(0, 0, 2, 2), Row(1, 1, 1, 0), Row(2, 2, 1, 1), Row(3, 5, 3, 1), Row(6, 10, 5, 3), Row(11, 20, 10, 5),
                Row(21, 50, 30, 15), Row(51, 100, 50, 25), Row(101, null, 49, 24),
            ],
            report.Results[0].ByKnownRatings.Select(Figures.Of));
    }

    [Fact]
    public void A_repeated_rating_does_not_count_as_known_and_empty_ranges_are_zero()
    {
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 0, 4, 2), new(0, 0, 5, 3), new(0, 1, 5, 4)];
        PrequentialReport report = new PrequentialProtocol().Run(ratings, [new Spies((_, _) => 3).Named("always 3")]);

        Assert.Equal((2, 2), (report.RatingCount, report.RepeatedCount));
        Assert.Equal((0, 0, 1, 0, 0), Figures.Of(report.Results[0].ByKnownRatings[0]));
        Assert.Equal((1, 1, 1, 2, 2), Figures.Of(report.Results[0].ByKnownRatings[1]));
        Assert.All(report.Results[0].ByKnownRatings.Skip(2), row => Assert.Equal((0, 0.0, 0.0), (row.Count, row.Rmse, row.Mae)));
    }

    [Fact]
    public void A_repeated_rating_is_learned_but_not_predicted()
    {
        Rating[] ratings = [new(0, 0, 3, 1), new(0, 0, 4, 2), new(1, 0, 5, 3), new(0, 1, 2, 4), new(0, 0, 5, 5)];
        Spies spies = new((_, _) => 3);
        PrequentialReport report = new PrequentialProtocol().Run(ratings, [spies.Named("always 3")]);

        Assert.Equal(ratings, spies.Made[0].Learned);
        Assert.Equal([(0, 0), (1, 0), (0, 1)], spies.Made[0].Predicted);
        Assert.Equal((3, 2), (report.RatingCount, report.RepeatedCount));
        Assert.Equal((0 + 2 + 1) / 3.0, report.Results[0].Mae);
        Assert.Equal([1, 2, 3], report.Results[0].LearningCurve.Select(point => point.RatingsSeen));
        Assert.Equal(3, report.Results[0].ByKnownRatings.Sum(row => row.Count));
    }

    [Fact]
    public void Progress_names_the_current_candidate()
    {
        ProgressLog log = new();
        Rating[] ratings = [.. Enumerable.Range(0, 10).Select(i => new Rating(0, i, 3, i))];
        new PrequentialProtocol(new PrequentialOptions { CurvePoints = 4 })
            .Run(ratings, [new Spies((_, _) => 3).Named("a"), new Spies((_, _) => 3).Named("b")], log);

        log.AssertRisesToOne();
        string[] names =
        [
            "a", "b", PlainBaselines.BiasName, PlainBaselines.ItemMeanName, PlainBaselines.UserMeanName, PlainBaselines.ConstantName,
        ];
        Assert.All(log.Reports, report => Assert.Equal(Array.IndexOf(names, report.Name) + 0.5, 6 * report.Fraction, 0.5 + 1e-9));
        Assert.Equal(names, log.Reports.Select(report => report.Name).Distinct());
        Assert.Contains(log.Reports, report => report is { Name: "b", Fraction: > 1 / 6.0 and < 2 / 6.0 });
    }
}
