using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Serving;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Times of changes of one item in a <see cref="Recommender{TUser, TItem}"/> in memory, for catalogs of several sizes.</summary>
internal static class CatalogTable
{
    private const int Changes = 100;
    private static readonly int[] Sizes = [1000, 30_000, 300_000];
    private static readonly string[] Kinds = ["drama", "comedy", "horror", "war", "western", "crime", "music", "family"];
    private static readonly RecommenderOptions<int> Quiet = new() { Training = TrainingRule.OnDemand };

    /// <summary>Measures everything.</summary>
    public static string Measure()
    {
        List<string> lines =
        [
            "| items | update one, us | add one, us | list of 10, us | list of 10 after an update, us |",
            "| --- | --- | --- | --- | --- |",
        ];
        foreach (int size in Sizes)
        {
            IEnumerable<Product> products = Enumerable.Range(0, size).Select(Original);
            using var memory = Recommender<int, Product>.InMemory(Schema, products, Quiet);
            for (int i = 0; i < 200; i++)
            {
                memory.LearnAsync(i % 20, Original(i), 0.5f + (i % 10 / 2f)).AsTask().GetAwaiter().GetResult();
            }

            double update = MedianMicroseconds(i => memory.UpdateItem(Changed(i * 7 % size, i)));
            double add = MedianMicroseconds(i => memory.AddItemAsync(Original(size + i)).GetAwaiter().GetResult());
            double list = MedianMicroseconds(i => memory.Recommend(i % 20, 10));
            double after = MedianMicroseconds(i => memory.Recommend(i % 20, 10), i => memory.UpdateItem(Changed(i * 11 % size, i)));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {update:0} | {add:0} | {list:0} | {after:0} |"));
        }

        return string.Join('\n', lines);
    }

    private static double MedianMicroseconds(Action<int> act, Action<int>? before = null)
    {
        double[] found = new double[Changes];
        for (int i = 0; i < 2 * Changes; i++)
        {
            before?.Invoke(i);
            long started = Stopwatch.GetTimestamp();
            act(i);
            found[i % Changes] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return found.Order().ElementAt(Changes / 2);
    }

    private static Product Original(int id) => new(id, [Kinds[id % 8], Kinds[id * 3L % 8]], id * 37L % 100);

    private static Product Changed(int id, int round) => new(id, [Kinds[(id + round + 1) % 8]], (id + round) * 41L % 100);

    private static void Schema(ItemSchema<Product> schema) => schema
        .Key(product => product.Id)
        .Tags("kind", product => product.Kinds)
        .Number("price", product => product.Price);

    private sealed record Product(int Id, string[] Kinds, double Price);
}
