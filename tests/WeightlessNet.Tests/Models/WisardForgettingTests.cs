using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Learning is addition: only what was added can be subtracted.</summary>
public sealed class WisardForgettingTests
{
    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Examples_in_any_order_give_the_same_state(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(60, 5, 1);

        WisardClassifier<int> forwards = Learned(storage, examples);
        WisardClassifier<int> backwards = Learned(storage, [.. examples.Reverse()]);

        Assert.Equal(forwards.State(), backwards.State());
        Assert.Equal(forwards.Labels, backwards.Labels);
        foreach ((ulong[] pattern, _) in Glyphs.Make(50, 5, 2, 30))
        {
            Assert.Equal(forwards.Classify(pattern), backwards.Classify(pattern));
        }
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Forgetting_leaves_the_state_as_if_never_learned(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] kept = Glyphs.Make(40, 3, 1);
        (ulong[] Pattern, int Label)[] dropped = Glyphs.Make(40, 6, 2);
        WisardClassifier<int> model = Learned(storage, [.. kept, .. dropped]);

        foreach ((ulong[] pattern, int label) in dropped)
        {
            Assert.True(model.Forget(pattern, label));
        }

        WisardClassifier<int> expected = Learned(storage, kept);
        Assert.Equal(expected.State(), model.State());
        Assert.Equal(expected.Labels, model.Labels);
        Assert.Equal(expected.ExampleCount, model.ExampleCount);
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Merging_gives_the_state_of_learning_both(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] first = Glyphs.Make(40, 3, 1);
        (ulong[] Pattern, int Label)[] second = Glyphs.Make(40, 20, 2);
        WisardClassifier<int> model = Learned(storage, first);

        model.Merge(Learned(storage, second));

        WisardClassifier<int> expected = Learned(storage, [.. first, .. second]);
        Assert.Equal(expected.State(), model.State());
        Assert.Equal(expected.ExamplesOf(7), model.ExamplesOf(7));
        Assert.Equal(80, model.ExampleCount);
    }

