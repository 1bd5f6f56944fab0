using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// Figures on Fashion-MNIST with the default configuration, which was chosen on the last 5,000 training images. The test images are
/// used for nothing else than these figures.
/// </summary>
public sealed class FashionMnistTests
{
    private const int Width = 28;
    private const int Pixels = Width * Width;

    [RealDataFact("fashion-mnist")]
    public void One_pass_of_counting_is_right_for_more_than_825_of_1000()
    {
        (byte[] images, int[] labels) = Read("train");
        (byte[] testImages, int[] testLabels) = Read("t10k");
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            WisardClassifier<int> model = new(InputLayer.ForImages(images.AsSpan(0, 10_000 * Pixels), Width, Width, seed));
            model.Learn(new SampleBatch(images.AsMemory(), Pixels), labels);

            double accuracy = Accuracy(model.Classify(new SampleBatch(testImages.AsMemory(), Pixels)), testLabels);
            Assert.True(accuracy >= 0.825, $"seed {seed}: {accuracy:F4}");
        }
    }

    [RealDataFact("fashion-mnist")]
    public void Margin_training_is_right_for_more_than_892_of_1000()
    {
        (byte[] images, int[] labels) = Read("train");
        (byte[] testImages, int[] testLabels) = Read("t10k");
        MarginClassifier<int> model = new(
            InputLayer.ForImagesWithSmallNodes(images.AsSpan(0, 10_000 * Pixels), Width, Width, 1), Enumerable.Range(0, 10));
        model.Train(new SampleBatch(images.AsMemory(), Pixels), labels, new MarginOptions { Seed = 1 });

        double accuracy = Accuracy(model.Classify(new SampleBatch(testImages.AsMemory(), Pixels)), testLabels);
        Assert.True(accuracy >= 0.892, $"{accuracy:F4}");
    }

    private static double Accuracy(Classification<int>[] answers, int[] labels) =>
        answers.Zip(labels).Count(pair => pair.First.IsKnown && pair.First.Label == pair.Second) / (double)labels.Length;

    private static (byte[] Images, int[] Labels) Read(string part)
    {
        string folder = RealData.PathOf("fashion-mnist");
        return (
            IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz")),
            IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz")));
    }
}
