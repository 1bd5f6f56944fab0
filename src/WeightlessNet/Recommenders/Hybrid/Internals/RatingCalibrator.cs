using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Learns how much each part of a hybrid counts from what the parts answer for held-out ratings: least squares with weights of at least 0,
/// piecewise linear in the logarithm of the number of a user's ratings.
/// </summary>
/// <remarks>
/// A part that does not help gets no weight. The ridge pulls the weights at each number of ratings towards those that are best for all
/// numbers together, and towards bias for users of few ratings. The answers are those of nonnegative stacking (Breiman, Machine Learning
/// 24, 1996).
/// </remarks>
internal sealed class RatingCalibrator
{
    private const double ConstantRidge = 5;
    private const double Ridge = 25;
    private const double MixedExpectation = 0.75;

    // A user of few ratings is answered by bias, and a little by what these ratings say.
    private const double FewRatingsPart = 0.25;

    private static readonly double[] RareGains = [0, 0.25, 0.5, 1, 2];

    private readonly IReadOnlyList<HeldOutRows> _parts;
    private readonly NodeGroup[] _groups;
    private readonly int _centrals;
    private readonly double _quarter;
    private readonly int _threads;

    // Columns: the differences from the first central model of bias and of the other models; the same by rarity; the first readings; the
    // second readings; the latest ratings.
    private readonly int _rare;
    private readonly int _first;
    private readonly int _second;
    private readonly int _latest;
    private readonly int _columns;
    private double[] _weights = [];
    private double _rareGain;

    /// <param name="parts">The answers to held-out ratings, of one or more trainings; the layout is the same in all.</param>
    /// <param name="groups">The groups of nodes.</param>
    /// <param name="quarter">A quarter of the rating range, in which the rows are given.</param>
    /// <param name="threads">The most threads that answer; the weights do not depend on it.</param>
    public RatingCalibrator(IReadOnlyList<HeldOutRows> parts, ReadOnlySpan<NodeGroup> groups, double quarter, int threads)
    {
        _quarter = quarter;
        _threads = threads;
        _parts = parts;
        _groups = groups.ToArray();
        _centrals = parts[0].Central.Length;
        _rare = _centrals;
        _first = 2 * _centrals;
        _second = _first + groups.Length;
        _latest = _second + groups.Length;
        _columns = _latest + 1;
    }

    /// <summary>What the parts are worth, after <see cref="Run"/>; empty if there are no held-out ratings.</summary>
    public IReadOnlyList<CalibratedGroup> Report { get; private set; } = [];

    /// <summary>Learns the weights of all groups.</summary>
    public RatingWeights Run(CancellationToken cancellationToken)
    {
        foreach (HeldOutRows part in _parts)
        {
            part.AskFirst(_threads, cancellationToken);
        }

        double[] first = ByCount(
            Equations(0, RatingWeights.Knots.Length), column => column < _rare || (column >= _first && column < _second));
        RatingWeights beforeTwicing = WeightsOf(first, first, 0);
        foreach (HeldOutRows part in _parts)
        {
            part.AskSecond(beforeTwicing, _threads, cancellationToken);
        }

        (double gain, LeastSquares constant) = RareGains.Select(gain => (gain, Equations(gain, 1)))
            .MinBy(each => each.Item2.ErrorOf(Constant(each.Item2, static _ => true)));
        double[] weights = ByCount(Equations(gain, RatingWeights.Knots.Length), static _ => true);
        (_weights, _rareGain) = (weights, gain);
        Report = _parts.Any(static part => part.Values.Length > 0) ? ReportOf(constant, gain) : [];
        return WeightsOf(weights, first, (int)Math.Round(gain * (1 << RatingWeights.FractionBits)));
    }

