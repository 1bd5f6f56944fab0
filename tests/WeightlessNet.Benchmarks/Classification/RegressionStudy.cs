using System.Diagnostics;
using System.Globalization;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Compares regressions with their defaults on columns of tables: the errors on rows that were not learned, as shares of those of the mean
/// of the learned targets, and the time to train on one thread.
/// </summary>
internal static class RegressionStudy
{
    private const int Seeds = 3;

    private static readonly (string Name, Func<RegressionRows, ulong, Func<RegressionRows, double[]>> Train)[] Systems =
    [
        ("WiSARD", WeightlessRegressions.Counting),
        ("WiSARD, small nodes", WeightlessRegressions.CountingWithSmallNodes),
        ("look-up tables", WeightlessRegressions.LookupTables),
        ("LightGBM", MicrosoftRegressions.LightGbm),
        ("linear", MicrosoftRegressions.Linear),
    ];

    /// <summary>Runs the tables and writes a row of means over seeds as each is finished, then the times.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="names">The tables; all if there is none.</param>
    public static void Run(string folder, ReadOnlySpan<string> names)
    {
        string systems = string.Join(" | ", Systems.Select(system => system.Name));
        string[] tables = names.IsEmpty ? [.. RegressionTable.Names] : names.ToArray();
        Console.WriteLine($"| data | rows learned | asked | RMSE of the mean | its MAE | relative RMSE: {systems} | relative MAE: {systems} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", 5 + (2 * Systems.Length)))}");
        List<Errors[][]> all = [];
        foreach (string name in tables)
        {
            RegressionTable table = RegressionTable.Read(name, folder);
            (RegressionRows train, RegressionRows test) = table.Divide(1);
            Errors[] means = new Errors[Seeds];
            Errors[][] runs = new Errors[Seeds][];
            for (int seed = 0; seed < Seeds; seed++)
            {
                (means[seed], runs[seed]) = Measure(table, (ulong)seed + 1);
            }

            string ofMean = $"{Text(means.Average(mean => mean.Rmse), "G4")} | {Text(means.Average(mean => mean.Mae), "G4")}";
            Console.WriteLine($"| {name} | {train.Count} | {test.Count} | {ofMean} | {Row(Average(runs))} |");
            all.Add(runs);
        }

        Console.WriteLine($"| mean of {tables.Length} | | | | | {Row(Average([.. all.Select(Average)]))} |");
        Console.WriteLine($"| most between seeds | | | | | {Row([.. Systems.Select((_, i) => MostBetweenSeeds(all, i))])} |");
        Console.WriteLine();
        Console.WriteLine($"| training, s | {systems} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", 1 + Systems.Length))}");
        for (int i = 0; i < tables.Length; i++)
        {
            Console.WriteLine($"| {tables[i]} | {string.Join(" | ", Average(all[i]).Select(errors => Text(errors.Seconds, "F1")))} |");
        }
    }

    private static (Errors Mean, Errors[] Shares) Measure(RegressionTable table, ulong seed)
    {
        (RegressionRows train, RegressionRows test) = table.Divide(seed);
        double mean = train.Targets.Average();
        var ofMean = Errors.Of([.. test.Targets.Select(_ => mean)], test.Targets, 0);
        return (ofMean, [.. Systems.Select(system =>
        {
            long start = Stopwatch.GetTimestamp();
            Func<RegressionRows, double[]> model = system.Train(train, seed);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var errors = Errors.Of(model(test), test.Targets, seconds);
            return errors with { Rmse = errors.Rmse / ofMean.Rmse, Mae = errors.Mae / ofMean.Mae };
        })]);
    }

    private static Errors[] Average(Errors[][] runs) =>
        [.. Systems.Select((_, i) => new Errors(
            runs.Average(run => run[i].Rmse), runs.Average(run => run[i].Mae), runs.Average(run => run[i].Seconds)))];

    private static Errors MostBetweenSeeds(List<Errors[][]> all, int system)
    {
        double Most(Func<Errors, double> figure) =>
            all.Max(runs => runs.Max(run => figure(run[system])) - runs.Min(run => figure(run[system])));
        return new Errors(Most(errors => errors.Rmse), Most(errors => errors.Mae), Most(errors => errors.Seconds));
    }

    private static string Row(Errors[] errors) => string.Join(
        " | ", [.. errors.Select(system => Text(system.Rmse, "F3")), .. errors.Select(system => Text(system.Mae, "F3"))]);

    private static string Text(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);

    private readonly record struct Errors(double Rmse, double Mae, double Seconds)
    {
        public static Errors Of(double[] answers, double[] targets, double seconds) => new(
            Math.Sqrt(answers.Zip(targets, (answer, target) => (answer - target) * (answer - target)).Average()),
            answers.Zip(targets, (answer, target) => Math.Abs(answer - target)).Average(),
            seconds);
    }
}
