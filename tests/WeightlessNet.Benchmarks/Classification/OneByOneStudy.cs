using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// A classifier that learns all rows one by one and calibrates itself, against one that goes on with bleaching. Each row is asked before it
/// is learned, at random or with the first rows sorted by class.
/// </summary>
internal static class OneByOneStudy
{
    private const int Seeds = 3;
    private const int Fitted = 500;
    private const int Most = 8_000;
    private const int Sorted = 400;
    private const double LeastProbability = 1e-4;

    private static readonly int[] Stops = [100, 200, 300, 2_000, Most];

    /// <summary>Runs the tables and writes two rows of means over seeds for each: bleaching, and calibrated by itself.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="names">The tables; all if there is none.</param>
    public static void Run(string folder, ReadOnlySpan<string> names)
    {
        Console.WriteLine($"| data | nodes | order | reading | {string.Join(" | ", Stops.Select(stop => $"to {stop}"))} |");
        Console.WriteLine($"|---|---|---|---|{string.Concat(Stops.Select(_ => "---|"))}");
        foreach (string name in names.IsEmpty ? [.. StreamTable.Names] : names.ToArray())
        {
            StreamTable[] tables = [.. Enumerable.Range(1, Seeds).Select(seed => StreamTable.Read(name, folder, (ulong)seed))];
            foreach (NodeSize size in new[] { NodeSize.Large, NodeSize.Small })
            {
                StreamRows[] rows = [.. tables.Select(table => table.Prepare(Fitted, size))];
                foreach (int sorted in new[] { 0, Sorted })
                {
                    foreach (WisardReading reading in new[] { WisardReading.Bleaching, WisardReading.Automatic })
                    {
                        (double Accuracy, double LogLoss)[][] runs =
                            [.. Enumerable.Range(0, Seeds).Select(run => Stream(tables[run], rows[run], sorted, reading))];
                        string[] means = [.. Enumerable.Range(0, Stops.Length).Select(stop => string.Create(
                            CultureInfo.InvariantCulture,
                            $"{runs.Average(run => run[stop].Accuracy):F4}, {runs.Average(run => run[stop].LogLoss):F3}"))];
                        string nodes = size == NodeSize.Large ? "default" : "small";
                        string order = sorted == 0 ? "random" : "sorted";
                        Console.WriteLine($"| {name} | {nodes} | {order} | {reading} | {string.Join(" | ", means)} |");
                    }
                }
            }
        }
    }

    // Accuracy and log loss of the rows before each stop. A class that was never learned has the least probability.
    private static (double Accuracy, double LogLoss)[] Stream(StreamTable table, StreamRows rows, int sorted, WisardReading reading)
    {
        int all = Math.Min(table.Labels.Length, Most);
        SampleBatch samples = rows.First(all);
        int[] order =
            [.. Enumerable.Range(0, sorted).OrderBy(row => table.Labels[row]), .. Enumerable.Range(sorted, all - sorted)];
        WisardClassifier<int> model = new(rows.Layer, new WisardOptions { Reading = reading });
        var figures = new (double Accuracy, double LogLoss)[Stops.Length];
        int[] known = [];
        int from = 0;
        for (int stop = 0; stop < Stops.Length; stop++)
        {
            int to = Math.Min(Stops[stop], all);
            int right = 0;
            double loss = 0;
            foreach (int row in order.AsSpan(from, to - from))
            {
                int label = table.Labels[row];
                double[] probabilities = new double[known.Length];
                model.Probabilities(samples[row], probabilities);
                int index = Array.IndexOf(known, label);
                loss -= Math.Log(Math.Max(LeastProbability, index < 0 ? 0 : probabilities[index]));
                Classification<int> answer = model.Classify(samples[row]);
                right += answer.IsKnown && answer.Label == label ? 1 : 0;
                model.Learn(samples[row], label);
                known = index < 0 ? [.. model.Labels] : known;
            }

            figures[stop] = ((double)right / (to - from), loss / (to - from));
            from = to;
        }

        return figures;
    }
}
