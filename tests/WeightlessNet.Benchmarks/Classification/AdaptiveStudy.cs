using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Look-up networks that are trained with a quarter of the rows and then learn the others one by one, on rows that were not learned: as
/// they are, or with the others and the tests changed in a way that the network has not seen.
/// </summary>
internal static class AdaptiveStudy
{
    private const int Seeds = 3;
    private const int PartsPerTraining = 4;
    private const double LeastProbability = 1e-4;
    private const string Header = """
        | data | change | accuracy: network | after 200 | after 2,000 | after all | trained again | log loss: network | all | again |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    private const string HeaderOfNumbers = """
        | data | change | relative RMSE: network | after 200 | after 2,000 | after all | trained again |
        |---|---|---|---|---|---|---|
        """;

    private static readonly string[] TableNames = ["pendigits", "krkopt", "dry_bean", "magic04"];
    private static readonly int[] Stops = [0, 200, 2_000, int.MaxValue];

    private static readonly (string Name, Action<LabeledRows> Change)[] Changes =
    [
        ("none", static _ => { }),
        ("labels exchanged", static rows => Exchange(rows.Labels)),
        ("sensors", static rows => Scale(rows.Numbers, rows.Numbers.Length / rows.Count)),
    ];

    private static readonly (string Name, Action<RegressionRows> Change)[] ChangesOfNumbers =
    [
        ("none", static _ => { }),
        ("targets negated", static rows => Negate(rows.Targets)),
        ("sensors", static rows => Scale(rows.Numbers, rows.Width)),
    ];

    /// <summary>Runs classifications, then regressions, and writes a row of means over seeds as each is finished.</summary>
    /// <param name="folder">The folder of the data.</param>
    public static void Run(string folder)
    {
        Console.WriteLine(Header);
        foreach (string name in TableNames)
        {
            Write(name, Changes, (change, seed) => Classify(ClassificationData.Read(name, folder), change, seed));
        }

        Console.WriteLine();
        Console.WriteLine(HeaderOfNumbers);
        foreach (string name in RegressionTable.Names)
        {
            Write(name, ChangesOfNumbers, (change, seed) => Predict(RegressionTable.Read(name, folder), change, seed));
        }
    }

    private static void Write<TRows>(
        string name, (string Name, Action<TRows> Change)[] changes, Func<Action<TRows>, ulong, double[]> measure)
    {
        foreach ((string change, Action<TRows> apply) in changes)
        {
            double[][] runs = [.. Enumerable.Range(1, Seeds).Select(seed => measure(apply, (ulong)seed))];
            IEnumerable<string> means = runs[0].Select(
                (_, i) => double.IsNaN(runs[0][i]) ? "" : runs.Average(run => run[i]).ToString("F4", CultureInfo.InvariantCulture));
            Console.WriteLine($"| {name} | {change} | {string.Join(" | ", means)} |");
        }
    }

    private static double[] Classify(ClassificationData data, Action<LabeledRows> change, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, data.Train.Count)];
        new SplitMix64(seed).Shuffle<int>(order);
        int trained = order.Length / PartsPerTraining;
        LabeledRows first = data.Train.At(order.AsSpan(0, trained));
        LabeledRows others = data.Train.At(order.AsSpan(trained));
        change(others);
        change(data.Test);
        int width = first.Numbers.Length / first.Count;
        AdaptiveLookupNetwork<int> adaptive = new(Trained(first, width, seed));
        List<(double Accuracy, double Loss)> figures = [];
        int next = 0;
        foreach (int stop in Stops)
        {
            int end = Math.Min(stop, others.Count);
            adaptive.Learn(
                new SampleBatch(others.Numbers.AsMemory(next * width, (end - next) * width), width), others.Labels.AsSpan(next..end));
            next = end;
            figures.Add(Of(adaptive, data.Test, width));
        }

        // Of changed rows the first ones would tell the contrary.
        bool isChanged = change != Changes[0].Change;
        figures.Add(isChanged ? (double.NaN, double.NaN) : Of(new(Trained(data.Train, width, seed)), data.Test, width));
        return [.. figures.Select(figure => figure.Accuracy), figures[0].Loss, .. figures[^2..].Select(figure => figure.Loss)];
    }

    private static LookupNetwork<int> Trained(LabeledRows rows, int width, ulong seed) => LookupNetwork.Train<int>(
        InputLayer.CandidatesForFeatures(rows.Numbers, width, seed: seed),
        new SampleBatch(rows.Numbers.AsMemory(), width),
        rows.Labels,
        new LookupNetworkOptions { Seed = seed });

    private static (double Accuracy, double Loss) Of(AdaptiveLookupNetwork<int> model, LabeledRows test, int width)
    {
        int[] known = [.. model.Labels];
        double[] probabilities = new double[known.Length];
        SampleBatch samples = new(test.Numbers.AsMemory(), width);
        int right = 0;
        double loss = 0;
        for (int i = 0; i < test.Count; i++)
        {
            model.Probabilities(samples[i], probabilities);
            right += known[Array.IndexOf(probabilities, probabilities.Max())] == test.Labels[i] ? 1 : 0;
            int index = Array.IndexOf(known, test.Labels[i]);
            loss -= Math.Log(Math.Max(LeastProbability, index < 0 ? 0 : probabilities[index]));
        }

        return ((double)right / test.Count, loss / test.Count);
    }

    private static double[] Predict(RegressionTable table, Action<RegressionRows> change, ulong seed)
    {
        (RegressionRows train, RegressionRows test) = table.Divide(seed);
        test = test.At([.. Enumerable.Range(0, test.Count)]);
        int trained = train.Count / PartsPerTraining;
        RegressionRows first = train.At([.. Enumerable.Range(0, trained)]);
        RegressionRows others = train.At([.. Enumerable.Range(trained, train.Count - trained)]);
        change(others);
        change(test);
        AdaptiveLookupRegressor adaptive = new(Trained(first, seed));
        SampleBatch tests = new(test.Numbers.AsMemory(), test.Width);
        double mean = others.Targets.Average();
        double ofMean = Rmse([.. test.Targets.Select(_ => mean)], test.Targets);
        List<double> figures = [];
        int next = 0;
        foreach (int stop in Stops)
        {
            int end = Math.Min(stop, others.Count);
            adaptive.Learn(
                new SampleBatch(others.Numbers.AsMemory(next * test.Width, (end - next) * test.Width), test.Width),
                others.Targets.AsSpan(next..end));
            next = end;
            figures.Add(Rmse(adaptive.Predict(tests), test.Targets) / ofMean);
        }

        bool isChanged = change != ChangesOfNumbers[0].Change;
        figures.Add(isChanged ? double.NaN : Rmse(Trained(train, seed).Predict(tests), test.Targets) / ofMean);
        return [.. figures];
    }

    private static LookupRegressor Trained(RegressionRows rows, ulong seed) => LookupNetwork.TrainRegression(
        InputLayer.CandidatesForFeatures(rows.Numbers, rows.Width, seed: seed),
        new SampleBatch(rows.Numbers.AsMemory(), rows.Width),
        rows.Targets,
        new LookupNetworkOptions { Seed = seed });

    private static double Rmse(double[] answers, double[] targets) =>
        Math.Sqrt(answers.Zip(targets, (answer, target) => (answer - target) * (answer - target)).Average());

    // Class 0 is now class 1, and the other way round.
    private static void Exchange(int[] labels)
    {
        foreach (ref int label in labels.AsSpan())
        {
            label = label < 2 ? 1 - label : label;
        }
    }

    private static void Negate(double[] targets)
    {
        foreach (ref double target in targets.AsSpan())
        {
            target = -target;
        }
    }

    // Every third feature is 15 % more.
    private static void Scale(double[] numbers, int width)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] *= i % width % 3 == 0 ? 1.15 : 1;
        }
    }
}
