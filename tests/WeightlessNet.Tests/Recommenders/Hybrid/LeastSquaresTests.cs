using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Hybrid.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class LeastSquaresTests
{
    private const int Columns = 4;

    [Property(MaxTest = 50)]
    public void Weights_that_made_the_targets_are_found(ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] made = [random.NextDouble(), 0, 1 + random.NextDouble(), 0.2];
        LeastSquares equations = Equations(random, 200, row => Dot(row, made));
        double[] found = equations.Solve(static _ => true, new double[Columns], 1e-9);

        Assert.All(found.Zip(made), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
        Assert.InRange(equations.ErrorOf(found), 0, 1e-3);
    }

    [Property(MaxTest = 50)]
    public void No_weight_is_below_0_and_none_can_be_moved_for_a_smaller_error(ulong seed)
    {
        SplitMix64 random = new(seed);
        LeastSquares equations = Equations(random, 40, _ => (2 * random.NextDouble()) - 1);
        double[] found = equations.Solve(static _ => true, new double[Columns], 1e-9);
        double error = equations.ErrorOf(found);

        Assert.All(found, weight => Assert.InRange(weight, 0, double.MaxValue));
        for (int column = 0; column < Columns; column++)
        {
            foreach (double step in new[] { -0.01, 0.01 })
            {
                double[] moved = [.. found];
                moved[column] = Math.Max(0, moved[column] + step);
                Assert.InRange(equations.ErrorOf(moved), error - 1e-7, double.MaxValue);
            }
        }
    }

    [Fact]
    public void The_error_is_that_of_the_rows()
    {
        LeastSquares equations = new(2);
        equations.Add([0, 1], [1, 2], 5);
        equations.Add([1], [1], 1);

        Assert.Equal(Math.Sqrt((9 + 0) / 2.0), equations.ErrorOf([0, 1]), 1e-12);
        Assert.Equal(Math.Sqrt(((5 - 7) * (5 - 7) + (1 - 3) * (1 - 3)) / 2.0), equations.ErrorOf([1, 3]), 1e-12);
    }

    [Fact]
    public void A_strong_ridge_pulls_weights_to_what_is_expected_and_unused_columns_stay_at_0()
    {
        SplitMix64 random = new(3);
        LeastSquares equations = Equations(random, 30, row => row[0]);
        Assert.All(equations.Solve(static _ => true, [0.5, 0.5, 0.5, 0.5], 1e9), weight => Assert.Equal(0.5, weight, 1e-3));
        Assert.Equal(0, equations.Solve(static column => column != 0, [0.5, 0, 0, 0], 1)[0]);
    }

    [Fact]
    public void Merged_equations_are_those_of_summed_columns()
    {
        SplitMix64 random = new(4);
        LeastSquares whole = new(4);
        LeastSquares sums = new(2);
        for (int row = 0; row < 50; row++)
        {
            double[] values = [random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble()];
            double target = random.NextDouble();
            whole.Add([0, 1, 2, 3], values, target);
            sums.Add([0, 1], [values[0] + values[1], values[2] + values[3]], target);
        }

        LeastSquares merged = whole.Merged(2);
        Assert.Equal(sums.ErrorOf([0.3, 0.6]), merged.ErrorOf([0.3, 0.6]), 1e-9);
        Assert.All(
            sums.Solve(static _ => true, [0, 0], 1).Zip(merged.Solve(static _ => true, [0, 0], 1)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static LeastSquares Equations(SplitMix64 random, int rows, Func<double[], double> target)
    {
        LeastSquares equations = new(Columns);
        for (int row = 0; row < rows; row++)
        {
            double[] values = [.. Enumerable.Range(0, Columns).Select(_ => (2 * random.NextDouble()) - 1)];
            equations.Add([0, 1, 2, 3], values, target(values));
        }

        return equations;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
