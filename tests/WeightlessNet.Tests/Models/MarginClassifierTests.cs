using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class MarginClassifierTests
{
    [Fact]
    public void The_first_of_equally_good_rivals_is_decreased()
    {
        MarginClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])), [0, 1, 2]);
        ulong[] pattern = [0];

        // The cells become -1, 0, 1; then -1, 1, 0; then all 0.
        model.Learn(pattern, 2);
        model.Learn(pattern, 1);
        Assert.Equal(1, model.Classify(pattern).Label);
        model.Learn(pattern, 0);

        Assert.False(model.Classify(pattern).IsKnown);
    }

    [Fact]
    public void Addresses_of_more_than_8_bits_are_distinguished_in_every_epoch()
    {
        // The two examples differ only in the ninth bit of the tuple.
        MarginClassifier<int> model = new(new InputLayer(new TupleMapping(9, 9, [.. Enumerable.Range(0, 9)])), [0, 1]);
        ulong[] patterns = [0, 1 << 8];
        model.Learn(new SampleBatch(patterns, 1), [0, 1], new MarginOptions { Epochs = 4, Margin = 100 });
        int changed = model.Learn(new SampleBatch(patterns, 1), [0, 1], new MarginOptions { Epochs = 2, Margin = 1 });

        Assert.Equal(0, changed);
        Assert.Equal(0, model.Classify(new ulong[] { 0 }).Label);
        Assert.Equal(1, model.Classify(new ulong[] { 1 << 8 }).Label);
    }

    [Fact]
    public void Steps_decrease_from_the_initial_one_to_1()
    {
        // Steps of 9, 5 and 1 give cells of 15 and -15; 15 steps of 1 in the other direction give 0.
        MarginClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])), [0, 1]);
        ulong[] pattern = [0];
        model.Learn(new SampleBatch(pattern, 1), [0], new MarginOptions { Epochs = 3, InitialStep = 9, Margin = 1000 });
        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(new Classification<int>(true, 0, 1), model.Classify(pattern));
            model.Learn(pattern, 1);
        }

        Assert.False(model.Classify(pattern).IsKnown);
    }

    [Fact]
    public void Training_separates_separable_classes()
    {
        (SampleBatch samples, int[] labels) = Batch(400, 20, 1);
        (SampleBatch others, int[] otherLabels) = Batch(200, 20, 2);
        MarginClassifier<int> model = new(Glyphs.Layer(6, 100), Enumerable.Range(0, 20));
        Assert.False(model.Classify(samples[0]).IsKnown);

        int left = model.Learn(samples, labels);

        Assert.True(left < 10, $"{left} small margins in the last epoch");
        Assert.Equal(labels, model.Classify(samples).Select(answer => answer.Label));
        int right = model.Classify(others).Zip(otherLabels).Count(pair => pair.First.Label == pair.Second);
        Assert.True(right >= 190, $"{right} of 200");
    }

    [Fact]
    public void Equal_seeds_give_equal_models()
    {
        (SampleBatch samples, int[] labels) = Batch(200, 5, 1, 40);
        MarginClassifier<int> first = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        MarginClassifier<int> second = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        MarginClassifier<int> third = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        first.Learn(samples, labels);
        second.Learn(samples, labels);
        third.Learn(samples, labels, new MarginOptions { Seed = 1 });

        Assert.Equal(first.ToInt8().Cells.ToArray(), second.ToInt8().Cells.ToArray());
        Assert.NotEqual(first.ToInt8().Cells.ToArray(), third.ToInt8().Cells.ToArray());
    }

    [Fact]
    public void Learning_stops_when_the_margin_is_exceeded()
    {
        MarginClassifier<string> model = new(Glyphs.Layer(), ["a", "b"]);
        ulong[] sample = Glyphs.Make(1, 1, 1)[0].Pattern;

        // A step changes the lead by 2 per node: from 0 to 2, then to 4, which exceeds 3.
        Assert.True(model.Learn(sample, "b", 3));
        Assert.True(model.Learn(sample, "b", 3));
        Assert.False(model.Learn(sample, "b", 3));
        Assert.Equal(new Classification<string>(true, "b", 1), model.Classify(sample));
        Assert.Throws<ArgumentException>("label", () => model.Learn(sample, "c"));

        // A lead equal to the margin does not exceed it.
        MarginClassifier<string> other = new(Glyphs.Layer(), ["a", "b"]);
        Assert.True(other.Learn(sample, "b", 2));
        Assert.True(other.Learn(sample, "b", 2));
        Assert.False(other.Learn(sample, "b", 2));
    }

    [Fact]
    public void Cells_saturate_at_the_ends_of_their_range()
    {
        ulong[] sample = [0];
        MarginClassifier<int> model = new(new InputLayer(new TupleMapping(2, 1, [0, 1])), [0, 1]);
        for (int i = 0; i < 33_000; i++)
        {
            Assert.True(model.Learn(sample, 1, int.MaxValue));
        }

        // The cells are 32,767 and -32,768. 32,767 / 256 rounds to 128, which does not fit, so they are divided by 512.
        Int8MarginModel<int> small = model.ToInt8();
        Assert.Equal(9, small.Shift);
        Assert.Equal([-64, 64], small.Cells[..2].ToArray());
        Assert.Equal(1, model.Classify(sample).Label);
    }

    [Fact]
    public void The_8_bit_model_keeps_cells_that_fit_and_scales_those_that_do_not()
    {
        ulong[] sample = [0];
        MarginClassifier<int> model = new(new InputLayer(new TupleMapping(2, 1, [0, 1])), [0, 1]);
        for (int i = 0; i < 100; i++)
        {
            model.Learn(sample, 1, 1000);
        }

        Int8MarginModel<int> fitting = model.ToInt8();
        Assert.Equal(0, fitting.Shift);
        Assert.Equal([-100, 100], fitting.Cells[..2].ToArray());
        for (int i = 0; i < 155; i++)
        {
            model.Learn(sample, 1, 1000);
        }

        // 255 / 2 rounds up to 128, which does not fit; 255 / 4 is 63.75.
        Int8MarginModel<int> scaled = model.ToInt8();
        Assert.Equal(2, scaled.Shift);
        Assert.Equal([-64, 64], scaled.Cells[..2].ToArray());
        Assert.Equal(1, scaled.Classify(sample).Label);
        Assert.Equal(16, scaled.ClassStride);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void The_8_bit_model_nearly_always_gives_the_same_answer(int classes)
    {
        (SampleBatch samples, int[] labels) = Batch(500, classes, 1, 20);
        MarginClassifier<int> model = new(Glyphs.Layer(6, 600), Enumerable.Range(0, classes));
        model.Learn(samples, labels);
        Int8MarginModel<int> small = model.ToInt8();

        int same = 0;
        (SampleBatch others, _) = Batch(200, classes, 2, 20);
        for (int i = 0; i < others.Count; i++)
        {
            same += model.Classify(others[i]).Label == small.Classify(others[i]).Label ? 1 : 0;
        }

        Assert.True(same >= 190, $"{same} of 200");
    }

    [Fact]
    public void Shifted_images_are_moved_by_at_most_one_pixel()
    {
        ImageShape shape = new(4, 3, 1);
        byte[] image = [0, 0, 0, 0, 0, 7, 9, 0, 0, 0, 0, 0];
        var seen = new HashSet<string>();
        SplitMix64 random = new(1);
        byte[] shifted = new byte[12];
        for (int i = 0; i < 100; i++)
        {
            ImageShift.Random(shape, image, shifted, ref random);
            seen.Add(string.Join(',', shifted));
        }

        string[] expected =
        [
            "0,0,0,0,0,0,0,0,0,7,9,0", "0,0,0,0,0,0,7,9,0,0,0,0", "0,0,0,0,0,7,9,0,0,0,0,0",
            "0,0,0,0,7,9,0,0,0,0,0,0", "0,7,9,0,0,0,0,0,0,0,0,0",
        ];
        Assert.Equal(expected, seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shifted_images_go_on_beyond_their_edge()
    {
        byte[] bright = [.. Enumerable.Repeat((byte)200, 12)];
        byte[] shifted = new byte[12];
        SplitMix64 random = new(2);
        for (int i = 0; i < 30; i++)
        {
            ImageShift.Random(new ImageShape(4, 3, 1), bright, shifted, ref random);
            Assert.Equal(bright, shifted);
        }

        ImageShift.Random(new ImageShape(1, 1, 1), bright.AsSpan(0, 1), shifted.AsSpan(0, 1), ref random);
        Assert.Equal(200, shifted[0]);
    }

    [Fact]
    public void Images_of_another_width_are_not_shifted()
    {
        byte[] images = new byte[2 * 24];
        images[5] = 9;
        MarginClassifier<int> model = new(InputLayer.ForImagesWithSmallNodes(images, 6, 4), [0, 1]);
        MarginOptions turned = new() { ShiftedImages = new ImageShape(4, 6, 1) };
        Assert.Throws<ArgumentException>("options", () => model.Learn(new SampleBatch(images, 24), [0, 1], turned));
        model.Learn(new SampleBatch(images, 24), [0, 1], new MarginOptions { ShiftedImages = new ImageShape(6, 4, 1) });
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        (SampleBatch samples, int[] labels) = Batch(10, 3, 1);
        MarginClassifier<int> model = new(Glyphs.Layer(), [0, 1, 2]);

        Assert.Throws<ArgumentException>(() => model.Learn(samples, labels.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Learn(samples, [.. labels[1..], 7]));
        Assert.Throws<ArgumentException>(
            () => model.Learn(samples, labels, new MarginOptions { ShiftedImages = new ImageShape(10, 10, 1) }));
        Assert.Throws<OperationCanceledException>(
            () => model.Learn(samples, labels, cancellationToken: new CancellationToken(true)));
        Assert.Throws<ArgumentException>(() => new MarginClassifier<int>(Glyphs.Layer(), [1]));
        Assert.Contains(
            "ForFeaturesWithSmallNodes",
            Assert.Throws<ArgumentException>("layer", () => new MarginClassifier<int>(Glyphs.Layer(17), [0, 1])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarginOptions { Epochs = 0 });
        Assert.False(model.Classify(samples[0]).IsKnown);
    }

    [Fact]
    public void Equal_numbers_and_bytes_train_the_same_model()
    {
        SplitMix64 random = new(1);
        byte[] bytes = new byte[50 * 9];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.Next();
        }

        double[] numbers = [.. bytes.Select(value => (double)value)];
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => bytes[i * 9] / 128)];
        var retina = ThermometerRetina.Quantile(bytes, 9, 7);
        Assert.Equal(ThermometerRetina.Quantile(numbers, 9, 7).Thresholds.ToArray(), retina.Thresholds.ToArray());
        InputLayer layer = new(retina, TupleMapping.Random(63, 5, 30, 1));
        MarginClassifier<int> fromBytes = new(layer, [0, 1]);
        MarginClassifier<int> fromNumbers = new(layer, [0, 1]);
        fromBytes.Learn(new SampleBatch(bytes.AsMemory(), 9), labels);
        fromNumbers.Learn(new SampleBatch(numbers.AsMemory(), 9), labels);

        Assert.Equal(fromBytes.ToInt8().Cells.ToArray(), fromNumbers.ToInt8().Cells.ToArray());
    }

    private static (SampleBatch Samples, int[] Labels) Batch(int count, int classes, ulong seed, int flipsOfHundred = 10)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(count, classes, seed, flipsOfHundred);
        return (
            new SampleBatch(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words), [.. examples.Select(e => e.Label)]);
    }

    [Fact]
    public void Probabilities_are_calibrated_by_examples_that_were_held_back()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(1_000, 5, 1, 38);
        (ulong[] Pattern, int Label)[] tests = Glyphs.Make(2_000, 5, 2, 38);
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        int[] labels = [.. examples.Select(e => e.Label)];
        MarginClassifier<int> model = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        MarginClassifier<int> uncalibrated = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        model.Learn(batch, labels);
        uncalibrated.Learn(batch, labels, new MarginOptions { CalibrationExamples = 0 });

        Assert.InRange(CalibrationError(model, tests), 0, 0.05);
        Assert.InRange(CalibrationError(uncalibrated, tests), 0.1, 1);
        uncalibrated.Calibrate(batch, labels);
        Assert.Equal(Saved(model), Saved(uncalibrated));
        MarginClassifier<int> loaded = Snapshot.Load<MarginClassifier<int>>(new MemoryStream(Saved(model)));
        Assert.Equal(CalibrationError(model, tests), CalibrationError(loaded, tests));
        Assert.Equal(Saved(model), Saved(loaded));
        Assert.Throws<ArgumentException>("labels", () => model.Calibrate(batch, new int[1_000]));
        Assert.Throws<ArgumentException>("probabilities", () => model.Probabilities(tests[0].Pattern, new double[4]));
    }

    [Fact]
    public void Probabilities_are_calibrated_even_if_all_but_one_example_are_of_one_class()
    {
        (SampleBatch samples, _) = Batch(2_001, 5, 3);
        int[] labels = new int[samples.Count];
        labels[700] = 1;
        MarginClassifier<int> model = new(Glyphs.Layer(), [0, 1]);
        MarginClassifier<int> uncalibrated = new(Glyphs.Layer(), [0, 1]);
        model.Learn(samples, labels);
        uncalibrated.Learn(samples, labels, new MarginOptions { CalibrationExamples = 0 });

        Assert.NotEqual(Saved(uncalibrated), Saved(model));
        double[] probabilities = new double[2];
        model.Probabilities(samples[3], probabilities);
        Assert.InRange(probabilities[0], 0.95, 1);
    }

    [Fact]
    public void An_empty_batch_is_not_the_first_and_neither_is_a_snapshot_of_nothing()
    {
        (SampleBatch samples, int[] labels) = Batch(300, 5, 4);
        MarginClassifier<int> expected = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        expected.Learn(samples, labels);
        MarginClassifier<int> afterNothing = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        afterNothing.Learn(new SampleBatch(Array.Empty<ulong>().AsMemory(), Glyphs.Words), []);
        MarginClassifier<int> loaded = Snapshot.Load<MarginClassifier<int>>(new MemoryStream(Saved(afterNothing)));
        afterNothing.Learn(samples, labels);
        loaded.Learn(samples, labels);

        Assert.Equal(Saved(expected), Saved(afterNothing));
        Assert.Equal(Saved(expected), Saved(loaded));
    }

    // The mean difference of confidence and accuracy over 10 ranges of confidence.
    private static double CalibrationError(MarginClassifier<int> model, (ulong[] Pattern, int Label)[] tests)
    {
        double[] differences = new double[10];
        double[] probabilities = new double[model.Labels.Count];
        foreach ((ulong[] pattern, int label) in tests)
        {
            model.Probabilities(pattern, probabilities);
            Assert.Equal(1, probabilities.Sum(), 12);
            int best = Array.IndexOf(probabilities, probabilities.Max());
            differences[Math.Min(9, (int)(10 * probabilities[best]))] += probabilities[best] - (best == label ? 1 : 0);
        }

        return differences.Sum(Math.Abs) / tests.Length;
    }

    private static byte[] Saved(MarginClassifier<int> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}
