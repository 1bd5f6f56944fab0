using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// Accuracy on Fashion-MNIST with the default configuration, which was chosen on the last 5,000 training images. The test images are used
/// only here, with one seed. With WEIGHTLESSNET_LONG_RUNS set there are three seeds, shifted images, and a limit on the processor time of
/// margin training, for which these tests have to be alone in the process.
/// </summary>
public sealed class FashionMnistTests
{
    private const int Width = 28;
    private const int Pixels = Width * Width;

    private static readonly Lazy<ImageDatasetSplit> Data = new(() => IdxReader.Read(RealData.PathOf("fashion-mnist")));

    private static ulong Seeds => LongRunFactAttribute.IsWanted ? 3UL : 1;

    [RealDataFact("fashion-mnist")]
    public void One_pass_of_counting_has_an_accuracy_of_0_85()
    {
        (ReadOnlyMemory<byte> images, int[] labels) = Of(Data.Value.Train);
        (ReadOnlyMemory<byte> testImages, int[] testLabels) = Of(Data.Value.Test);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            WisardClassifier<int> model = new(InputLayer.ForImages(images.Span[..(10_000 * Pixels)], Width, Width, seed));
            model.Learn(new SampleBatch(images, Pixels), labels);

            double accuracy = Accuracy(model.Classify(new SampleBatch(testImages, Pixels)), testLabels);
            Assert.True(accuracy >= 0.85, $"seed {seed}: {accuracy:F4}");
        }
    }

    [RealDataFact("fashion-mnist")]
    public void Margin_training_has_an_accuracy_of_0_915() => AssertMarginTraining(seed => new MarginOptions { Seed = seed }, 0.915, 60);

    [LongRunFact]
    public void Margin_training_with_shifted_images_has_an_accuracy_of_0_92() => AssertMarginTraining(
        seed => new MarginOptions { Epochs = 20, ShiftedImages = new ImageShape(Width, Width, 1), Seed = seed },
        0.92,
        double.PositiveInfinity);

    [LongRunFact]
    public void Look_up_networks_of_8000_tables_have_an_accuracy_of_0_91()
    {
        (ReadOnlyMemory<byte> images, int[] labels) = Of(Data.Value.Train);
        (ReadOnlyMemory<byte> testImages, int[] testLabels) = Of(Data.Value.Test);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            var model = LookupNetwork.Train<int>(
                InputLayer.CandidatesForImages(images.Span[..(10_000 * Pixels)], Width, Width, 8000, seed),
                new SampleBatch(images, Pixels),
                labels,
                new LookupNetworkOptions { Epochs = 10, Seed = seed });
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;

            double accuracy = Accuracy(model.Classify(new SampleBatch(testImages, Pixels)), testLabels);
            Assert.True(accuracy >= 0.91, $"seed {seed}: {accuracy:F4}");
            Assert.True(seconds < 300, $"seed {seed}: {seconds:F1} s");
        }
    }

    private static void AssertMarginTraining(Func<ulong, MarginOptions> options, double leastAccuracy, double mostSeconds)
    {
        (ReadOnlyMemory<byte> images, int[] labels) = Of(Data.Value.Train);
        (ReadOnlyMemory<byte> testImages, int[] testLabels) = Of(Data.Value.Test);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            MarginClassifier<int> model = new(
                InputLayer.ForImagesWithSmallNodes(images.Span[..(10_000 * Pixels)], Width, Width, seed), Enumerable.Range(0, 10));
            model.Learn(new SampleBatch(images, Pixels), labels, options(seed));
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;

            double accuracy = Accuracy(model.Classify(new SampleBatch(testImages, Pixels)), testLabels);
            Assert.True(accuracy >= leastAccuracy, $"seed {seed}: {accuracy:F4}");

            // Processor time of the whole process: meaningful only if nothing else runs in it.
            Assert.True(!LongRunFactAttribute.IsWanted || seconds < mostSeconds, $"seed {seed}: {seconds:F1} s");
        }
    }

    private static double Accuracy(Classification<int>[] answers, int[] labels) =>
        answers.Zip(labels).Count(pair => pair.First.IsKnown && pair.First.Label == pair.Second) / (double)labels.Length;

    private static (ReadOnlyMemory<byte> Images, int[] Labels) Of(ImageDataset part) =>
        (part.Pixels, [.. part.Labels.ToArray().Select(label => (int)label)]);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LongRunFactAttribute : FactAttribute
    {
        private const string Variable = "WEIGHTLESSNET_LONG_RUNS";

        public LongRunFactAttribute() =>
            Skip = IsWanted ? RealData.WhyAbsent("fashion-mnist") : $"{Variable} is not set: this test takes minutes.";

        public static bool IsWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));
    }
}
