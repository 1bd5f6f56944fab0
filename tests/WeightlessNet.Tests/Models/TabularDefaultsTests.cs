using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>The defaults for tables, on synthetic data like UCI's letter recognition: 26 classes, 16 whole numbers of 0 to 15.</summary>
public sealed class TabularDefaultsTests
{
    private const int Features = 16;
    private const int Classes = 26;
    private const int Fonts = 6;

    [Fact]
    public void The_defaults_recognize_letters_in_several_fonts()
    {
        (double[] samples, int[] labels) = Letters(4000, 1);
        (double[] others, int[] otherLabels) = Letters(1000, 2);
        SampleBatch learned = new(samples.AsMemory(), Features);
        SampleBatch tested = new(others.AsMemory(), Features);

        WisardClassifier<int> counting = new(InputLayer.ForFeatures(samples, Features));
        counting.Learn(learned, labels);
        AssertAccuracy(0.95, counting.Classify(tested), otherLabels);

        MarginClassifier<int> trained = new(InputLayer.ForFeaturesWithSmallNodes(samples, Features), Enumerable.Range(0, Classes));
        trained.Learn(learned, labels);
        AssertAccuracy(0.95, trained.Classify(tested), otherLabels);
    }

    private static void AssertAccuracy(double least, Classification<int>[] answers, int[] labels)
    {
        double accuracy = answers.Zip(labels).Count(pair => pair.First.IsKnown && pair.First.Label == pair.Second) / (double)labels.Length;
        Assert.True(accuracy >= least, $"{accuracy:F3}");
    }

    // Every letter has its own shape in every font. Each feature has an error of -3 to 3, small errors being more likely.
    private static (double[] Samples, int[] Labels) Letters(int count, ulong seed)
    {
        SplitMix64 shapes = new(99);
        int[] shape = [.. Enumerable.Range(0, Classes * Fonts * Features).Select(_ => shapes.Next(16))];
        SplitMix64 random = new(seed);
        double[] samples = new double[count * Features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(Classes);
            int first = ((labels[i] * Fonts) + random.Next(Fonts)) * Features;
            for (int feature = 0; feature < Features; feature++)
            {
                int error = random.Next(4) - random.Next(4);
                samples[(i * Features) + feature] = Math.Clamp(shape[first + feature] + error, 0, 15);
            }
        }

        return (samples, labels);
    }
}
