using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>A layer with tuples of several sizes, of which the examples choose.</summary>
public sealed class WisardNodeSizeTests
{
    private const int Features = 6;

    [Fact]
    public void Few_examples_choose_small_tuples_and_many_choose_large_ones()
    {
        (double[] numbers, int[] labels) = Steps(6_000, 1);
        InputLayer layer = InputLayer.ForFeatures(numbers, Features, 1);
        IReadOnlyList<NodeRange> groups = layer.Mapping.Groups;
        Assert.Equal(3, groups.Count);

        WisardClassifier<int> few = Learned(layer, numbers, labels, 60);
        WisardClassifier<int> many = Learned(layer, numbers, labels, 6_000);
        Assert.True(LogLossOf(few) < LogLossOf(Learned(Only(layer, groups[2]), numbers, labels, 60)) - 0.03);
        Assert.True(LogLossOf(many) < LogLossOf(Learned(Only(layer, groups[0]), numbers, labels, 6_000)) - 0.03);
        Assert.InRange(LogLossOf(many), 0, LogLossOf(Learned(Only(layer, groups[2]), numbers, labels, 6_000)) + 0.01);
    }

    [Fact]
    public void The_size_grows_with_the_examples_that_are_learned_later()
    {
        (double[] numbers, int[] labels) = Steps(6_000, 1);
        InputLayer layer = InputLayer.ForFeatures(numbers, Features, 1);
        WisardClassifier<int> model = Learned(layer, numbers, labels, 60);
        double before = LogLossOf(model);
        for (int i = 60; i < labels.Length; i++)
        {
            model.Learn(numbers.AsSpan(i * Features, Features), labels[i]);
        }

        Assert.InRange(LogLossOf(model), 0, LogLossOf(Learned(layer, numbers, labels, 6_000)) + 0.05);
        Assert.True(LogLossOf(model) < before - 0.1);
    }

    [Fact]
    public void Words_of_a_schema_are_read_by_small_tuples()
    {
        Note[] notes = Notes(600, 1);
        Note[] tests = Notes(1_000, 2);
        FeatureSchema<Note> schema = new FeatureSchemaBuilder<Note>().MultiHot("words", note => note.Words).Fit(notes);
        InputLayer layer = InputLayer.ForSchema(schema, 1);
        WisardClassifier<int> mixed = Learned(layer);
        WisardClassifier<int> large = Learned(Only(layer, layer.Mapping.Groups[^1]));
        Assert.True(Accuracy(mixed) >= Accuracy(large) + 0.1, $"{Accuracy(mixed)} {Accuracy(large)}");

        WisardClassifier<int> Learned(InputLayer input)
        {
            WisardClassifier<int> model = new(input);
            model.Learn(SampleBatch.Of(schema, notes), [.. notes.Select(note => note.Topic)]);
            return model;
        }

        double Accuracy(WisardClassifier<int> model) =>
            tests.Count(note => model.Classify(Sample.Of(schema, note)).Label == note.Topic) / (double)tests.Length;
    }

    [Fact]
    public void What_was_chosen_is_saved()
    {
        (double[] numbers, int[] labels) = Steps(300, 1);
        WisardClassifier<int> model = Learned(InputLayer.ForFeatures(numbers, Features, 1), numbers, labels, 300);
        byte[] saved = Saved(model);
        WisardClassifier<int> loaded = Snapshot.Load<WisardClassifier<int>>(new MemoryStream(saved));

        Assert.Equal(saved, Saved(loaded));
        (double[] expected, double[] actual) = (new double[2], new double[2]);
        for (int i = 0; i < 300; i++)
        {
            ReadOnlySpan<double> sample = numbers.AsSpan(i * Features, Features);
            model.Probabilities(sample, expected);
            loaded.Probabilities(sample, actual);
            Assert.Equal(expected, actual);
        }
    }

    private static WisardClassifier<int> Learned(InputLayer layer, double[] numbers, int[] labels, int count)
    {
        WisardClassifier<int> model = new(layer);
        model.Learn(new SampleBatch(numbers.AsMemory(0, count * Features), Features), labels.AsSpan(0, count));
        return model;
    }

    private static InputLayer Only(InputLayer layer, NodeRange group)
    {
        int size = layer.Mapping.TupleSize;
        int[] bits = [.. Enumerable.Range(group.First, group.Count).SelectMany(node => layer.Mapping.TupleOf(node).ToArray())];
        TupleMapping mapping = new(layer.Mapping.BitCount, size, bits);
        return layer.Retina is null ? new InputLayer(mapping) : new InputLayer(layer.Retina, mapping);
    }

    private static double LogLossOf(WisardClassifier<int> model)
    {
        (double[] numbers, int[] labels) = Steps(1_000, 2);
        double[] probabilities = new double[2];
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            model.Probabilities(numbers.AsSpan(i * Features, Features), probabilities);
            loss -= Math.Log(Math.Max(1e-4, probabilities[labels[i]]));
        }

        return loss / labels.Length;
    }

    // Two features decide alone for most examples; how they combine needs many examples.
    private static (double[] Numbers, int[] Labels) Steps(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] numbers = new double[count * Features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            Span<double> row = numbers.AsSpan(i * Features, Features);
            for (int f = 0; f < Features; f++)
            {
                row[f] = random.NextDouble();
            }

            bool isHigh = row[0] + row[1] > 1;
            bool isFlipped = (row[2] > 0.6) & (row[3] > 0.6);
            labels[i] = isHigh ^ isFlipped ? 1 : 0;
        }

        return (numbers, labels);
    }

    // Of 200 words, 12 are typical for each topic; a note has two of these and thirty others.
    private static Note[] Notes(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        var notes = new Note[count];
        for (int i = 0; i < count; i++)
        {
            int topic = random.Next(5);
            List<string> words = [];
            for (int w = 0; w < 32; w++)
            {
                words.Add($"word{(w < 2 ? (12 * topic) + random.Next(12) : random.Next(200))}");
            }

            notes[i] = new Note(topic, [.. words]);
        }

        return notes;
    }

    private static byte[] Saved(WisardClassifier<int> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private sealed record Note(int Topic, string[] Words);
}
