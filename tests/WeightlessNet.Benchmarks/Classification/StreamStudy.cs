using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// A classifier that learns a first batch and then all other rows one by one, against the same classifier recalibrated with all rows so
/// far, on rows that were not learned.
/// </summary>
internal static class StreamStudy
{
    private const int Seeds = 3;
    private const double LeastProbability = 1e-4;
    private const string Header = """
        | data | nodes | first batch | rows | accuracy | recalibrated | log loss | recalibrated |
        |---|---|---|---|---|---|---|---|
        """;

    private static readonly int[] FirstBatches = [50, 500, 4_000];

    /// <summary>Runs the tables and writes a row of means over seeds as each is finished.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="names">The tables; all if there is none.</param>
    public static void Run(string folder, ReadOnlySpan<string> names)
    {
        Console.WriteLine(Header);
        foreach (string name in names.IsEmpty ? [.. StreamTable.Names] : names.ToArray())
        {
            StreamTable[] tables = [.. Enumerable.Range(1, Seeds).Select(seed => StreamTable.Read(name, folder, (ulong)seed))];
            foreach (NodeSize size in new[] { NodeSize.Large, NodeSize.Small })
            {
                foreach (int first in FirstBatches.Where(first => 2 * first <= tables[0].Labels.Length))
                {
                    (int Rows, double[] Figures)[][] runs = [.. tables.Select(table => Stream(table, first, size))];
                    for (int stop = 0; stop < runs[0].Length; stop++)
                    {
                        string[] means = [.. Enumerable.Range(0, 4).Select(
                            i => runs.Average(run => run[stop].Figures[i]).ToString("F4", CultureInfo.InvariantCulture))];
                        string nodes = size == NodeSize.Large ? "default" : "small";
                        Console.WriteLine($"| {name} | {nodes} | {first} | {runs[0][stop].Rows} | {string.Join(" | ", means)} |");
                    }
                }
            }
        }
    }

    // At growing numbers of rows: accuracy, that of the classifier recalibrated, log loss, that of the classifier recalibrated.
    private static (int Rows, double[] Figures)[] Stream(StreamTable table, int first, NodeSize size)
    {
        StreamRows rows = table.Prepare(first, size);
        int all = table.Labels.Length;
        SampleBatch samples = rows.First(all);
        WisardClassifier<int> model = new(rows.Layer);
        model.Learn(rows.First(first), table.Labels.AsSpan(0, first));
        List<(int, double[])> figures = [];
        int next = first;
        foreach (int stop in new[] { first, 2 * first, 8 * first, all }.Where(stop => stop <= all).Distinct())
        {
            for (; next < stop; next++)
            {
                model.Learn(samples[next], table.Labels[next]);
            }

            WisardClassifier<int> recalibrated = new(rows.Layer);
            recalibrated.Merge(model);
            recalibrated.Calibrate(rows.First(stop), table.Labels.AsSpan(0, stop));
            (double accuracy, double loss) = Of(model, rows.Test, table.TestLabels);
            (double recalibratedAccuracy, double recalibratedLoss) = Of(recalibrated, rows.Test, table.TestLabels);
            figures.Add((stop, [accuracy, recalibratedAccuracy, loss, recalibratedLoss]));
        }

        return [.. figures];
    }

    private static (double Accuracy, double LogLoss) Of(WisardClassifier<int> model, SampleBatch test, int[] labels)
    {
        int[] known = [.. model.Labels];
        double[] probabilities = new double[known.Length];
        int right = 0;
        double loss = 0;
        for (int i = 0; i < test.Count; i++)
        {
            model.Probabilities(test[i], probabilities);
            int index = Array.IndexOf(known, labels[i]);
            right += known[Array.IndexOf(probabilities, probabilities.Max())] == labels[i] ? 1 : 0;
            loss -= Math.Log(Math.Max(LeastProbability, index < 0 ? 0 : probabilities[index]));
        }

        return ((double)right / test.Count, loss / test.Count);
    }
}
