namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Ridge least squares with weights of at least 0, from normal equations, by coordinate descent.</summary>
/// <remarks>Sums run in a fixed order over doubles: the same bytes on every machine.</remarks>
internal sealed class LeastSquares
{
    private const int MostPasses = 2000;
    private const double SmallestMove = 1e-6;

    private readonly int _columns;
    private readonly double[] _products;
    private readonly double[] _agreements;
    private double _squares;
    private double _weight;

    public LeastSquares(int columns)
    {
        _columns = columns;
        _products = new double[checked(columns * columns)];
        _agreements = new double[columns];
    }

    /// <summary>Adds a row of which only some columns are not 0.</summary>
    /// <param name="columns">The columns that are not 0.</param>
    /// <param name="values">Their values.</param>
    /// <param name="target">What the weighted sum of the values should be.</param>
    /// <param name="weight">How many rows it stands for, above 0.</param>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, double target, double weight = 1)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            int at = columns[i] * _columns;
            _agreements[columns[i]] += weight * values[i] * target;
            for (int j = 0; j <= i; j++)
            {
                _products[at + columns[j]] += weight * values[i] * values[j];
            }
        }

        _squares += weight * target * target;
        _weight += weight;
    }

    /// <summary>The equations in which consecutive columns have been summed: one weight for each run of columns.</summary>
    public LeastSquares Merged(int run)
    {
        LeastSquares merged = new(_columns / run) { _squares = _squares, _weight = _weight };
        for (int row = 0; row < _columns; row++)
        {
            merged._agreements[row / run] += _agreements[row];
            for (int column = 0; column < _columns; column++)
            {
                if (column / run <= row / run)
                {
                    merged._products[(row / run * merged._columns) + (column / run)] += Product(row, column);
                }
            }
        }

        return merged;
    }

    /// <summary>Finds the weights of the least squared error, pulled towards given ones.</summary>
    /// <param name="uses">Whether a column may have a weight above 0.</param>
    /// <param name="towards">What the ridge pulls the weights towards.</param>
    /// <param name="ridge">The strength of the pull, above 0.</param>
    public double[] Solve(Func<int, bool> uses, ReadOnlySpan<double> towards, double ridge)
    {
        double[] weights = new double[_columns];
        double move = double.PositiveInfinity;
        for (int pass = 0; pass < MostPasses && move >= SmallestMove; pass++)
        {
            move = 0;
            for (int column = 0; column < _columns; column++)
            {
                if (uses(column))
                {
                    double agreement = _agreements[column] + (ridge * towards[column]);
                    for (int other = 0; other < _columns; other++)
                    {
                        agreement -= other == column ? 0 : Product(column, other) * weights[other];
                    }

                    double weight = Math.Max(0, agreement / (Product(column, column) + ridge));
                    move = Math.Max(move, Math.Abs(weight - weights[column]));
                    weights[column] = weight;
                }
            }
        }

        return weights;
    }

    /// <summary>The root of the mean squared error with given weights; NaN without rows.</summary>
    public double ErrorOf(ReadOnlySpan<double> weights)
    {
        double sum = _squares;
        for (int row = 0; row < _columns; row++)
        {
            sum -= 2 * weights[row] * _agreements[row];
            for (int column = 0; column < _columns; column++)
            {
                sum += weights[row] * weights[column] * Product(row, column);
            }
        }

        return _weight == 0 ? double.NaN : Math.Sqrt(Math.Max(0, sum) / _weight);
    }

    private double Product(int row, int column) =>
        row >= column ? _products[(row * _columns) + column] : _products[(column * _columns) + row];
}
