using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Calibrated answers where one class is rare, or classes come in turns.</summary>
public sealed class WisardRareClassTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Two_rare_rows_are_told_from_many_others_whichever_flag_marks_them(double rare, double common)
    {
        double[] flags = [.. Enumerable.Range(0, 100).Select(i => i < 2 ? rare : common)];
        string[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 2 ? "fraud" : "ok")];
        InputLayer oneBit = new(new ThermometerRetina(1, [0.5]), TupleMapping.Random(1, 1, 20, 1));
        foreach (InputLayer layer in new[] { oneBit, InputLayer.ForFeatures(flags, 1) })
        {
            WisardClassifier<string> batch = new(layer);
            WisardClassifier<string> stream = new(layer);
            batch.Learn(new SampleBatch(flags.AsMemory(), 1), labels);
            for (int i = 0; i < labels.Length; i++)
            {
                stream.Learn(flags.AsSpan(i, 1), labels[i]);
            }

            foreach (WisardClassifier<string> model in new[] { batch, stream })
            {
                Assert.Equal("fraud", model.Classify(new[] { rare }).Label);
                Assert.Equal("ok", model.Classify(new[] { common }).Label);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Classes_that_alternate_are_all_examined(int classes)
    {
        const int Count = 20_000;
        SplitMix64 random = new(5);
        double[] samples = [.. Enumerable.Range(0, Count).Select(i => (i % classes) + (1.2 * random.NextDouble()))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % classes)];
        WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, 1));
        model.Learn(new SampleBatch(samples.AsMemory(), 1), labels);

        Assert.InRange(Accuracy(model, new SampleBatch(samples.AsMemory(), 1), labels), 0.75, 1);
    }

    [Fact]
    public void A_part_of_the_examples_has_enough_of_every_class()
    {
        int[] classes = [.. Enumerable.Range(0, 9_000).Select(i => i % 2), .. Enumerable.Repeat(2, 30)];
        int[] part = StratifiedSample.Of(classes, 1_000, static count => count);
        Assert.Equal(1_000, part.Length);
        Assert.Equal(part.Distinct().Order(), part);
        Assert.Equal(30, part.Count(i => classes[i] == 2));
        Assert.InRange(part.Count(i => classes[i] == 0), 400, 570);
        Assert.Equal(15, StratifiedSample.Of(classes, 1_000, static count => count / 2).Count(i => classes[i] == 2));
        Assert.Equal(classes.Length, StratifiedSample.Of(classes, 1 << 20, static count => count).Length);
    }

    [Theory]
    [InlineData(2, 1.0, 0.1)]
    [InlineData(2, 1.0, 0.02)]
    [InlineData(2, 1.0, 0.01)]
    [InlineData(2, 2.5, 0.01)]
    [InlineData(5, 0.8, 0.1)]
    public void More_examples_of_a_rare_class_never_make_answers_worse(int features, double shift, double rare)
    {
        (double[] tests, int[] testLabels) = GaussianRows.Draw(4_000, features, shift, rare, 99);
        SampleBatch tested = new(tests.AsMemory(), features);
        double majority = testLabels.Count(label => label == 0) / (double)testLabels.Length;
        double before = 0;
        foreach (int count in new[] { 300, 2_000, 8_000 })
        {
            (double[] samples, int[] labels) = GaussianRows.Draw(count, features, shift, rare, 1);
            WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, features));
            model.Learn(new SampleBatch(samples.AsMemory(), features), labels);

            double accuracy = Accuracy(model, tested, testLabels);
            Assert.True(accuracy >= majority, $"{count}: {accuracy:F4} is below the majority's {majority:F4}");
            Assert.True(accuracy >= before - 0.002, $"{count}: {accuracy:F4} after {before:F4}");
            Assert.True(CalibrationError(model, tested, testLabels) <= 0.03, $"{count}: {CalibrationError(model, tested, testLabels)}");
            before = accuracy;
            foreach (WisardReading reading in Enum.GetValues<WisardReading>())
            {
                model.Options = model.Options with { Reading = reading };
                Assert.True(accuracy >= Accuracy(model, tested, testLabels) - 0.005, $"{count}: {accuracy:F4}, {reading} is better");
            }
        }
    }

    // Ten examples of the rare class do not tell the readings of five features apart: the best single one is 0.0053 better.
    [Theory]
    [InlineData(300, 2, 2, 0.005)]
    [InlineData(1_000, 5, 2, 0.006)]
    [InlineData(3_000, 2, 1, 0.005)]
    [InlineData(30_000, 2, 2, 0.005)]
    public void One_row_in_a_hundred_does_not_take_answers_below_the_majority(int rows, int features, double shift, double gap)
    {
        (double[] tests, int[] testLabels) = GaussianRows.Draw(10_000, features, shift, 0.01, 99);
        SampleBatch tested = new(tests.AsMemory(), features);
        (double[] samples, int[] labels) = GaussianRows.Draw(rows, features, shift, 0.01, 1);
        Assert.Contains(1, labels);
        WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, features));
        model.Learn(new SampleBatch(samples.AsMemory(), features), labels);

        double accuracy = Accuracy(model, tested, testLabels);
        double majority = testLabels.Count(label => label == 0) / (double)testLabels.Length;
        Assert.True(accuracy >= majority, $"{accuracy:F4} is below the majority's {majority:F4}");
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            model.Options = model.Options with { Reading = reading };
            double single = Accuracy(model, tested, testLabels);
            Assert.True(accuracy >= single - gap, $"{accuracy:F4}, but {reading} has {single:F4}");
        }
    }

    private static double Accuracy(WisardClassifier<int> model, SampleBatch samples, int[] labels) =>
        model.Classify(samples).Zip(labels).Count(pair => pair.First.IsKnown && pair.First.Label == pair.Second) / (double)labels.Length;

    // The mean difference of confidence and accuracy over 15 ranges of confidence.
    private static double CalibrationError(WisardClassifier<int> model, SampleBatch samples, int[] labels)
    {
        double[] differences = new double[15];
        double[] probabilities = new double[model.Labels.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            model.Probabilities(samples[i], probabilities);
            int best = Array.IndexOf(probabilities, probabilities.Max());
            differences[Math.Min(14, (int)(15 * probabilities[best]))] += probabilities[best] - (model.Labels[best] == labels[i] ? 1 : 0);
        }

        return differences.Sum(Math.Abs) / samples.Count;
    }
}
