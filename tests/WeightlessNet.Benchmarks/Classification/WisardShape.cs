using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The shapes that published WiSARD libraries are measured at, for Fashion-MNIST.</summary>
/// <param name="Name">Its name in tables and on the command line.</param>
/// <param name="Levels">The number of thresholds of a pixel.</param>
/// <param name="Inputs">The number of bits of a tuple.</param>
/// <param name="Storage">How counts are stored.</param>
/// <param name="IsGaussian">Whether thresholds divide a normal distribution, and not the pixels themselves, into equal parts.</param>
public sealed record WisardShape(string Name, int Levels, int Inputs, NodeStorage Storage, bool IsGaussian = false)
{
    /// <summary>The number of pixels of an image.</summary>
    public const int Pixels = 784;

    private const int Fitted = 10_000;

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<WisardShape> All { get; } =
    [
        new("784-16", 1, 16, NodeStorage.Dense),
        new("6272-28", 8, 28, NodeStorage.Hashed(12)),
        new("bloom-28", 2, 28, NodeStorage.Hashed(10, 2)),
        new("conservative-28", 2, 28, NodeStorage.HashedConservative(10, 2), IsGaussian: true),
    ];

    /// <summary>The training images and labels. WEIGHTLESSNET_DATA is the folder with fashion-mnist in it.</summary>
    public static (byte[] Images, int[] Labels) ReadImages()
    {
        string folder = Path.Combine(
            Environment.GetEnvironmentVariable("WEIGHTLESSNET_DATA")
                ?? throw new InvalidOperationException("WEIGHTLESSNET_DATA is not set."),
            "fashion-mnist");
        ImageDataset train = IdxReader.Read(folder).Train;
        return (train.Pixels.ToArray(), Array.ConvertAll(train.Labels.ToArray(), label => (int)label));
    }

    /// <summary>The input layer, with thresholds by the first 10,000 images.</summary>
    public InputLayer LayerOf(byte[] images)
    {
        ThermometerRetina retina = IsGaussian
            ? new ThermometerRetina(Pixels, [.. Enumerable.Range(0, Pixels).SelectMany(pixel => GaussianOf(images, pixel))])
            : ThermometerRetina.Quantile(images.AsSpan(0, Fitted * Pixels), Pixels, Levels);
        return new InputLayer(retina, TupleMapping.Random(retina.BitCount, Inputs, retina.BitCount / Inputs, 1));
    }

    /// <summary>A classifier that has learned nothing.</summary>
    public WisardClassifier<int> Create(InputLayer layer) =>
        new(layer, new WisardOptions { Storage = Storage, Reading = WisardReading.FixedThreshold });

    public override string ToString() => Name;

    private double[] GaussianOf(byte[] images, int pixel)
    {
        double[] values = [.. Enumerable.Range(0, Fitted).Select(image => (double)images[(image * Pixels) + pixel])];
        return ThermometerEncoder.Gaussian(values, Levels).Thresholds.ToArray();
    }
}