    /// <summary>
    /// The held-out ratings less what all parts together answer, in quarters of the rating range, after <see cref="Run"/>.
    /// </summary>
    public double[] ErrorsOf(HeldOutRows part)
    {
        double[] errors = new double[part.Values.Length];
        double[] row = new double[_columns];
        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            Fill(row, part, i, _rareGain);
            RatingWeights.WriteHats(part.Counts[i], hats);
            double answer = part.Central[0][i];
            for (int column = 0; column < _columns; column++)
            {
                double weight = 0;
                for (int knot = 0; knot < hats.Length; knot++)
                {
                    weight += _weights[(column * hats.Length) + knot] * hats[knot] / (1 << RatingWeights.FractionBits);
                }

                answer += weight * row[column];
            }

            errors[i] = part.Values[i] - answer;
        }

        return errors;
    }

    private LeastSquares Equations(double rareGain, int knots)
    {
        LeastSquares equations = new(_columns * knots);
        Span<int> hats = stackalloc int[RatingWeights.Knots.Length];
        int[] columns = new int[2 * _columns];
        double[] values = new double[2 * _columns];
        double[] row = new double[_columns];
        foreach ((HeldOutRows rows, int i) in Rows())
        {
            Fill(row, rows, i, rareGain);
            RatingWeights.WriteHats(rows.Counts[i], hats);
            int used = 0;
            for (int column = 0; column < _columns; column++)
            {
                for (int knot = 0; knot < knots; knot++)
                {
                    double hat = knots == 1 ? 1 : hats[knot] / (double)(1 << RatingWeights.FractionBits);
                    if (hat != 0 && row[column] != 0)
                    {
                        columns[used] = (column * knots) + knot;
                        values[used++] = row[column] * hat;
                    }
                }
            }

            equations.Add(columns.AsSpan(0, used), values.AsSpan(0, used), rows.Values[i] - rows.Central[0][i], WeightOf(rows, i));
        }

        return equations;
    }

    // A question may stand for many ratings of its user, which err alike: so it counts for less than their number.
    private static double WeightOf(HeldOutRows rows, int i) => rows.Importance is null ? 1 : Math.Sqrt(rows.Importance[i]);

    private IEnumerable<(HeldOutRows Part, int Row)> Rows() =>
        _parts.SelectMany(static part => Enumerable.Range(0, part.Values.Length).Select(row => (part, row)));

    private void Fill(double[] row, HeldOutRows rows, int i, double rareGain)
    {
        double rarity = rows.Rarities[i];
        for (int model = 0; model < _centrals; model++)
        {
            row[model] = (model == 0 ? rows.Bias[i] : rows.Central[model][i]) - rows.Central[0][i];
            row[_rare + model] = row[model] * rarity;
        }

        row[_latest] = rows.Latest[i];
        for (int group = 0; group < _groups.Length; group++)
        {
            row[_first + group] = rows.First[group][i] * (1 + (rareGain * rarity));
            row[_second + group] = rows.Second[group][i] * (1 + (rareGain * rarity));
        }
    }

    // Without enough held-out ratings the network over all fields is trusted, and nothing else.
    private double[] Constant(LeastSquares equations, Func<int, bool> uses)
    {
        double[] expected = new double[_columns];
        for (int group = 0; group < _groups.Length; group++)
        {
            expected[_first + group] = _groups[group].Key == NodeGroup.Mixed ? MixedExpectation : 0;
        }

        return equations.Solve(uses, expected, ConstantRidge);
    }

    private double[] ByCount(LeastSquares equations, Func<int, bool> uses)
    {
        int knots = RatingWeights.Knots.Length;
        double[] constant = Constant(equations.Merged(knots), uses);
        double[] towards = new double[_columns * knots];
        for (int column = 0; column < _columns; column++)
        {
            towards.AsSpan(column * knots, knots).Fill(constant[column]);
            towards[column * knots] = column == 0 ? 1 : column >= _first && column < _second ? FewRatingsPart * constant[column] : 0;
        }

        return equations.Solve(column => uses(column / knots), towards, Ridge);
    }

    private RatingWeights WeightsOf(double[] weights, double[] first, int rareGain)
    {
        int knots = RatingWeights.Knots.Length;
        int[][] rows = new int[(2 * _centrals) + (3 * _groups.Length)][];
        for (int model = 0; model < _centrals; model++)
        {
            rows[2 * model] = new int[knots];
            rows[(2 * model) + 1] = new int[knots];
            for (int knot = 0; knot < knots; knot++)
            {
                rows[2 * model][knot] = model == 0
                    ? Bounded((1 << RatingWeights.FractionBits) - Sum(weights, 0, knot))
                    : At(weights, model, knot);
                rows[(2 * model) + 1][knot] = model == 0 ? Bounded(-Sum(weights, _rare, knot)) : At(weights, _rare + model, knot);
            }
        }

        for (int group = 0; group < _groups.Length; group++)
        {
            int row = (2 * _centrals) + (3 * group);
            (rows[row], rows[row + 1], rows[row + 2]) = (new int[knots], new int[knots], new int[knots]);
            for (int knot = 0; knot < knots; knot++)
            {
                rows[row][knot] = At(weights, _first + group, knot);
                rows[row + 1][knot] = At(first, _first + group, knot);
                rows[row + 2][knot] = At(weights, _second + group, knot);
            }
        }

        int[] latest = [.. Enumerable.Range(0, knots).Select(knot => At(weights, _latest, knot))];
        return new RatingWeights(RatingWeights.KeysOf(_groups), _centrals, rows, rareGain, latest);
    }

    private int Sum(double[] weights, int firstColumn, int knot)
    {
        int sum = 0;
        for (int model = 0; model < _centrals; model++)
        {
            sum += At(weights, firstColumn + model, knot);
        }

        return sum;
    }

    private static int At(double[] weights, int column, int knot) =>
        Bounded(Math.Round(weights[(column * RatingWeights.Knots.Length) + knot] * (1 << RatingWeights.FractionBits)));

    private static int Bounded(double weight) => (int)Math.Clamp(weight, -RatingWeights.MaximumWeight, RatingWeights.MaximumWeight);

    // Bias is the base instead, from which the other central models differ.
    private double ErrorWithoutFirst(double rareGain)
    {
        LeastSquares equations = new(_columns);
        int[] all = [.. Enumerable.Range(0, _columns)];
        double[] row = new double[_columns];
        foreach ((HeldOutRows rows, int i) in Rows())
        {
            Fill(row, rows, i, rareGain);
            for (int model = 0; model < _centrals; model++)
            {
                row[model] = model == 0 ? 0 : rows.Central[model][i] - rows.Bias[i];
                row[_rare + model] = row[model] * rows.Rarities[i];
            }

            equations.Add(all, row, rows.Values[i] - rows.Bias[i], WeightOf(rows, i));
        }

        return equations.ErrorOf(Constant(equations, column => column != 0 && column != _rare));
    }

    private List<CalibratedGroup> ReportOf(LeastSquares constant, double rareGain)
    {
        double[] weights = Constant(constant, static _ => true);
        double with = constant.ErrorOf(weights) * _quarter;
        double first = 1 - weights.AsSpan(0, _centrals).ToArray().Sum();
        List<CalibratedGroup> report =
        [
            new("central model 1", Math.Max(0, first)) { With = with, Without = ErrorWithoutFirst(rareGain) * _quarter },
        ];
        for (int model = 0; model < _centrals; model++)
        {
            int at = model;
            report.Add(new CalibratedGroup(model == 0 ? "bias" : $"central model {model + 1}", weights[model])
            {
                With = with,
                Without = constant.ErrorOf(Constant(constant, column => column != at && column != _rare + at)) * _quarter,
            });
        }

        for (int group = 0; group < _groups.Length; group++)
        {
            int at = group;
            report.Add(new CalibratedGroup(_groups[group].Name, weights[_first + group] + weights[_second + group])
            {
                With = with,
                Without = constant.ErrorOf(Constant(constant, column => column != _first + at && column != _second + at)) * _quarter,
            });
        }

        if (_parts.Any(static part => part.IsStream))
        {
            report.Add(new CalibratedGroup("latest ratings", weights[_latest])
            {
                With = with,
                Without = constant.ErrorOf(Constant(constant, column => column != _latest)) * _quarter,
            });
        }

        return report;
    }
}
