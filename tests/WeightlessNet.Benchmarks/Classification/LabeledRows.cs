namespace WeightlessNet.Benchmarks.Classification;

/// <summary>Rows of a table of numbers or of words, or images, each with its class.</summary>
/// <param name="Numbers">The features of row 0, then of row 1, and so on; empty for words.</param>
/// <param name="Words">The words of each row; empty for numbers.</param>
/// <param name="Labels">The class of each row, from 0.</param>
internal sealed record LabeledRows(double[] Numbers, string[][] Words, int[] Labels)
{
    /// <summary>The number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows in a given order.</summary>
    public LabeledRows At(ReadOnlySpan<int> rows)
    {
        int width = Numbers.Length / Count;
        double[] numbers = new double[rows.Length * width];
        string[][] words = new string[Words.Length == 0 ? 0 : rows.Length][];
        int[] labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Numbers.AsSpan(rows[i] * width, width).CopyTo(numbers.AsSpan(i * width));
            labels[i] = Labels[rows[i]];
            if (words.Length > 0)
            {
                words[i] = Words[rows[i]];
            }
        }

        return new LabeledRows(numbers, words, labels);
    }
}
