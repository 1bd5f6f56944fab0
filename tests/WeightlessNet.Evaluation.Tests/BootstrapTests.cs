using WeightlessNet.Bits;
using WeightlessNet.Evaluation.Comparison;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class BootstrapTests
{
    [Fact]
    public void The_interval_lies_between_the_percentiles_of_resampled_means()
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(i => (double)(1 << i))]; // hardly any two means are equal
        BootstrapOptions options = new() { Resamples = 199, Confidence = 0.9, Seed = 7 };
        SplitMix64 random = new(7);
        List<double> means = [];
        for (int resample = 0; resample < 199; resample++)
        {
            means.Add(Enumerable.Range(0, 12).Select(_ => values[random.Next(12)]).Sum() / 12);
        }

        means.Sort();

        // 5 % of 200 is 10: the tenth lowest and the tenth highest mean.
        Assert.Equal(new ConfidenceInterval(4095 / 12.0, means[9], means[189], 0.9), Bootstrap.MeanInterval(values, options));
    }

    [Fact]
    public void The_interval_of_many_values_matches_the_normal_approximation()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i % 5 == 0 ? 1.0 : 0.0)];
        ConfidenceInterval interval = Bootstrap.MeanInterval(values);

        // The standard error is sqrt(0.2 * 0.8 / 1000) = 0.01265.
        Assert.Equal(0.2, interval.Estimate);
        Assert.Equal(0.2 - (1.96 * 0.01265), interval.Lower, 0.002);
        Assert.Equal(0.2 + (1.96 * 0.01265), interval.Upper, 0.002);
        Assert.Equal(0.95, interval.Confidence);
    }

    [Fact]
    public void Higher_confidence_gives_a_wider_interval()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        double[] confidences = [0.5, 0.8, 0.95, 0.99];
        double[] widths =
        [
            .. confidences
                .Select(confidence => Bootstrap.MeanInterval(values, new BootstrapOptions { Confidence = confidence }))
                .Select(interval => interval.Upper - interval.Lower),
        ];

        Assert.Equal(widths.Distinct().Order(), widths);
    }

    [Fact]
    public void Equal_values_and_a_single_value_have_an_interval_of_zero_width()
    {
        Assert.Equal(new ConfidenceInterval(0.25, 0.25, 0.25, 0.95), Bootstrap.MeanInterval([0.25, 0.25, 0.25]));
        Assert.Equal(new ConfidenceInterval(3, 3, 3, 0.95), Bootstrap.MeanInterval([3.0]));
    }

    [Fact]
    public void The_seed_determines_the_interval()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => Math.Sqrt(i))];
        static BootstrapOptions Seed(ulong seed) => new() { Seed = seed, Resamples = 500 };

        Assert.Equal(Bootstrap.MeanInterval(values, Seed(1)), Bootstrap.MeanInterval(values, Seed(1)));
        Assert.NotEqual(Bootstrap.MeanInterval(values, Seed(1)), Bootstrap.MeanInterval(values, Seed(2)));
    }

    [Fact]
    public void User_values_have_the_interval_of_their_values()
    {
        UserValue[] values = [new(3, 1), new(5, 2), new(9, 4)];

        Assert.Equal(Bootstrap.MeanInterval([1.0, 2, 4]), Bootstrap.MeanInterval(values));
        Assert.Throws<ArgumentNullException>("values", () => Bootstrap.MeanInterval((UserValue[])null!));
    }

    [Fact]
    public void Empty_and_non_finite_values_are_refused()
    {
        Assert.Throws<ArgumentException>("values", () => Bootstrap.MeanInterval(ReadOnlySpan<double>.Empty));
        Assert.Throws<ArgumentException>("values", () => Bootstrap.MeanInterval([1.0, double.NaN]));
        Assert.Throws<ArgumentException>("values", () => Bootstrap.MeanInterval([double.PositiveInfinity]));
    }

    [Fact]
    public void A_comparison_counts_wins_ties_and_losses_and_resamples_the_differences()
    {
        double[] first = [3, 5, 2, 2, 9];
        double[] second = [1, 5, 3, 1, 4];
        PairedComparison comparison = PairedComparison.Of(first, second);

        Assert.Equal((3, 1, 1), (comparison.Wins, comparison.Ties, comparison.Losses));
        Assert.Equal(Bootstrap.MeanInterval([2.0, 0, -1, 1, 5]), comparison.Difference);
        Assert.Equal(1.4, comparison.Difference.Estimate);
        Assert.InRange(comparison.ShareAboveZero, 0.9, 0.999);
    }

    [Fact]
    public void A_reversed_comparison_mirrors_the_counts()
    {
        double[] first = [3, 5, 2];
        double[] second = [1, 5, 3];
        PairedComparison there = PairedComparison.Of(first, second);
        PairedComparison back = PairedComparison.Of(second, first);

        Assert.Equal((there.Wins, there.Ties, there.Losses), (back.Losses, back.Ties, back.Wins));
        Assert.Equal(there.Difference.Estimate, -back.Difference.Estimate);
        Assert.Equal(there.Difference.Lower, -back.Difference.Upper);
    }

    [Fact]
    public void The_share_above_zero_counts_strictly_positive_resamples()
    {
        Assert.Equal(1.0, PairedComparison.Of([2.0, 3], [1.0, 2]).ShareAboveZero);
        Assert.Equal(0.0, PairedComparison.Of([1.0, 2], [1.0, 2]).ShareAboveZero);
        // With differences 1 and -1, a quarter of the resamples draws the first user twice.
        Assert.Equal(0.25, PairedComparison.Of([1.0, 0], [0.0, 1]).ShareAboveZero, 0.02);
    }

    [Fact]
    public void Figures_that_cannot_be_paired_are_refused()
    {
        Assert.Throws<ArgumentException>("second", () => PairedComparison.Of([1.0], [1.0, 2]));
        Assert.Throws<ArgumentException>("first", () => PairedComparison.Of(ReadOnlySpan<double>.Empty, []));
        Assert.Throws<ArgumentException>("first", () => PairedComparison.Of([double.NaN], [1.0]));
        Assert.Throws<ArgumentException>("second", () => PairedComparison.Of([1.0], [double.NegativeInfinity]));
        UserValue[] users = [new(1, 5), new(2, 6)];
        UserValue[] others = [new(1, 5), new(3, 6)];
        Assert.Throws<ArgumentException>("second", () => PairedComparison.Of(users, others));
        Assert.Throws<ArgumentException>("second", () => PairedComparison.Of(users, users[..1]));
        Assert.Throws<ArgumentNullException>("first", () => PairedComparison.Of((UserValue[])null!, users));
        Assert.Throws<ArgumentNullException>("second", () => PairedComparison.Of(users, (UserValue[])null!));
        Assert.Equal((0, 2, 0), PairedComparison.Of(users, users) is var same ? (same.Wins, same.Ties, same.Losses) : default);
    }
}
