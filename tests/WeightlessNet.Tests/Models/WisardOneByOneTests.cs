using System.Runtime.InteropServices;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>A classifier that learns one example at a time and is never told to calibrate: it does so by itself.</summary>
public sealed class WisardOneByOneTests
{
    private const int First = 100;
    private const int Classes = 5;

    private static readonly (ulong[] Pattern, int Label)[] Examples = Glyphs.Make(1_000, Classes, 1, 30);

    public static TheoryData<NodeStorage> Storages =>
        [NodeStorage.Automatic, NodeStorage.Sparse, NodeStorage.Hashed(8), NodeStorage.Hashed(8, 2)];

    [Theory]
    [MemberData(nameof(Storages))]
    public void A_stream_is_calibrated_with_a_hundred_examples_and_then_at_half_as_many_more(NodeStorage storage)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Storage = storage });
        List<long> calibrated = [];
        foreach ((ulong[] pattern, int label) in Examples[..340])
        {
            model.Learn(pattern, label);
            if (model.CalibratedExampleCount != calibrated.LastOrDefault())
            {
                calibrated.Add(model.ExampleCount);
                Assert.Equal(model.ExampleCount, model.CalibratedExampleCount);
            }
        }

        Assert.Equal([100, 150, 225, 338], calibrated);
    }

    [Fact]
    public void What_a_stream_chooses_is_what_calibrating_with_all_examples_gives()
    {
        WisardClassifier<int> model = Learned(Examples[..First]);
        WisardClassifier<int> uncalibrated = Learned(Examples[..First], WisardReading.Bleaching);
        WisardClassifier<int> calibrated = Learned(Examples[..First], WisardReading.Bleaching);
        calibrated.Calibrate(Batch(Examples[..First]), Labels(Examples[..First]));
        WisardAssert.SameProbabilities(Classes, calibrated, model, 9);
        Assert.True(LogLossOf(model) < 0.7 * LogLossOf(uncalibrated), $"{LogLossOf(model)}, before {LogLossOf(uncalibrated)}");
    }

    [Fact]
    public void Of_many_classes_a_stream_waits_for_ten_examples_of_each_but_the_largest()
    {
        const int Many = 20;
        WisardClassifier<int> model = new(Glyphs.Layer());
        foreach ((ulong[] pattern, int label) in Glyphs.Make(300, Many, 1, 30))
        {
            model.Learn(pattern, label);
            bool hasEnough = model.ExampleCount - model.Labels.Max(model.ExamplesOf) >= 10 * (model.Labels.Count - 1);
            Assert.Equal(model.ExampleCount >= First && hasEnough, model.CalibratedExampleCount > 0);
        }

        Assert.Equal(Many, model.Labels.Count);
        Assert.InRange(model.CalibratedExampleCount, 200, 300);
    }

    // Two blocks of one class each, as a program learns that reads a folder for each class.
    [Fact]
    public void Of_sorted_examples_a_stream_waits_for_a_fifth_outside_of_the_largest_class()
    {
        WisardClassifier<int> model = new(Glyphs.Layer());
        Learn(model, OfClass(1, 300));
        foreach ((ulong[] pattern, int label) in OfClass(2, 75))
        {
            Assert.Equal(0, model.CalibratedExampleCount);
            model.Learn(pattern, label);
        }

        Assert.Equal(375, model.CalibratedExampleCount);
    }

    [Fact]
    public void Ten_examples_of_each_further_class_are_waited_for_up_to_a_thousand_examples()
    {
        const int Many = 41;
        (ulong[] Pattern, int Label)[] all = Glyphs.Make(30_000, Many, 1, 30);
        WisardClassifier<int> model = new(Glyphs.Layer());
        Learn(model, [.. all.Where(static example => example.Label > 0).Take(399)]);
        Learn(model, [.. all.Where(static example => example.Label == 0).Take(600)]);
        Assert.Equal((0, 999, Many), (model.CalibratedExampleCount, model.ExampleCount, model.Labels.Count));
        Learn(model, [.. all.Where(static example => example.Label == 0).Skip(600).Take(1)]);
        Assert.Equal(1_000, model.CalibratedExampleCount);
    }

    // As where a stream begins with thousands of usual examples. Were the choice made with the first other one, then this and the following
    // would be taken for usual until there are half as many examples more.
    [Theory]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void After_any_number_of_examples_of_one_class_a_fifth_of_others_is_waited_for(int ofOneClass)
    {
        (ulong[] Pattern, int Label)[] all = Glyphs.Make(20_000, 3, 7, 40);
        (ulong[] Pattern, int Label)[] stream = [.. all.Where(static example => example.Label == 1).Take(ofOneClass), .. all[^800..]];
        WisardClassifier<int> model = Learned(stream[..ofOneClass]);
        WisardClassifier<int> bleaching = Learned(stream[..ofOneClass], WisardReading.Bleaching);
        (int right, int rightByBleaching, int others) = (0, 0, 0);
        foreach ((ulong[] pattern, int label) in stream[ofOneClass..])
        {
            right += model.Classify(pattern).Label == label ? 1 : 0;
            rightByBleaching += bleaching.Classify(pattern).Label == label ? 1 : 0;
            model.Learn(pattern, label);
            bleaching.Learn(pattern, label);
            others += label == 1 ? 0 : 1;
            Assert.Equal(5 * others >= model.ExampleCount, model.CalibratedExampleCount > 0);
        }

        Assert.True(right >= rightByBleaching, $"{right}, with bleaching {rightByBleaching}");
    }

    // With more classes a calibration takes seconds, and few examples of each are kept.
    [Fact]
    public void With_more_than_fifty_classes_the_first_choice_is_left_to_the_caller()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(1_530, 51, 1, 20);
        Assert.NotEqual(0, Learned([.. examples.Where(static example => example.Label < 50)]).CalibratedExampleCount);
        WisardClassifier<int> model = Learned(examples[..1_020]);
        Assert.Equal((0, 51), (model.CalibratedExampleCount, model.Labels.Count));
        WisardClassifier<int> bleaching = Learned(examples[..1_020], WisardReading.Bleaching);
        Assert.All(
            Glyphs.Make(50, 51, 2, 20),
            test => Assert.Equal(bleaching.Classify(test.Pattern), model.Classify(test.Pattern)));
        model.Calibrate(Batch(examples[..1_020]), Labels(examples[..1_020]));
        Assert.Equal(1_020, model.CalibratedExampleCount);
        Learn(model, examples[1_020..]);
        Assert.Equal(1_530, model.CalibratedExampleCount);
    }

    public static TheoryData<WisardOptions> WithoutChoice =>
    [
        new() { Reading = WisardReading.Bleaching },
        new() { Reading = WisardReading.LogLikelihood },
        new() { Storage = NodeStorage.HashedConservative(10, 2) },
    ];

    [Theory]
    [MemberData(nameof(WithoutChoice))]
    public void A_fixed_reading_is_not_replaced_and_needs_no_examples(WisardOptions options)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(), options);
        Learn(model, Examples);
        Assert.Equal(0, model.CalibratedExampleCount);
        byte[] saved = Saved(model);
        Assert.All(Examples, example => Assert.False(Holds(saved, example.Pattern)));
        Assert.Equal(saved, Saved(Loaded(model)));
    }

    [Fact]
    public void A_choice_needs_a_second_class()
    {
        WisardClassifier<int> model = Learned(OfClass(1, 1_100));
        Assert.Equal(0, model.CalibratedExampleCount);
        byte[] saved = Saved(model);
        Assert.Equal(saved, Saved(Loaded(model)));
        Learn(model, OfClass(2, 274));
        Assert.Equal(0, model.CalibratedExampleCount);
        Learn(model, OfClass(2, 1));
        Assert.Equal(1_375, model.CalibratedExampleCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(First - 1)]
    [InlineData(First)]
    [InlineData(First + 60)]
    public void A_restart_at_any_time_changes_no_byte_of_what_comes_later(int restart)
    {
        WisardClassifier<int> model = Learned(Examples[..restart]);
        WisardClassifier<int> restarted = Loaded(model);
        Assert.Equal(Saved(model), Saved(restarted));
        foreach ((ulong[] pattern, int label) in Examples[restart..(restart + 200)])
        {
            model.Learn(pattern, label);
            restarted.Learn(pattern, label);
            Assert.Equal(model.CalibratedExampleCount, restarted.CalibratedExampleCount);
        }

        Assert.True(model.CalibratedExampleCount > 0);
        Assert.Equal(Saved(model), Saved(restarted));
    }

    [Fact]
    public void A_weight_of_a_class_is_stored_beside_kept_examples()
    {
        WisardClassifier<int> model = Learned(Examples[..60]);
        model.SetClassWeight(2, 3);
        WisardClassifier<int> restarted = Loaded(model);
        Assert.Equal(Saved(model), Saved(restarted));
        Learn(model, Examples[60..First]);
        Learn(restarted, Examples[60..First]);
        Assert.Equal(Saved(model), Saved(restarted));
        Assert.Equal(First, restarted.CalibratedExampleCount);
    }

    [Fact]
    public void What_is_forgotten_before_a_choice_is_in_no_file_and_takes_no_part_in_it()
    {
        WisardClassifier<int> model = Learned(Examples[..80]);
        foreach ((ulong[] pattern, int label) in Examples[..30])
        {
            Assert.True(Holds(Saved(model), pattern));
            Assert.True(model.Forget(pattern, label));
            Assert.False(Holds(Saved(model), pattern));
        }

        WisardClassifier<int> other = Learned(Examples[30..80]);
        Assert.Equal(Saved(other), Saved(model));
        Learn(model, Examples[80..(First + 30)]);
        Learn(other, Examples[80..(First + 30)]);
        Assert.Equal((First, First), (model.CalibratedExampleCount, other.CalibratedExampleCount));
        Assert.Equal(Saved(other), Saved(model));
    }

    [Fact]
    public void After_its_last_example_nothing_stays_and_it_begins_anew()
    {
        WisardClassifier<int> model = Learned(Examples[..40]);
        Assert.All(Examples[..40], example => Assert.True(model.Forget(example.Pattern, example.Label)));
        Assert.Equal(Saved(new WisardClassifier<int>(Glyphs.Layer())), Saved(model));
        Learn(model, Examples[..First]);
        Assert.Equal(First, model.CalibratedExampleCount);
        Assert.Equal(Saved(Learned(Examples[..First])), Saved(model));
    }

    [Fact]
    public void Two_young_classifiers_are_merged_as_one_that_learned_all()
    {
        WisardClassifier<int> model = Learned(Examples[..30]);
        model.Merge(Learned(Examples[30..70]));
        Assert.Equal(0, model.CalibratedExampleCount);
        Assert.Equal(Saved(Learned(Examples[..70])), Saved(model));
        model.Merge(Learned(Examples[70..First]));
        Assert.Equal(First, model.CalibratedExampleCount);
        Assert.Equal(Saved(Learned(Examples[..First])), Saved(model));
    }

    [Fact]
    public void Any_order_of_learning_gives_the_same_bytes_before_the_choice_and_with_it()
    {
        foreach (int count in new[] { First - 1, First })
        {
            (ulong[] Pattern, int Label)[] examples = [.. Examples[..(count - 1)], Examples[3]];
            byte[] expected = Saved(Learned(examples));
            Assert.Equal(expected, Saved(Learned([.. examples.Reverse()])));
            Assert.Equal(expected, Saved(Learned([.. examples.OrderBy(static example => example.Label)])));
        }
    }

    [Fact]
    public void Small_batches_calibrate_at_their_end()
    {
        WisardClassifier<int> model = Learned(Examples[..64]);
        for (int from = 64; from < 124; from += 20)
        {
            (ulong[] Pattern, int Label)[] part = Examples[from..(from + 20)];
            model.Learn(Batch(part), Labels(part));
            Assert.Equal(from + 20 < First ? 0 : 104, model.CalibratedExampleCount);
        }
    }

    // So is a classifier that is read from an older file.
    [Fact]
    public void Where_most_examples_were_learned_before_any_was_kept_as_many_more_are_needed()
    {
        WisardClassifier<int> model = Learned(Examples[..150], WisardReading.Bleaching);
        model.Options = model.Options with { Reading = WisardReading.Automatic };
        Assert.Equal(Saved(model), Saved(Loaded(model)));
        foreach ((ulong[] pattern, int label) in Examples[150..299])
        {
            Assert.Equal(0, model.CalibratedExampleCount);
            model.Learn(pattern, label);
        }

        Assert.Equal(299, model.CalibratedExampleCount);
    }

    [Fact]
    public void Choosing_a_reading_drops_what_was_kept_for_a_choice()
    {
        WisardClassifier<int> model = Learned(Examples[..80]);
        model.Options = model.Options with { Threshold = 1 };
        Assert.True(Holds(Saved(model), Examples[0].Pattern));
        model.Options = model.Options with { Reading = WisardReading.Bleaching };
        Assert.False(Holds(Saved(model), Examples[0].Pattern));
        WisardClassifier<int> fitted = Learned(Examples[..80]);
        fitted.FitThreshold(Batch(Examples[80..160]), Labels(Examples[80..160]));
        Assert.False(Holds(Saved(fitted), Examples[0].Pattern));
        Learn(fitted, Examples[80..300]);
        Assert.Equal(0, fitted.CalibratedExampleCount);
        Assert.Equal(Saved(fitted), Saved(Loaded(fitted)));
    }

    [Fact]
    public void The_more_examples_the_fewer_take_memory()
    {
        const int Further = 1_000;
        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Storage = NodeStorage.Dense });
        Learn(model, Glyphs.Make(20_000, Classes, 3, 30));
        long calibrated = model.CalibratedExampleCount;
        int taking = 0;
        foreach ((ulong[] pattern, int label) in Glyphs.Make(Further, Classes, 4, 30))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Learn(pattern, label);
            taking += GC.GetAllocatedBytesForCurrentThread() > before ? 1 : 0;
        }

        Assert.Equal(calibrated, model.CalibratedExampleCount);
        Assert.InRange(taking, 1, Further / 10);
    }

    private static (ulong[] Pattern, int Label)[] OfClass(int label, int count) =>
        [.. Glyphs.Make(6_000, Classes, 5, 30).Where(example => example.Label == label).Take(count)];

    private static bool Holds(byte[] saved, ulong[] pattern) =>
        saved.AsSpan().IndexOf(MemoryMarshal.AsBytes(pattern.AsSpan())) >= 0;

    private static double LogLossOf(WisardClassifier<int> model)
    {
        double[] probabilities = new double[Classes];
        return Glyphs.Make(500, Classes, 2, 30).Average(test =>
        {
            model.Probabilities(test.Pattern, probabilities);
            return -Math.Log(Math.Max(1e-4, probabilities[test.Label]));
        });
    }

    private static WisardClassifier<int> Learned(
        (ulong[] Pattern, int Label)[] examples, WisardReading reading = WisardReading.Automatic)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Reading = reading });
        Learn(model, examples);
        return model;
    }

    private static void Learn(WisardClassifier<int> model, (ulong[] Pattern, int Label)[] examples)
    {
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }
    }

    private static SampleBatch Batch((ulong[] Pattern, int Label)[] examples) =>
        new(examples.SelectMany(example => example.Pattern).ToArray().AsMemory(), Glyphs.Words);

    private static int[] Labels((ulong[] Pattern, int Label)[] examples) => [.. examples.Select(static example => example.Label)];

    private static byte[] Saved(WisardClassifier<int> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static WisardClassifier<int> Loaded(WisardClassifier<int> model) =>
        Snapshot.Load<WisardClassifier<int>>(new MemoryStream(Saved(model)));
}
