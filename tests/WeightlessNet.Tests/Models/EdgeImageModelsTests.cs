using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Clusters and regressions of images whose layer sees edges: learn, answer, save, load and answer the same.</summary>
public sealed class EdgeImageModelsTests
{
    private const int Side = 12;
    private const int Pixels = Side * Side;

    private static readonly (byte[] Images, bool[] AreLying) Learned = Stripes(120, 1);
    private static readonly (byte[] Images, bool[] AreLying) Asked = Stripes(60, 2);

    private static GrowthRule FewClusters => new() { GrowthInterval = 1_000, MaximumDiscriminators = 20 };

    private static InputLayer Layer => InputLayer.ForImages(Learned.Images, Side, Side);

    private static double[] Targets => [.. Learned.AreLying.Select(static isLying => isLying ? 10.0 : -10.0)];

    private static string[] Labels => [.. Learned.AreLying.Select(static isLying => isLying ? "lying" : "standing")];

    [Fact]
    public void A_clusterer_tells_the_kinds_of_images_apart()
    {
        WisardClusterer model = new(Layer, FewClusters);
        int[] clusters = model.Learn(Batch(Learned.Images));
        Assert.InRange(model.ClusterCount, 2, 20);
        bool[] areLying = [.. Enumerable.Range(0, model.ClusterCount).Select(
            cluster => Learned.AreLying.Where((isLying, i) => clusters[i] == cluster).Average(static isLying => isLying ? 1.0 : 0) > 0.5)];
        AssertRight(model.Classify(Batch(Asked.Images)), answer => areLying[answer.Label]);

        AssertStaysTheSame(
            model,
            one => one.Classify(Batch(Asked.Images)).Select(Bits),
            one => one.Learn(Batch(Asked.Images)),
            (one, images, width) => one.Learn(new SampleBatch(images, width)),
            (one, image) => one.Classify(image));
    }

    [Fact]
    public void A_classifier_with_clusters_knows_both_classes()
    {
        ClusWisardClassifier<string> model = new(Layer, FewClusters);
        model.Learn(Batch(Learned.Images), Labels);
        AssertRight(model.Classify(Batch(Asked.Images)), static answer => answer.Label == "lying");
        Assert.True(model.LearnUnlabeled(Asked.Images.AsSpan(0, Pixels)).IsKnown);

        AssertStaysTheSame(
            model,
            one => one.Classify(Batch(Asked.Images)).Select(Bits),
            one => one.Learn(Batch(Learned.Images), Labels),
            (one, images, width) => one.Learn(new SampleBatch(images, width), [.. Enumerable.Repeat("lying", images.Length / width)]),
            (one, image) => one.Classify(image));
    }

    [Fact]
    public void A_regression_predicts_which_kind_an_image_is_of()
    {
        RegressionWisard model = new(Layer);
        model.Learn(Batch(Learned.Images), Targets);
        AssertRight(model.Predict(Batch(Asked.Images)), static answer => answer.Value > 0);

        AssertStaysTheSame(
            model,
            one => one.Predict(Batch(Asked.Images)).Select(Bits),
            one => one.Learn(Batch(Learned.Images), Targets),
            (one, images, width) => one.Learn(new SampleBatch(images, width), new double[images.Length / width]),
            (one, image) => one.Predict(image));
        Assert.True(model.Forget(Learned.Images.AsSpan(0, Pixels), Targets[0]));
        Assert.Throws<ArgumentException>("sample", () => model.Forget(new byte[Pixels - 1], 1));
    }

    [Fact]
    public void A_clustered_regression_predicts_which_kind_an_image_is_of()
    {
        ClusRegressionWisard model = new(Layer, FewClusters);
        model.Learn(Batch(Learned.Images), Targets);
        Assert.InRange(model.ClusterCount, 2, 20);
        AssertRight(model.Predict(Batch(Asked.Images)), static answer => answer.Value > 0);

        AssertStaysTheSame(
            model,
            one => one.Predict(Batch(Asked.Images)).Select(Bits),
            one => one.Learn(Batch(Learned.Images), Targets),
            (one, images, width) => one.Learn(new SampleBatch(images, width), new double[images.Length / width]),
            (one, image) => one.Predict(image));
    }

    private static void AssertRight<TAnswer>(TAnswer[] answers, Func<TAnswer, bool> isLying) =>
        Assert.InRange(answers.Zip(Asked.AreLying).Count(pair => isLying(pair.First) == pair.Second), 55, answers.Length);

    private static void AssertStaysTheSame<TModel>(
        TModel model,
        Func<TModel, IEnumerable<(object? Label, long Number, int Nodes)>> answer,
        Action<TModel> learn,
        Action<TModel, byte[], int> learnImages,
        Action<TModel, byte[]> ask)
        where TModel : ISnapshot<TModel>
    {
        byte[] bytes = Saved(model);
        TModel loaded = Snapshot.Load<TModel>(new MemoryStream(bytes));
        Assert.Equal(answer(model), answer(loaded));
        Assert.Equal(bytes, Saved(loaded));

        // Images of another size, even as many pixels in all, are refused, and change nothing.
        foreach (int width in (int[])[Pixels / 2, Pixels - 1, Pixels + 1, 2 * Pixels, 3 * Pixels])
        {
            Assert.Throws<ArgumentException>("samples", () => learnImages(loaded, new byte[4 * width], width));
            Assert.Throws<ArgumentException>("sample", () => ask(loaded, new byte[width]));
        }

        Assert.Equal(bytes, Saved(loaded));
        learn(model);
        learn(loaded);
        byte[] later = Saved(model);
        Assert.NotEqual(bytes, later);
        Assert.Equal(later, Saved(loaded));
        Assert.Equal(answer(model), answer(loaded));
    }

    private static (object? Label, long Number, int Nodes) Bits<TLabel>(Classification<TLabel> answer) =>
        (answer.Label, BitConverter.DoubleToInt64Bits(answer.Confidence), 0);

    private static (object? Label, long Number, int Nodes) Bits(RegressionAnswer answer) =>
        (answer.IsKnown, BitConverter.DoubleToInt64Bits(answer.Value), answer.RespondingNodes);

    private static SampleBatch Batch(byte[] images) => new(images, Pixels);

    // Lines in two places, either lying or standing, in images of three brightnesses. One pixel of each image is wrong.
    private static (byte[] Images, bool[] AreLying) Stripes(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        byte[] images = new byte[count * Pixels];
        bool[] areLying = new bool[count];
        for (int i = 0; i < count; i++)
        {
            areLying[i] = random.Next(2) == 0;
            int shift = random.Next(2);
            int ground = 20 * random.Next(3);
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                int line = areLying[i] ? pixel / Side : pixel % Side;
                images[(i * Pixels) + pixel] = (byte)(ground + ((line + shift) / 2 % 2 == 0 ? 150 : 0));
            }

            images[(i * Pixels) + random.Next(Pixels)] = (byte)random.Next(256);
        }

        return (images, areLying);
    }

    private static byte[] Saved(ISnapshot model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}
