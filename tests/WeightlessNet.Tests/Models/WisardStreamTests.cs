using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>A classifier that is calibrated on a first batch and then learns many more examples, one by one.</summary>
public sealed class WisardStreamTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(500, true, 7)]
    [InlineData(500, false, 7)]
    [InlineData(50, true, 9)]
    public void More_examples_than_the_calibration_knew_do_not_make_answers_worse(int first, bool hasSmallNodes, ulong seed)
    {
        Ticket[] tickets = Tickets(5_000, seed);
        Ticket[] tests = Tickets(1_000, 99);
        FeatureSchema<Ticket> schema = new FeatureSchemaBuilder<Ticket>()
            .MultiHot("words", ticket => ticket.Words)
            .OneHot("product", ticket => ticket.Product)
            .LogThermometer("amount", ticket => ticket.Amount, 24)
            .Fit(tickets.Take(first));
        WisardClassifier<int> model = new(
            hasSmallNodes ? InputLayer.ForSchemaWithSmallNodes(schema, 1) : InputLayer.ForSchema(schema, 1));
        model.Learn(SampleBatch.Of(schema, tickets[..first]), [.. tickets.Take(first).Select(ticket => ticket.Queue)]);
        (double accuracy, double loss) = Of(model, schema, tests);
        for (int i = first; i < tickets.Length; i++)
        {
            model.Learn(Sample.Of(schema, tickets[i]), tickets[i].Queue);
            if (i + 1 == 3 * first || i + 1 == tickets.Length)
            {
                (double later, double laterLoss) = Of(model, schema, tests);
                Assert.True(later >= accuracy - 0.01, $"{i + 1}: {later:F3} after {accuracy:F3}");
                Assert.True(laterLoss <= loss + 0.01, $"{i + 1}: log loss {laterLoss:F3} after {loss:F3}");
                (accuracy, loss) = (Math.Max(accuracy, later), Math.Min(loss, laterLoss));
            }
        }

        Assert.InRange(2 * model.ExampleCount, 2 * model.CalibratedExampleCount, 3 * model.CalibratedExampleCount);
        Assert.Equal(tickets.Length, model.ExampleCount);
    }

    // Without noise, ever finer rules are learned as examples come, so the best reading moves with them.
    [Fact]
    public void Later_examples_count_as_much_as_those_of_the_calibration()
    {
        (double[] boards, int[] distances) = Boards(3_000, 1);
        (double[] tests, int[] expected) = Boards(1_000, 2);
        const int First = 200;
        WisardClassifier<int> model = new(InputLayer.ForFeaturesWithSmallNodes(boards.AsSpan(0, First * 4), 4, 1));
        model.Learn(new SampleBatch(boards.AsMemory(0, First * 4), 4), distances.AsSpan(0, First));
        double before = Accuracy(model);
        for (int i = First; i < distances.Length; i++)
        {
            model.Learn(boards.AsSpan(4 * i, 4), distances[i]);
        }

        WisardClassifier<int> recalibrated = new(model.Layer);
        recalibrated.Merge(model);
        recalibrated.Calibrate(new SampleBatch(boards.AsMemory(), 4), distances);
        Assert.True(Accuracy(model) >= before + 0.1, $"{Accuracy(model):F3} after {before:F3}");
        Assert.True(Accuracy(model) >= Accuracy(recalibrated) - 0.03, $"{Accuracy(model):F3}, recalibrated {Accuracy(recalibrated):F3}");

        double Accuracy(WisardClassifier<int> classifier) => classifier.Classify(new SampleBatch(tests.AsMemory(), 4))
            .Zip(expected).Average(pair => pair.First.Label == pair.Second ? 1.0 : 0);
    }

    // Two places on a board, and how many moves of a king they are apart.
    private static (double[] Boards, int[] Distances) Boards(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] boards = [.. Enumerable.Range(0, 4 * count).Select(_ => (double)random.Next(8))];
        return (boards, [.. boards.Chunk(4).Select(board => (int)Math.Max(Math.Abs(board[0] - board[2]), Math.Abs(board[1] - board[3])))]);
    }

    private static (double Accuracy, double LogLoss) Of(WisardClassifier<int> model, FeatureSchema<Ticket> schema, Ticket[] tests)
    {
        double[] probabilities = new double[model.Labels.Count];
        int[] labels = [.. model.Labels];
        double loss = 0;
        int right = 0;
        foreach (Ticket test in tests)
        {
            model.Probabilities(Sample.Of(schema, test), probabilities);
            int index = Array.IndexOf(labels, test.Queue);
            loss -= Math.Log(Math.Max(1e-4, index < 0 ? 0 : probabilities[index]));
            right += model.Classify(Sample.Of(schema, test)).Label == test.Queue ? 1 : 0;
        }

        return ((double)right / tests.Length, loss / tests.Length);
    }

    // Two of five queues are much rarer than the first. A third of the words tells of the queue, and one label in twenty is wrong.
    private static Ticket[] Tickets(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int queue = QueueOf(random.Next(100));
            string[] words = [.. Enumerable.Range(0, 2 + random.Next(7)).Select(_ => random.Next(100) < 32
                ? $"own {queue} {random.Next(11)}"
                : $"any {random.Next(40)}")];
            string product = random.Next(2) == 0 ? $"product {queue}" : $"product {random.Next(6)}";
            double? amount = random.Next(10) == 0 ? null : (1 + (queue % 3)) * (0.5 + (4 * random.NextDouble() * random.NextDouble()));
            return new Ticket(words, product, amount, random.Next(20) == 0 ? QueueOf(random.Next(100)) : queue);
        })];
    }

    private static int QueueOf(int percent) => percent < 40 ? 0 : percent < 70 ? 1 : percent < 88 ? 2 : percent < 97 ? 3 : Classes - 1;

    private sealed record Ticket(string[] Words, string Product, double? Amount, int Queue);
}
