using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The prior that all members of a side share: the precision of each factor, and how the prior mean of each follows from the evidence.
/// </summary>
/// <remarks>Not safe for concurrent use while it is estimated.</remarks>
internal sealed class FactorPrior
{
    private const double BiasDeviation = 0.45;
    private const double ExpectedFactorVariance = 0.05;
    private const double ExpectedBiasVariance = BiasDeviation * BiasDeviation;
    private const double StartPrecisionOfColumns = 50;
    private const double PriorMembers = 20;
    private const double Ridge = 1;

    private readonly FactorShape _shape;
    private readonly EvidenceLayout _layout;
    private readonly double[] _regression;
    private readonly double[] _precision;
    private readonly double[] _newcomer;

    /// <summary>Creates a prior of members of whom nothing is known.</summary>
    /// <param name="shape">The factors.</param>
    /// <param name="layout">The evidence.</param>
    /// <param name="deviation">The standard deviation of a factor without ratings.</param>
    public FactorPrior(FactorShape shape, EvidenceLayout layout, double deviation)
        : this(shape, layout, new double[layout.Count * shape.Stride], new double[shape.Stride], new double[shape.Stride])
    {
        _precision.AsSpan().Fill(1 / (deviation * deviation));
        _precision.AsSpan(shape.ColumnsAt).Fill(StartPrecisionOfColumns);
        _precision[shape.Bias] = 1 / ExpectedBiasVariance;
        _newcomer[shape.Constant] = 1;
    }

    private FactorPrior(FactorShape shape, EvidenceLayout layout, double[] regression, double[] precision, double[] newcomer)
    {
        _shape = shape;
        _layout = layout;
        (_regression, _precision, _newcomer) = (regression, precision, newcomer);
    }

    /// <summary>The precision of each factor.</summary>
    public Span<double> Precision => _precision;

    /// <summary>The factors of a member without ratings.</summary>
    public Span<double> Newcomer => _newcomer;

    /// <summary>How much a part of the evidence moves each factor.</summary>
    public Span<double> RegressionOn(int part) => _regression.AsSpan(part * _shape.Stride, _shape.Stride);

    /// <summary>A copy that stays as it is while this one changes.</summary>
    public FactorPrior Copy() =>
        new(_shape, _layout, [.. _regression], [.. _precision], [.. _newcomer]);

    /// <summary>Becomes equal to a prior of the same shape and layout.</summary>
    public void CopyFrom(FactorPrior other)
    {
        other._regression.CopyTo(_regression, 0);
        other._precision.CopyTo(_precision, 0);
        other._newcomer.CopyTo(_newcomer, 0);
    }

    /// <summary>The prior means of the factors of a member, its offset left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Predict(ReadOnlySpan<double> evidence, Span<double> means)
    {
        means.Clear();
        Span<Vector256<double>> sums = OuterProducts.AsVectors(means);
        for (int part = 0; part < _layout.Count; part++)
        {
            Vector256<double> value = Vector256.Create(evidence[part]);
            ReadOnlySpan<Vector256<double>> regression = OuterProducts.AsVectors(RegressionOn(part));
            for (int at = 0; at < sums.Length; at++)
            {
                sums[at] = Vector256.FusedMultiplyAdd(value, regression[at], sums[at]);
            }
        }
    }

    /// <summary>Estimates the prior from the members that have ratings.</summary>
    /// <param name="side">The members.</param>
    /// <param name="otherConstant">Which of the other side's factors is always 1.</param>
    public void Estimate(MatrixFactorizationSide side, int otherConstant)
    {
        int members = Regress(side);
        double[] scattered = new double[_shape.Stride];
        double[] expected = new double[_shape.Stride];
        for (int id = 0; id < side.Log.UserCount; id++)
        {
            if (side.Log.OfUser(id).IsEmpty)
            {
                continue;
            }

            side.PredictPrior(id, expected);
            ReadOnlySpan<double> means = side.MeansOf(id);
            ReadOnlySpan<double> squares = side.SquaresOf(id);
            foreach (int factor in _shape.Solved)
            {
                double off = means[factor] - expected[factor];
                scattered[factor] += (off * off) + (squares[factor] - (means[factor] * means[factor]));
            }
        }

        foreach (int factor in _shape.Solved)
        {
            double variance = factor == _shape.Bias ? ExpectedBiasVariance : ExpectedFactorVariance;
            _precision[factor] = (members + PriorMembers) / (scattered[factor] + (PriorMembers * variance));
        }

        double[] nothing = new double[_layout.Stride];
        _layout.Set(nothing, 0, [], otherConstant);
        Predict(nothing, _newcomer);
        _newcomer[_shape.Constant] = 1;
    }

    // Ridge regression of every factor at once: one symmetric system, as many right-hand sides as factors.
    private int Regress(MatrixFactorizationSide side)
    {
        int parts = _layout.Count;
        int width = _layout.Stride + _shape.Stride;
        var sums = new Vector256<double>[parts * width / OuterProducts.Lanes];
        double[] rows = new double[4 * width];
        int members = 0;
        for (int id = 0; id < side.Log.UserCount; id++)
        {
            if (!side.Log.OfUser(id).IsEmpty)
            {
                Span<double> row = rows.AsSpan(members % 4 * width, width);
                side.EvidenceOf(id).CopyTo(row);
                side.CopyMeansWithoutOffset(id, row[_layout.Stride..]);
                members++;
                if (members % 4 == 0)
                {
                    OuterProducts.Add(sums, parts, RowAt(0), RowAt(1), RowAt(2), RowAt(3));
                }
            }
        }

        for (int left = 0; left < members % 4; left++)
        {
            OuterProducts.Add(sums, parts, RowAt(left));
        }

        Span<double> system = MemoryMarshal.Cast<Vector256<double>, double>(sums.AsSpan());
        for (int part = 0; part < parts; part++)
        {
            system[(part * width) + part] += Ridge;
        }

        Solve(system, width);
        return members;

        ReadOnlySpan<double> RowAt(int index) => rows.AsSpan(index * width, width);
    }

    // Elimination of a positive definite system, given as its upper triangle; the ridge keeps every pivot above 0.
    private void Solve(Span<double> system, int width)
    {
        int parts = _layout.Count;
        for (int pivot = 0; pivot < parts; pivot++)
        {
            ReadOnlySpan<double> from = system.Slice(pivot * width, width);
            for (int row = pivot + 1; row < parts; row++)
            {
                double share = from[row] / from[pivot];
                Span<double> into = system.Slice(row * width, width);
                for (int column = row; column < width; column++)
                {
                    into[column] -= share * from[column];
                }
            }
        }

        foreach (int factor in _shape.Solved)
        {
            for (int row = parts - 1; row >= 0; row--)
            {
                ReadOnlySpan<double> equation = system.Slice(row * width, width);
                double value = equation[_layout.Stride + factor];
                for (int column = row + 1; column < parts; column++)
                {
                    value -= equation[column] * RegressionOn(column)[factor];
                }

                RegressionOn(row)[factor] = value / equation[row];
            }
        }
    }
}
