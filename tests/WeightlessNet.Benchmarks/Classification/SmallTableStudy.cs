using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Classifiers with their defaults on the first rows of tables, in random order: accuracy and log loss by the number of rows.
/// </summary>
internal static class SmallTableStudy
{
    private const int Seeds = 3;
    private const int MostTests = 2_000;
    private const double LeastProbability = 1e-4;
    private const string Header = """
        | data | rows | WiSARD | margin | LightGBM | logistic regression | log loss: WiSARD | margin | LightGBM | logistic regression |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    private static readonly int[] Sizes = [100, 500, 2_000];

    private static readonly Func<ClassificationData, ITrainedClassifier>[] Systems =
    [
        WeightlessClassifiers.Counting,
        WeightlessClassifiers.Margin,
        MicrosoftClassifier.LightGbm,
        MicrosoftClassifier.LogisticRegression,
    ];

    /// <summary>Runs the tables and writes a row of means over seeds as each is finished.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="names">The tables; all if there is none.</param>
    public static void Run(string folder, ReadOnlySpan<string> names)
    {
        Console.WriteLine(Header);
        foreach (string name in names.IsEmpty ? [.. ClassificationData.Names.Where(name => name != "fashion-mnist")] : names.ToArray())
        {
            ClassificationData data = ClassificationData.Read(name, folder);
            foreach (int size in Sizes)
            {
                AnswerFigures[][] runs = [.. Enumerable.Range(1, Seeds).Select(seed => Measure(data, size, (ulong)seed))];
                IEnumerable<string> figures =
                [
                    .. Systems.Select((_, i) => Text(runs.Average(run => run[i].Accuracy))),
                    .. Systems.Select((_, i) => Text(runs.Average(run => run[i].LogLoss))),
                ];
                Console.WriteLine($"| {name} | {size} | {string.Join(" | ", figures)} |");
            }
        }
    }

    private static AnswerFigures[] Measure(ClassificationData data, int size, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, data.Train.Count)];
        new SplitMix64(seed).Shuffle<int>(order);
        int[] tests = [.. Enumerable.Range(0, Math.Min(MostTests, data.Test.Count))];
        ClassificationData part = data with { Train = data.Train.At(order.AsSpan(0, size)), Test = data.Test.At(tests) };
        return [.. Systems.Select(train => AnswerFigures.Of(train(part).Answer(), part.Test.Labels, LeastProbability))];
    }

    private static string Text(double figure) => figure.ToString("F3", CultureInfo.InvariantCulture);
}
