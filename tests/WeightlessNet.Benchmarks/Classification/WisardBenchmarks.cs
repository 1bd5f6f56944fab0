using BenchmarkDotNet.Attributes;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Learning and classifying Fashion-MNIST from raw pixels on one thread, per sample. Needs WEIGHTLESSNET_DATA to lead to a folder with
/// fashion-mnist in it.
/// </summary>
[MemoryDiagnoser]
public class WisardBenchmarks
{
    private const int Pixels = WisardShape.Pixels;
    private const int Samples = 10_000;

    private byte[] _images = [];
    private int[] _labels = [];
    private WisardClassifier<int> _model = null!;
    private ScalarWisard _reference = null!;

    /// <summary>The shapes.</summary>
    public static IEnumerable<WisardShape> Shapes => WisardShape.All;

    /// <summary>The shape that is measured.</summary>
    [ParamsSource(nameof(Shapes))]
    public WisardShape Shape { get; set; } = null!;

    /// <summary>Reads the images, and teaches both classifiers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_images, _labels) = WisardShape.ReadImages();
        InputLayer layer = Shape.LayerOf(_images);
        _model = Shape.Create(layer);
        _reference = new ScalarWisard(layer, 10);
        Learn();
        LearnScalar();
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void Learn()
    {
        for (int i = 0; i < Samples; i++)
        {
            _model.Learn(_images.AsSpan(i * Pixels, Pixels), _labels[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int Classify()
    {
        int sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            sum += _model.Classify(_images.AsSpan((Samples + i) * Pixels, Pixels)).Label;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void LearnScalar()
    {
        for (int i = 0; i < Samples; i++)
        {
            _reference.Learn(_images.AsSpan(i * Pixels, Pixels), _labels[i]);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Samples)]
    public int ClassifyScalar()
    {
        int sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            sum += _reference.Classify(_images.AsSpan((Samples + i) * Pixels, Pixels));
        }

        return sum;
    }
}
