namespace WeightlessNet.Benchmarks.Classification;

/// <summary>Rows as single-precision features for the systems that need numbers: words become one feature for each word.</summary>
internal sealed class FeatureRows
{
    private FeatureRows(float[][] train, float[][] test)
    {
        Train = train;
        Test = test;
    }

    public float[][] Train { get; }

    public float[][] Test { get; }

    public static FeatureRows Of(ClassificationData data)
    {
        if (data.Train.Words.Length == 0)
        {
            return new FeatureRows(Numbers(data.Train), Numbers(data.Test));
        }

        Dictionary<(int, string), int> features = [];
        foreach (string[] row in data.Train.Words)
        {
            for (int column = 0; column < row.Length; column++)
            {
                features.TryAdd((column, row[column]), features.Count);
            }
        }

        return new FeatureRows(Words(data.Train, features), Words(data.Test, features));
    }

    private static float[][] Numbers(LabeledRows rows)
    {
        int width = rows.Numbers.Length / rows.Count;
        return [.. Enumerable.Range(0, rows.Count)
            .Select(row => Array.ConvertAll(rows.Numbers.AsSpan(row * width, width).ToArray(), number => (float)number))];
    }

    private static float[][] Words(LabeledRows rows, Dictionary<(int, string), int> features) => [.. rows.Words.Select(row =>
    {
        float[] numbers = new float[features.Count];
        for (int column = 0; column < row.Length; column++)
        {
            if (features.TryGetValue((column, row[column]), out int feature))
            {
                numbers[feature] = 1;
            }
        }

        return numbers;
    })];
}
