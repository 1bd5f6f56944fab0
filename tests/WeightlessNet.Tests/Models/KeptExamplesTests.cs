using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>The examples that a calibrated classifier keeps, to calibrate itself again as it learns more.</summary>
public sealed class KeptExamplesTests
{
    private const int Classes = 5;

    [Fact]
    public void A_classifier_calibrates_itself_whenever_it_has_half_as_many_examples_more()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(900, Classes, 1, 30);
        WisardClassifier<int> model = Calibrated(examples[..50]);
        Assert.Equal(50, model.CalibratedExampleCount);
        foreach ((ulong[] pattern, int label) in examples[50..])
        {
            model.Learn(pattern, label);
            Assert.InRange(2 * model.ExampleCount, 2 * model.CalibratedExampleCount, 3 * model.CalibratedExampleCount);
        }

        Assert.Equal(863, model.CalibratedExampleCount);

        // With as many examples as it keeps, that is what calibrating with all of them gives.
        WisardClassifier<int> streamed = Calibrated(examples[..50]);
        foreach ((ulong[] pattern, int label) in examples[50..863])
        {
            streamed.Learn(pattern, label);
        }

        WisardClassifier<int> recalibrated = new(streamed.Layer);
        recalibrated.Merge(streamed);
        recalibrated.Calibrate(Batch(examples[..863]), [.. examples.Take(863).Select(example => example.Label)]);
        WisardAssert.SameProbabilities(Classes, recalibrated, streamed, 3);
    }

    [Fact]
    public void Batches_and_merged_classifiers_calibrate_at_their_end()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(400, Classes, 1, 30);
        WisardClassifier<int> model = Calibrated(examples[..100]);
        foreach (int from in new[] { 100, 150, 200 })
        {
            (ulong[] Pattern, int Label)[] part = examples[from..(from + 50)];
            model.Learn(Batch(part), [.. part.Select(example => example.Label)]);
        }

        Assert.Equal(250, model.CalibratedExampleCount);
        model.Merge(Calibrated(examples[250..]));
        Assert.Equal((400, 400), (model.ExampleCount, model.CalibratedExampleCount));
    }

    [Fact]
    public void A_restart_changes_nothing_that_comes_later()
    {
        (ulong[] Pattern, int Label)[] examples =
            [.. Glyphs.Make(3_000, Classes, 1, 30).Select(example => (example.Pattern, 7 - example.Label))];
        WisardClassifier<int> model = Calibrated(examples[..300]);
        WisardClassifier<int> restarted = Loaded(model);
        for (int i = 300; i < examples.Length; i++)
        {
            model.Learn(examples[i].Pattern, examples[i].Label);
            restarted.Learn(examples[i].Pattern, examples[i].Label);
            restarted = i % 500 == 0 ? Loaded(restarted) : restarted;
        }

        Assert.Equal((2_280L, 2_280L), (model.CalibratedExampleCount, restarted.CalibratedExampleCount));
        WisardAssert.SameProbabilities(Classes, model, restarted, 9);
    }

    [Fact]
    public void What_is_forgotten_is_in_no_file()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(200, Classes, 1, 30);
        WisardClassifier<int> model = Calibrated(examples);
        foreach ((ulong[] pattern, int label) in examples)
        {
            byte[] words = System.Runtime.InteropServices.MemoryMarshal.AsBytes(pattern.AsSpan()).ToArray();
            Assert.True(Saved(model).AsSpan().IndexOf(words) >= 0);
            Assert.True(model.Forget(pattern, label));
            Assert.True(Saved(model).AsSpan().IndexOf(words) < 0);
        }

        // Nor is what was chosen by it.
        Assert.Equal((0L, 0L), (model.ExampleCount, model.CalibratedExampleCount));
        Assert.Equal(Saved(new WisardClassifier<int>(Glyphs.Layer())), Saved(model));
        Assert.Equal(Saved(model), Saved(Loaded(model)));
    }

    [Fact]
    public void Bits_that_no_node_reads_are_not_kept()
    {
        const ulong Secret = 0x5EC2E7C0DEC0FFEE;
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(128, 2, [0, 1])));
        (ulong[] Pattern, int Label)[] examples = [.. Enumerable.Range(0, 20).Select(i => (new[] { (ulong)i & 3, Secret }, i & 1))];
        model.Learn(
            new SampleBatch(examples.SelectMany(example => example.Pattern).ToArray().AsMemory(), 2),
            [.. examples.Select(example => example.Label)]);
        model.Learn(examples[0].Pattern, 0);
        Assert.True(Saved(model).AsSpan().IndexOf(BitConverter.GetBytes(Secret)) < 0);
        Assert.True(Saved(model).AsSpan().IndexOf(BitConverter.GetBytes(unchecked((uint)Secret))) < 0);
        Assert.Equal(Saved(model), Saved(Loaded(model)));
    }

    [Fact]
    public void A_model_that_was_calibrated_with_an_example_more_often_than_it_was_learned_is_stored()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(60, Classes, 1, 30);
        WisardClassifier<int> model = Calibrated(examples);
        (ulong[] Pattern, int Label)[] oversampled = [.. Enumerable.Range(0, 60).SelectMany(_ => examples)];
        model.Calibrate(Batch(oversampled), [.. oversampled.Select(example => example.Label)]);
        Assert.Equal(Saved(model), Saved(Loaded(model)));
    }

    [Fact]
    public void Examples_of_some_classes_do_not_calibrate_the_others_away()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(600, Classes, 1, 30);
        WisardClassifier<int> model = new(Glyphs.Layer());
        model.Learn(Batch(examples), [.. examples.Select(example => example.Label)]);
        (ulong[] Pattern, int Label)[] two = [.. examples.Where(static example => example.Label < 2)];
        model.Calibrate(Batch(two), [.. two.Select(example => example.Label)]);
        foreach ((ulong[] pattern, _) in Glyphs.Make(2000, Classes, 2, 30))
        {
            model.Learn(pattern, 0);
        }

        Assert.Equal(600, model.CalibratedExampleCount);
        model.Learn(examples.First(static example => example.Label == 2).Pattern, 2);
        model.Learn(examples.First(static example => example.Label == 3).Pattern, 3);
        Assert.Equal(600, model.CalibratedExampleCount);
        model.Learn(examples.First(static example => example.Label == 4).Pattern, 4);
        Assert.Equal(2603, model.CalibratedExampleCount);
    }

    [Fact]
    public void A_file_that_does_not_tell_how_many_examples_it_was_calibrated_with_says_so_and_is_calibrated_with_new_ones()
    {
        byte[] old = GoldenFile.Find("WisardClassifier-Calibrated.v1.bin")!;
        WisardClassifier<int> model = Snapshot.Load<WisardClassifier<int>>(new MemoryStream(old));
        int examples = (int)model.ExampleCount;
        Assert.Equal(0, model.CalibratedExampleCount);
        Assert.Equal(0, Loaded(model).CalibratedExampleCount);
        SplitMix64 random = new(1);
        for (int i = 0; i < examples; i++)
        {
            Assert.True(i > examples / 2 || model.CalibratedExampleCount == 0);
            model.Learn(new[] { random.Next() & 0x1FF }, i % 3);
        }

        Assert.InRange(model.CalibratedExampleCount, examples, 2 * examples);
    }

    [Fact]
    public void A_copy_is_kept_as_often_as_it_is_learned()
    {
        KeptExamples kept = new(ByIndex);
        DiscriminatorBank bank = Bank(10);
        kept.Add(new KeptExample(5, 0, 1, [5]), bank);
        kept.Add(new KeptExample(5, 0, 1, [5]), bank);
        kept.Add(new KeptExample(5, 1, 1, [5]), bank);
        Assert.Equal((3L, 2), (kept.Count, kept.Examples.Count));
        kept.Remove(5, 0);
        kept.Remove(6, 0);
        Assert.Equal([(0, 1L), (1, 1L)], kept.Examples.Select(example => (example.Class, example.Copies)));
        kept.Remove(5, 0);
        kept.Remove(5, 0);
        Assert.Equal((1L, 1), (kept.Count, Assert.Single(kept.Examples).Class));
    }

    [Fact]
    public void A_rare_class_keeps_more_than_its_share()
    {
        DiscriminatorBank bank = Bank(100_000, 1_000, 40);
        SplitMix64 random = new(3);
        KeptExamples kept = new(ByIndex);
        foreach (int index in Enumerable.Range(0, 3).SelectMany(index => Enumerable.Repeat(index, (int)bank.ExamplesOf(index))))
        {
            ulong hash = random.Next();
            if (kept.Takes(hash, index))
            {
                kept.Add(new KeptExample(hash, index, 1, [hash]), bank);
            }

            Assert.True(kept.Examples.Count <= KeptExamples.Most);
        }

        int[] counts = [.. Enumerable.Range(0, 3).Select(index => kept.Examples.Count(example => example.Class == index))];
        Assert.InRange(counts[0], 400, 950);
        Assert.InRange(counts[1], 50, 400);
        Assert.Equal(40, counts[2]);
        Assert.All(kept.Examples, example => Assert.True(kept.Takes(example.Hash, example.Class)));
        ulong[] hashes = [.. kept.Examples.Select(example => example.Hash)];
        Assert.Equal(hashes.Order(), hashes);
    }

    [Fact]
    public void Merged_examples_are_those_that_both_would_keep()
    {
        DiscriminatorBank bank = Bank(2_000, 300);
        SplitMix64 random = new(3);
        KeptExample[] examples =
        [
            .. Enumerable.Range(0, 2_300).Select(i => (Hash: random.Next(), Class: i % 7 == 0 ? 1 : 0))
                .Select(example => new KeptExample(example.Hash, example.Class, 1, [example.Hash])),
        ];
        KeptExamples first = Kept(examples[..1_000]);
        KeptExamples second = Kept(examples[1_000..]);
        KeptExamples both = Kept(examples);

        // The class that is 0 in the other one is 1 here.
        KeptExamples turned = new(ByIndex);
        foreach (KeptExample example in second.Examples)
        {
            turned.Add(example with { Class = 1 - example.Class }, bank);
        }

        turned.Halve(0, second.HalvingsOf(1));
        turned.Halve(1, second.HalvingsOf(0));
        first.Merge(turned, [1, 0], bank);
        Assert.Equal(both.Examples.Select(Text), first.Examples.Select(Text));
        first.Merge(first, [0, 1], bank);
        Assert.All(first.Examples, example => Assert.Equal(2, example.Copies));

        static string Text(KeptExample example) => $"{example.Hash} {example.Class} {example.Copies}";

        KeptExamples Kept(KeptExample[] from)
        {
            KeptExamples kept = new(ByIndex);
            foreach (KeptExample example in from.Where(example => kept.Takes(example.Hash, example.Class)))
            {
                kept.Add(example, bank);
            }

            return kept;
        }
    }

    [Fact]
    public void An_example_that_another_one_has_taken_out_of_the_cells_is_not_used()
    {
        // Two nodes of one bit each: 00 and 11 have, together, the cells of 01 and 10.
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(2, 1, [0, 1])));
        ulong[] patterns = [0b00, 0b11, 0b00, 0b11, 0b01, 0b10];
        model.Learn(new SampleBatch(patterns.AsMemory(), 1), [0, 0, 1, 1, 1, 1]);
        Assert.True(model.Forget(new ulong[] { 0b01 }, 0));
        Assert.True(model.Forget(new ulong[] { 0b10 }, 0));
        Assert.Equal([1], model.Labels);
        foreach (ulong pattern in (ulong[])[0b01, 0b10, 0b01, 0b10, 0b01, 0b10, 0b01, 0b10])
        {
            model.Learn(new[] { pattern }, 0);
            model.Learn(new[] { pattern ^ 0b11 }, 1);
        }

        Assert.True(model.CalibratedExampleCount > 6);
        Assert.Equal(Saved(model), Saved(Loaded(model)));
    }

    private static DiscriminatorBank Bank(params int[] sizes)
    {
        DiscriminatorBank bank = new(Glyphs.Layer(), WeightlessNet.Nodes.NodeStorage.Sparse);
        foreach (int size in sizes.Append(10))
        {
            bank.AddExamples(bank.Add(), size);
        }

        return bank;
    }

    private static int ByIndex(int left, int right) => left.CompareTo(right);

    private static SampleBatch Batch((ulong[] Pattern, int Label)[] examples) =>
        new(examples.SelectMany(example => example.Pattern).ToArray().AsMemory(), Glyphs.Words);

    private static WisardClassifier<int> Calibrated((ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> model = new(Glyphs.Layer());
        model.Learn(Batch(examples), [.. examples.Select(example => example.Label)]);
        return model;
    }

    private static byte[] Saved(WisardClassifier<int> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static WisardClassifier<int> Loaded(WisardClassifier<int> model) =>
        Snapshot.Load<WisardClassifier<int>>(new MemoryStream(Saved(model)));
}
