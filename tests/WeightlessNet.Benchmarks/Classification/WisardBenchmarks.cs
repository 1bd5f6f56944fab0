using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Learning and classifying Fashion-MNIST from raw pixels on one thread, per sample. Needs WEIGHTLESSNET_DATA to lead to a folder with
/// fashion-mnist in it.
/// </summary>
[MemoryDiagnoser]
public class WisardBenchmarks
{
    private const int Pixels = 784;
    private const int Samples = 10_000;

    private byte[] _images = [];
    private int[] _labels = [];
    private WisardClassifier<int> _model = null!;
    private ScalarWisard _reference = null!;

    /// <summary>The shapes that published WiSARD libraries are measured at.</summary>
    public enum Shape
    {
        /// <summary>784 bits, nodes of 16 inputs.</summary>
        Bits784Inputs16,

        /// <summary>6272 bits (8 levels), nodes of 28 inputs, hashed to 4096 cells.</summary>
        Bits6272Inputs28,

        /// <summary>1568 bits (2 levels), nodes of 28 inputs, counting Bloom filters of 1024 cells and 2 hashes.</summary>
        BloomInputs28,
    }

    [ParamsAllValues]
    public Shape Model { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        string folder = Path.Combine(
            Environment.GetEnvironmentVariable("WEIGHTLESSNET_DATA") ?? throw new InvalidOperationException("WEIGHTLESSNET_DATA is not set."),
            "fashion-mnist");
        _images = Read(Path.Combine(folder, "train-images-idx3-ubyte.gz"), 16);
        _labels = [.. Read(Path.Combine(folder, "train-labels-idx1-ubyte.gz"), 8).Select(label => (int)label)];
        (int levels, int inputs, NodeStorage storage) = Model switch
        {
            Shape.Bits784Inputs16 => (1, 16, NodeStorage.Dense),
            Shape.Bits6272Inputs28 => (8, 28, NodeStorage.Hashed(12)),
            _ => (2, 28, NodeStorage.Hashed(10, 2)),
        };
        var retina = ThermometerRetina.Quantile(_images.AsSpan(0, Samples * Pixels), Pixels, levels);
        InputLayer layer = new(retina, TupleMapping.Random(retina.BitCount, inputs, retina.BitCount / inputs, 1));
        _model = new WisardClassifier<int>(layer, new WisardOptions { Storage = storage, Reading = WisardReading.FixedThreshold });
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

    private static byte[] Read(string path, int headerLength)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        return memory.ToArray()[headerLength..];
    }
}