    [Fact]
    public void Merging_models_over_another_mapping_is_refused_and_changes_nothing()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Dense, Glyphs.Make(10, 3, 1));
        List<(int, CellCount)> before = [.. model.State()];
        WisardClassifier<int> other = new(Glyphs.Layer(seed: 2));
        other.Learn(new ulong[Glyphs.Words], 1);

        Assert.Throws<ArgumentException>(() => model.Merge(other));
        Assert.Equal(before, model.State());
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Forgetting_an_unlearned_example_returns_false_and_changes_nothing(NodeStorage storage)
    {
        WisardClassifier<int> model = Learned(storage, Glyphs.Make(5, 3, 1));
        List<(int, CellCount)> before = [.. model.State()];
        ulong[] foreign = [0x0123456789ABCDEF, 0x5];

        Assert.False(model.Forget(foreign, 0));
        Assert.False(model.Forget(foreign, 99));
        Assert.Throws<InvalidOperationException>(() => model.ClassifyLeavingOut(foreign, 0));

        Assert.Equal(before, model.State());
        Assert.Equal(5, model.ExampleCount);
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void Leaving_out_an_example_answers_as_if_it_had_been_forgotten(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(40, 3, 1, 25);
        WisardClassifier<int> model = Learned(storage, examples);
        model.Options = model.Options with { Reading = WisardReading.MaximumMargin };

        foreach ((ulong[] pattern, int label) in examples)
        {
            List<(int, CellCount)> before = [.. model.State()];
            Classification<int> leftOut = model.ClassifyLeavingOut(pattern, label);
            Assert.Equal(before, model.State());
            Assert.True(model.Forget(pattern, label));
            Assert.Equal(model.Classify(pattern).Confidence, leftOut.Confidence);
            model.Learn(pattern, label);
        }
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void A_model_that_forgot_everything_answers_dont_know(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(20, 3, 1);
        WisardClassifier<int> model = Learned(storage, examples);
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Forget(pattern, label);
        }

        Assert.Empty(model.State());
        Assert.Empty(model.Labels);
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            model.Options = model.Options with { Reading = reading };
            Assert.Equal(default, model.Classify(examples[0].Pattern));
            Assert.False(model.Classify(examples[0].Pattern).IsKnown);
        }
    }

    [Theory]
    [MemberData(nameof(WisardClassifierTests.Storages), MemberType = typeof(WisardClassifierTests))]
    public void A_calibrated_model_that_forgot_everything_is_as_one_that_never_learned(NodeStorage storage)
    {
        (string, ulong[])[] examples = [.. Glyphs.Make(200, 3, 1, 30).Select(one => ($"{one.Label}", one.Pattern))];
        WisardClassifier<string> model = Calibrated(storage, examples);
        Assert.Equal(200, model.CalibratedExampleCount);
        WisardClassifier<string> loaded = Snapshot.Load<WisardClassifier<string>>(new MemoryStream(Saved(model)));
        foreach (WisardClassifier<string> calibrated in new[] { model, loaded })
        {
            calibrated.SetClassWeight("1", 4);
            foreach ((string label, ulong[] pattern) in examples)
            {
                Assert.True(calibrated.Forget(pattern, label));
            }

            WisardClassifier<string> fresh = new(Glyphs.Layer(), new WisardOptions { Storage = storage });
            Assert.Equal(0, calibrated.CalibratedExampleCount);
            Assert.Equal(default, calibrated.Classify(examples[0].Item2));
            Assert.Equal(Saved(fresh), Saved(calibrated));

            // What it learns next is not answered as what was forgotten taught.
            foreach ((string label, ulong[] pattern) in examples.Take(50))
            {
                calibrated.Learn(pattern, label);
                fresh.Learn(pattern, label);
                Assert.Equal(fresh.Classify(pattern), calibrated.Classify(pattern));
            }

            Assert.Equal(Saved(fresh), Saved(calibrated));
        }
    }

    [Fact]
    public void A_calibration_stays_as_long_as_there_is_an_example()
    {
        (string, ulong[])[] examples = [.. Glyphs.Make(200, 3, 1, 30).Select(one => ($"{one.Label}", one.Pattern))];
        WisardClassifier<string> model = Calibrated(NodeStorage.Dense, examples);
        foreach ((string label, ulong[] pattern) in examples.Skip(1))
        {
            Assert.True(model.Forget(pattern, label));
        }

        Assert.Equal(200, model.CalibratedExampleCount);
        Assert.True(model.Forget(examples[0].Item2, examples[0].Item1));
        Assert.Equal(0, model.CalibratedExampleCount);
    }

    [Fact]
    public void Counts_beyond_16_bits_are_forgotten_exactly()
    {
        ulong[] sample = [0];
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        for (int i = 0; i < 70_000; i++)
        {
            model.Learn(sample, 0);
        }

        Assert.Equal(70_000, Assert.Single(model.State()).Cell.Count);
        for (int i = 0; i < 69_999; i++)
        {
            model.Forget(sample, 0);
        }

        Assert.Equal(1, Assert.Single(model.State()).Cell.Count);
        model.Forget(sample, 0);
        Assert.Empty(model.State());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    public void Hashed_counts_stay_consistent_after_wrong_forgets(int addressBits, int hashes)
    {
        SplitMix64 random = new((ulong)((addressBits * 10) + hashes));
        int forgotten = 0;
        int refused = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            WisardClassifier<string> model = new(
                Glyphs.Layer(4, 3, (ulong)trial), new WisardOptions { Storage = NodeStorage.Hashed(addressBits, hashes, (ulong)trial) });
            for (int step = 0; step < 60; step++)
            {
                ulong[] pattern = [random.Next(), random.Next() >> 28];
                string label = random.Next(2) == 0 ? "a" : "b";
                if (random.Next(5) < 2)
                {
                    model.Learn(pattern, label);
                    continue;
                }

                byte[] before = Saved(model);
                if (model.Forget(pattern, label))
                {
                    forgotten++;
                }
                else
                {
                    refused++;
                    Assert.Equal(before, Saved(model));
                }

                AssertConsistent(model, hashes, pattern);
            }
        }

        // Most of these examples were not learned; collisions hide it for many.
        Assert.True(forgotten > 50, $"{forgotten} forgotten");
        Assert.True(refused > 50, $"{refused} refused");
    }

    [Fact]
    public void The_last_example_of_a_hashed_class_is_forgotten_completely_or_not_at_all()
    {
        // Tries to forget every pattern when only one has been learned. Some share all their cells with it, some only a part.
        WisardClassifier<int> model = new(
            new InputLayer(TupleMapping.Random(10, 5, 2, 1)), new WisardOptions { Storage = NodeStorage.Hashed(2, 2, 1) });
        int forgotten = 0;
        for (ulong learned = 0; learned < 1024; learned += 7)
        {
            model.Learn(new[] { learned }, 1);
            List<(int, CellCount)> cells = [.. model.State()];
            for (ulong other = 0; other < 1024; other++)
            {
                if (model.Forget(new[] { other }, 1))
                {
                    Assert.Empty(model.State());
                    model.Learn(new[] { other }, 1);
                    forgotten++;
                }

                Assert.Equal(cells, model.State());
            }

            Assert.True(model.Forget(new[] { learned }, 1));
        }

        Assert.True(forgotten > 147, $"{forgotten}");
    }

    [Fact]
    public void Merging_too_many_examples_is_refused_and_changes_nothing()
    {
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        model.Learn(new ulong[1], 1);
        for (int i = 0; i < 62; i++)
        {
            model.Merge(model);
        }

        List<(int, CellCount)> before = [.. model.State()];
        Assert.Equal(1L << 62, model.ExampleCount);
        Assert.Throws<ArgumentException>("other", () => model.Merge(model));
        Assert.Equal(before, model.State());
        Assert.Equal(1L << 62, model.ExamplesOf(1));
    }

    private static void AssertConsistent(WisardClassifier<string> model, int hashes, ulong[] pattern)
    {
        foreach ((string label, CellCount cell) in model.State())
        {
            Assert.InRange(cell.Count, 1, model.ExamplesOf(label));
        }

        foreach (string label in model.Labels)
        {
            for (int node = 0; node < model.Layer.NodeCount; node++)
            {
                long sum = model.State().Where(s => s.Label == label && s.Cell.Node == node).Sum(s => s.Cell.Count);
                Assert.InRange(sum, model.ExamplesOf(label), hashes * model.ExamplesOf(label));
            }
        }

        byte[] saved = Saved(model);
        Assert.Equal(saved, Saved(Snapshot.Load<WisardClassifier<string>>(new MemoryStream(saved))));
        WisardOptions options = model.Options;
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            model.Options = options with { Reading = reading, Balancing = ClassBalancing.ByExampleCount };
            Classification<string> answer = model.Classify(pattern);
            Assert.True(!answer.IsKnown || model.Labels.Contains(answer.Label));
            Assert.InRange(answer.Confidence, 0, 1);
        }

        model.Options = options;
    }

    private static WisardClassifier<string> Calibrated(NodeStorage storage, (string Label, ulong[] Pattern)[] examples)
    {
        WisardClassifier<string> model = new(Glyphs.Layer(), new WisardOptions { Storage = storage });
        SampleBatch batch = new(examples.SelectMany(one => one.Pattern).ToArray().AsMemory(), Glyphs.Words);
        model.Learn(batch, [.. examples.Select(one => one.Label)]);
        return model;
    }

    private static byte[] Saved(WisardClassifier<string> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static WisardClassifier<int> Learned(NodeStorage storage, (ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Storage = storage });
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }

        return model;
    }
}
