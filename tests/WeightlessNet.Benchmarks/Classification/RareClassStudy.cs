using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// The default reading on made-up tables with a rare class, against the larger class and against each single reading, on rows that were
/// not learned.
/// </summary>
internal static class RareClassStudy
{
    private const int Seeds = 5;
    private const int Classes = 2;
    private const double LeastProbability = 1e-4;
    private const int TestRows = 10_000;
    private const string Header =
        "| rows | features | rare | shift | accuracy | larger class | above it, least | best single reading | gap, mean | gap, most "
        + "| calibration error, most |\n|---|---|---|---|---|---|---|---|---|---|---|";

    private static readonly int[] Sizes = [300, 1_000, 3_000, 30_000, 300_000];
    private static readonly double[] Shares = [0.01, 0.03, 0.1];
    private static readonly (int Features, double Shift)[] Shapes = [(2, 2), (2, 1), (5, 2), (5, 1), (10, 1), (20, 1)];

    /// <summary>Runs all tables of at most so many rows and writes a row of means over seeds as each is finished.</summary>
    public static void Run(int mostRows)
    {
        Console.WriteLine(Header);
        foreach (int rows in Sizes.Where(rows => rows <= mostRows))
        {
            foreach ((int features, double shift) in Shapes)
            {
                foreach (double rare in Shares)
                {
                    Result[] results = [.. Enumerable.Range(1, Seeds).Select(seed => Measure(rows, features, shift, rare, (ulong)seed))];
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {rows} | {features} | {rare} | {shift} | {results.Average(r => r.Accuracy):F4} " +
                        $"| {results.Average(r => r.Larger):F4} | {results.Min(r => r.Accuracy - r.Larger):F4} " +
                        $"| {results.Average(r => r.BestSingle):F4} | {results.Average(r => r.Gap):F4} " +
                        $"| {results.Max(r => r.Gap):F4} | {results.Max(r => r.CalibrationError):F4} |"));
                }
            }
        }
    }

    private static Result Measure(int rows, int features, double shift, double rare, ulong seed)
    {
        (double[] samples, int[] labels) = Table(rows, features, shift, rare, seed);
        (double[] tests, int[] testLabels) = Table(TestRows, features, shift, rare, seed + 1_000);
        SampleBatch tested = new(tests.AsMemory(), features);
        WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, features));
        model.Learn(new SampleBatch(samples.AsMemory(), features), labels);
        double[][] answers = new WeightlessAnswers(Classes, model.Labels, tested, model.Probabilities).Answer();
        Result result = new()
        {
            Accuracy = Accuracy(model, tested, testLabels),
            Larger = testLabels.Count(label => label == 0) / (double)TestRows,
            CalibrationError = AnswerFigures.Of(answers, testLabels, LeastProbability).CalibrationError,
        };
        foreach (WisardReading reading in Enum.GetValues<WisardReading>().Where(reading => reading != WisardReading.Automatic))
        {
            model.Options = model.Options with { Reading = reading };
            result = result with { BestSingle = Math.Max(result.BestSingle, Accuracy(model, tested, testLabels)) };
        }

        return result;
    }

    private static double Accuracy(WisardClassifier<int> model, SampleBatch samples, int[] labels)
    {
        int right = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            right += model.Classify(samples[i]).Label == labels[i] ? 1 : 0;
        }

        return (double)right / samples.Count;
    }

    // Class 1 is rare, and shifted in all features.
    private static (double[] Samples, int[] Labels) Table(int count, int features, double shift, double rare, ulong seed)
    {
        Random random = new((int)seed);
        double[] samples = new double[count * features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextDouble() < rare ? 1 : 0;
            for (int f = 0; f < features; f++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                samples[(i * features) + f] = normal + (labels[i] * shift);
            }
        }

        return (samples, labels);
    }

    private readonly record struct Result
    {
        public double Accuracy { get; init; }

        public double Larger { get; init; }

        public double BestSingle { get; init; }

        public double CalibrationError { get; init; }

        public double Gap => BestSingle - Accuracy;
    }
}
