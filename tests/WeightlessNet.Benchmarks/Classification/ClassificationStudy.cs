using System.Diagnostics;
using System.Globalization;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Compares classifiers on tables and images: accuracy, log loss, calibration error, and the time to train and to answer, on one thread.
/// </summary>
internal static class ClassificationStudy
{
    private const double LeastProbability = 1e-7;
    private const string Header = """
        | data | system | accuracy | log loss | calibration error | training, s | answer, us |
        |---|---|---|---|---|---|---|
        """;

    private static readonly (string Name, Func<ClassificationData, ITrainedClassifier> Train)[] Systems =
    [
        ("WiSARD, default", WeightlessClassifiers.Counting),
        ("margin, default", WeightlessClassifiers.Margin),
        ("look-up tables, default", WeightlessClassifiers.LookupTables),
        ("LightGBM", MicrosoftClassifier.LightGbm),
        ("logistic regression", MicrosoftClassifier.LogisticRegression),
        ("nearest neighbor", data => new NearestNeighbor(data)),
    ];

    /// <summary>Runs all systems and writes a table as they finish.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="names">The data sets; all if there is none.</param>
    public static void Run(string folder, ReadOnlySpan<string> names)
    {
        Console.WriteLine(Header);
        double[] sums = new double[Systems.Length];
        string[] sets = names.IsEmpty ? [.. ClassificationData.Names] : names.ToArray();
        foreach (string name in sets)
        {
            ClassificationData data = ClassificationData.Read(name, folder);
            for (int i = 0; i < Systems.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                ITrainedClassifier classifier = Systems[i].Train(data);
                double training = Stopwatch.GetElapsedTime(start).TotalSeconds;
                start = Stopwatch.GetTimestamp();
                double[][] answers = classifier.Answer();
                double answering = Stopwatch.GetElapsedTime(start).TotalMicroseconds / answers.Length;
                AnswerFigures figures = AnswerFigures.Of(answers, data.Test.Labels, LeastProbability);
                sums[i] += figures.Accuracy;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {Systems[i].Name} | {figures.Accuracy:F4} | {figures.LogLoss:F4} | {figures.CalibrationError:F4} " +
                    $"| {training:F1} | {answering:F1} |"));
            }
        }

        for (int i = 0; i < Systems.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| mean of {sets.Length} | {Systems[i].Name} | {sums[i] / sets.Length:F4} | | | | |"));
        }
    }
}
