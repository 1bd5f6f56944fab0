using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class WisardStorageTests
{
    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Saving_and_loading_keeps_bytes_and_answers(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(80, 20, 1);
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            WisardClassifier<string> model = Learned(examples, new WisardOptions { Storage = storage, Reading = reading, Threshold = 3 });
            byte[] saved = Saved(model);
            WisardClassifier<string> loaded = Snapshot.Load<WisardClassifier<string>>(new MemoryStream(saved));

            Assert.Equal(saved, Saved(loaded));
            Assert.Equal(model.Options, loaded.Options);
            Assert.Equal(model.ExampleCount, loaded.ExampleCount);
            foreach ((ulong[] pattern, _) in Glyphs.Make(50, 20, 2, 30))
            {
                Assert.Equal(model.Classify(pattern), loaded.Classify(pattern));
            }

            loaded.Forget(examples[0].Pattern, $"class {examples[0].Label}");
            Assert.NotEqual(saved, Saved(loaded));
        }
    }

    [Fact]
    public void Equal_states_give_equal_bytes_in_any_order_of_learning()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(40, 5, 1);
        Assert.Equal(Saved(Learned(examples, new())), Saved(Learned([.. examples.Reverse()], new())));
    }

    [Fact]
    public void A_model_is_loaded_with_its_retina()
    {
        double[] numbers = [1, 5, 2, 6, 3, 7, 4, 8];
        WisardClassifier<bool> model = new(InputLayer.ForFeatures(numbers, 2));
        model.Learn(new SampleBatch(numbers.AsMemory(), 2), [true, true, false, false]);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        WisardClassifier<bool> loaded = Snapshot.Load<WisardClassifier<bool>>(stream);

        Assert.Equal(model.Classify(new[] { 1.0, 5 }), loaded.Classify(new[] { 1.0, 5 }));
        loaded.Merge(model);
        Assert.Equal(8, loaded.ExampleCount);
    }

    [Fact]
    public void Damaged_and_truncated_snapshots_are_refused()
    {
        byte[] saved = Saved(Learned(Glyphs.Make(3, 2, 1), new()));
        for (int i = 0; i < saved.Length; i += i < 64 ? 1 : 97)
        {
            byte[] damaged = [.. saved];
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(damaged)));
            Assert.Throws<InvalidDataException>(() => Snapshot.Load<WisardClassifier<string>>(new MemoryStream(saved[..i])));
        }

        Assert.Throws<InvalidDataException>(() => Snapshot.Load<WisardClassifier<int>>(new MemoryStream(saved)));
        Assert.Throws<NotSupportedException>(() => new WisardClassifier<DateTime>(Glyphs.Layer()).Save(new MemoryStream()));
    }

    [Fact]
    public void Labels_of_an_enumeration_are_stored_by_name()
    {
        WisardClassifier<Queue> model = new(Glyphs.Layer());
        foreach ((ulong[] pattern, int label) in Glyphs.Make(40, 3, 1))
        {
            model.Learn(pattern, label == 2 ? (Queue)77 : (Queue)(label * 5));
        }

        using MemoryStream stream = new();
        model.Save(stream);
        WisardClassifier<Queue> loaded = Snapshot.Load<WisardClassifier<Queue>>(new MemoryStream(stream.ToArray()));
        Assert.Equal([Queue.Billing, Queue.Legal, (Queue)77], loaded.Labels);
        ulong[] sample = Glyphs.Make(1, 3, 2)[0].Pattern;
        Assert.Equal(model.Classify(sample), loaded.Classify(sample));

        WisardClassifier<Renumbered> renumbered = new(Glyphs.Layer());
        renumbered.Learn(sample, Renumbered.Legal);
        using MemoryStream other = new();
        renumbered.Save(other);
        Assert.Equal([Queue.Legal], Snapshot.Load<WisardClassifier<Queue>>(new MemoryStream(other.ToArray())).Labels);
        renumbered.Learn(sample, Renumbered.Sales);
        using MemoryStream unknown = new();
        renumbered.Save(unknown);
        Assert.Contains("'Sales'", Assert.Throws<InvalidDataException>(
            () => Snapshot.Load<WisardClassifier<Queue>>(new MemoryStream(unknown.ToArray()))).Message);
        Assert.Throws<InvalidDataException>(() => Snapshot.Load<WisardClassifier<int>>(new MemoryStream(stream.ToArray())));
    }

    [Fact]
    public void How_many_examples_a_calibration_knew_is_stored()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(60, 5, 1, 30);
        WisardClassifier<string> model = new(Glyphs.Layer());
        SampleBatch batch = new(examples.SelectMany(example => example.Pattern).ToArray().AsMemory(), Glyphs.Words);
        string[] labels = [.. examples.Select(example => $"class {example.Label}")];
        Assert.Equal(0, model.CalibratedExampleCount);
        model.Learn(batch, labels);
        Assert.Equal(examples.Length, model.CalibratedExampleCount);
        byte[] before = Saved(model);
        (ulong[] Pattern, int Label)[] others = Glyphs.Make(29, 5, 2, 30);
        foreach ((ulong[] pattern, int label) in others)
        {
            model.Learn(pattern, $"class {label}");
        }

        WisardClassifier<string> loaded = Snapshot.Load<WisardClassifier<string>>(new MemoryStream(Saved(model)));
        Assert.Equal(Saved(model), Saved(loaded));
        Assert.Equal(examples.Length, loaded.CalibratedExampleCount);
        double[] expected = new double[5];
        double[] actual = new double[5];
        foreach ((ulong[] pattern, _) in Glyphs.Make(20, 5, 3, 30))
        {
            model.Probabilities(pattern, expected);
            loaded.Probabilities(pattern, actual);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 12));
        }

        foreach ((ulong[] pattern, int label) in others)
        {
            Assert.True(loaded.Forget(pattern, $"class {label}"));
        }

        Assert.Equal(before, Saved(loaded));
    }

    private static WisardClassifier<string> Learned((ulong[] Pattern, int Label)[] examples, WisardOptions options)
    {
        WisardClassifier<string> model = new(Glyphs.Layer(), options);
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, $"class {label}");
        }

        return model;
    }

    private static byte[] Saved(WisardClassifier<string> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private enum Queue
    {
        Billing,
        Legal = 5,
    }

    private enum Renumbered
    {
        Legal = 1,
        Sales = 2,
    }
}
