using WeightlessNet.Evaluation.Metrics;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class MetricsTests
{
    [Fact]
    public void Errors_match_hand_computed_values()
    {
        RatingErrors errors = default;
        errors.Add(predicted: 4, actual: 3);
        errors.Add(predicted: 2, actual: 4);
        errors.Add(predicted: 5, actual: 5);
        errors.Add(predicted: 1, actual: 3);

        Assert.Equal(4, errors.Count);
        Assert.Equal(1.5, errors.Rmse); // sqrt((1 + 4 + 0 + 4) / 4)
        Assert.Equal(1.25, errors.Mae); // (1 + 2 + 0 + 2) / 4
    }

    [Fact]
    public void Errors_without_predictions_are_zero()
    {
        RatingErrors errors = default;

        Assert.Equal(0, errors.Count);
        Assert.Equal(0.0, errors.Rmse);
        Assert.Equal(0.0, errors.Mae);
    }

    [Fact]
    public void Errors_of_two_accumulators_add_up()
    {
        RatingErrors left = default;
        left.Add(1, 2);
        RatingErrors right = default;
        right.Add(1, 4);
        right.Add(3, 3);

        left.Add(right);

        Assert.Equal(3, left.Count);
        Assert.Equal(Math.Sqrt(10.0 / 3), left.Rmse);
        Assert.Equal(4.0 / 3, left.Mae);
    }

    [Theory]
    [InlineData(double.NaN, 1.0, "predicted")]
    [InlineData(double.PositiveInfinity, 1.0, "predicted")]
    [InlineData(1.0, double.NaN, "actual")]
    [InlineData(1.0, double.NegativeInfinity, "actual")]
    public void Numbers_that_are_not_finite_are_refused(double predicted, double actual, string parameter)
    {
        RatingErrors errors = default;

        Assert.Throws<ArgumentOutOfRangeException>(parameter, () => errors.Add(predicted, actual));
        Assert.Equal(0, errors.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 6)]
    public void Accuracy_counts_predictions_within_the_tolerance(int tolerance, int hits)
    {
        LevelAccuracy accuracy = new(tolerance);
        foreach (int predicted in new[] { 5, 6, 7, 8, 4, 3 })
        {
            accuracy.Add(predicted, 5);
        }

        Assert.Equal(6, accuracy.Count);
        Assert.Equal(hits, accuracy.Hits);
        Assert.Equal(hits / 6.0, accuracy.Share);
    }

    [Fact]
    public void Accuracy_without_predictions_is_zero_and_a_negative_tolerance_is_refused()
    {
        Assert.Equal(0.0, new LevelAccuracy(2).Share);
        Assert.Equal(0.0, default(LevelAccuracy).Share);
        Assert.Throws<ArgumentOutOfRangeException>("tolerance", () => new LevelAccuracy(-1));
    }

    [Fact]
    public void Accuracy_does_not_overflow_for_extreme_integers()
    {
        LevelAccuracy accuracy = new(2);
        accuracy.Add(int.MinValue, int.MaxValue);
        accuracy.Add(int.MinValue, 0);

        Assert.Equal(0, accuracy.Hits);
    }

    [Fact]
    public void Summary_statistics_match_hand_computed_values()
    {
        Assert.Equal((4.0, 2.0, 6.0, Math.Sqrt(8.0 / 3)), Summarize(2, 4, 4, 6));
    }

    [Fact]
    public void A_single_value_has_no_deviation_and_none_is_refused()
    {
        Assert.Equal((0.3, 0.3, 0.3, 0), Summarize(0.3));
        Assert.Throws<ArgumentException>("values", () => SummaryStatistics.Of([]));
        Assert.Throws<ArgumentException>("values", () => SummaryStatistics.Of([1, double.NaN]));
    }

    [Fact]
    public void The_mean_of_equal_values_is_that_value()
    {
        Assert.Equal((0.1, 0.1, 0.1, 0), Summarize(0.1, 0.1, 0.1)); // 0.1 + 0.1 + 0.1 is not 0.3 in binary
    }

    private static (double Mean, double Minimum, double Maximum, double StandardDeviation) Summarize(params double[] values)
    {
        SummaryStatistics statistics = SummaryStatistics.Of(values);
        return (statistics.Mean, statistics.Minimum, statistics.Maximum, statistics.StandardDeviation);
    }
}
