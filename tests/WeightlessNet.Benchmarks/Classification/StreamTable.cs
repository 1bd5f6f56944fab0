using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A table whose rows come in an order that a seed draws, and rows to test with.</summary>
internal sealed class StreamTable
{
    private const int Tickets = 20_000;
    private const int MostTests = 2_000;
    private readonly Func<int, NodeSize, StreamRows> _prepare;

    private StreamTable(int[] labels, int[] testLabels, Func<int, NodeSize, StreamRows> prepare)
    {
        Labels = labels;
        TestLabels = testLabels;
        _prepare = prepare;
    }

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ClassificationData.Names.Where(name => name != "fashion-mnist"), "tickets"];

    /// <summary>The class of each row.</summary>
    public int[] Labels { get; }

    /// <summary>The class of each test row.</summary>
    public int[] TestLabels { get; }

    /// <summary>Reads a table, or makes that of tickets.</summary>
    public static StreamTable Read(string name, string folder, ulong seed)
    {
        if (name == "tickets")
        {
            Ticket[] tickets = Ticket.Make(Tickets, seed);
            Ticket[] others = Ticket.Make(MostTests, ~seed);
            return OfRecords(
                tickets,
                others,
                [.. tickets.Select(ticket => ticket.Queue)],
                [.. others.Select(ticket => ticket.Queue)],
                new FeatureSchemaBuilder<Ticket>()
                    .MultiHot("words", ticket => ticket.Words)
                    .OneHot("product", ticket => ticket.Product)
                    .OneHot("channel", ticket => ticket.Channel)
                    .LogThermometer("amount", ticket => ticket.Amount, 24),
                seed);
        }

        ClassificationData data = ClassificationData.Read(name, folder);
        LabeledRows train = Shuffled(data.Train, data.Train.Count, seed);
        LabeledRows test = Shuffled(data.Test, Math.Min(MostTests, data.Test.Count), seed);
        if (train.Words.Length > 0)
        {
            FeatureSchemaBuilder<string[]> builder = new();
            for (int column = 0; column < train.Words[0].Length; column++)
            {
                int fixedColumn = column;
                builder.OneHot($"{column}", row => row[fixedColumn]);
            }

            return OfRecords(train.Words, test.Words, train.Labels, test.Labels, builder, seed);
        }

        int width = train.Numbers.Length / train.Count;
        return new StreamTable(train.Labels, test.Labels, (first, size) =>
        {
            ReadOnlySpan<double> fitted = train.Numbers.AsSpan(0, first * width);
            return new StreamRows(
                size == NodeSize.Small
                    ? InputLayer.ForFeaturesWithSmallNodes(fitted, width, seed)
                    : InputLayer.ForFeatures(fitted, width, seed),
                count => new SampleBatch(train.Numbers.AsMemory(0, count * width), width),
                new SampleBatch(test.Numbers.AsMemory(), width));
        });
    }

    /// <summary>Fits a layer to the first rows and encodes all.</summary>
    public StreamRows Prepare(int first, NodeSize size) => _prepare(first, size);

    private static LabeledRows Shuffled(LabeledRows rows, int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new SplitMix64(seed).Shuffle<int>(order);
        return rows.At(order.AsSpan(0, count));
    }

    private static StreamTable OfRecords<T>(
        T[] train, T[] test, int[] trainLabels, int[] testLabels, FeatureSchemaBuilder<T> builder, ulong seed) =>
        new(trainLabels, testLabels, (first, size) =>
        {
            FeatureSchema<T> schema = builder.Fit(train.Take(first));
            int words = BitSlice.WordCount(schema.BitCount);
            ulong[] patterns = new ulong[train.Length * words];
            for (int i = 0; i < train.Length; i++)
            {
                schema.Encode(train[i], patterns.AsSpan(i * words, words));
            }

            return new StreamRows(
                size == NodeSize.Small ? InputLayer.ForSchemaWithSmallNodes(schema, seed) : InputLayer.ForSchema(schema, seed),
                count => new SampleBatch(patterns.AsMemory(0, count * words), words),
                SampleBatch.Of(schema, test));
        });
}
