namespace WeightlessNet.Benchmarks.Classification;

/// <summary>Rows of numbers, each with a number to predict.</summary>
/// <param name="Numbers">The features of row 0, then of row 1, and so on.</param>
/// <param name="Targets">What is to be predicted of each row.</param>
internal sealed record RegressionRows(double[] Numbers, double[] Targets)
{
    /// <summary>The number of rows.</summary>
    public int Count => Targets.Length;

    /// <summary>The number of features of a row.</summary>
    public int Width => Numbers.Length / Count;

    /// <summary>The features of a row.</summary>
    public ReadOnlySpan<double> this[int row] => Numbers.AsSpan(row * Width, Width);

    /// <summary>Rows in a given order.</summary>
    public RegressionRows At(ReadOnlySpan<int> rows)
    {
        double[] numbers = new double[rows.Length * Width];
        double[] targets = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(numbers.AsSpan(i * Width));
            targets[i] = Targets[rows[i]];
        }

        return new RegressionRows(numbers, targets);
    }
}
