using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// Figures on Fashion-MNIST with the default configuration, which was chosen on the last 5,000 training images. The test images are
/// used for nothing else than these figures. Margin training is one seed here, for its time; the Digits sample reports three seeds, the
/// figures with shifted images and the processor time.
/// </summary>
public sealed class FashionMnistTests
{
    private const int Width = 28;
    private const int Pixels = Width * Width;

    private static readonly Lazy<ImageDatasetSplit> Data = new(() => IdxReader.Read(RealData.PathOf("fashion-mnist")));

    [RealDataFact("fashion-mnist")]
    public void One_pass_of_counting_is_right_for_more_than_825_of_1000()
    {
        (ReadOnlyMemory<byte> images, int[] labels) = Of(Data.Value.Train);
        (ReadOnlyMemory<byte> testImages, int[] testLabels) = Of(Data.Value.Test);
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            WisardClassifier<int> model = new(InputLayer.ForImages(images.Span[..(10_000 * Pixels)], Width, Width, seed));
            model.Learn(new SampleBatch(images, Pixels), labels);

            double accuracy = Accuracy(model.Classify(new SampleBatch(testImages, Pixels)), testLabels);
            Assert.True(accuracy >= 0.825, $"seed {seed}: {accuracy:F4}");
        }
    }

    [RealDataFact("fashion-mnist")]
    public void Margin_training_is_right_for_more_than_892_of_1000()
    {
        (ReadOnlyMemory<byte> images, int[] labels) = Of(Data.Value.Train);
        (ReadOnlyMemory<byte> testImages, int[] testLabels) = Of(Data.Value.Test);
        MarginClassifier<int> model = new(
            InputLayer.ForImagesWithSmallNodes(images.Span[..(10_000 * Pixels)], Width, Width, 1), Enumerable.Range(0, 10));
        model.Train(new SampleBatch(images, Pixels), labels, new MarginOptions { Seed = 1 });

        double accuracy = Accuracy(model.Classify(new SampleBatch(testImages, Pixels)), testLabels);
        Assert.True(accuracy >= 0.892, $"{accuracy:F4}");
    }

    private static double Accuracy(Classification<int>[] answers, int[] labels) =>
        answers.Zip(labels).Count(pair => pair.First.IsKnown && pair.First.Label == pair.Second) / (double)labels.Length;

    private static (ReadOnlyMemory<byte> Images, int[] Labels) Of(ImageDataset part) =>
        (part.Pixels, [.. part.Labels.ToArray().Select(label => (int)label)]);
}
