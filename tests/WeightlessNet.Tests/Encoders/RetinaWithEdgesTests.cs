using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

/// <summary>Retinas that see the edges of images, and what is built on them.</summary>
public sealed class RetinaWithEdgesTests
{
    [Fact]
    public void A_pixel_has_the_bits_of_its_brightness_and_of_both_edges()
    {
        // Two columns, two rows: the changes are 2 * 16 / 8 and 2 * 40 / 8.
        var retina = ThermometerRetina.WithEdges(2, 2, [.. Enumerable.Repeat<double[]>([5, 15, 3, 4, 9, 10], 4).SelectMany(t => t)]);
        Assert.Equal((4, 12, 2, 24, 2), (retina.FeatureCount, retina.ThermometerCount, retina.Levels, retina.BitCount, retina.ImageWidth));

        byte[] image = [0, 16, 40, 56];
        byte[] levels = new byte[12];
        retina.LevelsOf(image, levels);
        Assert.Equal([0, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1], levels);
        ulong[] pattern = new ulong[1];
        retina.Encode(image, pattern);
        Assert.Equal(levels, Enumerable.Range(0, 12).Select(t => (byte)ulong.PopCount((pattern[0] >> (2 * t)) & 3)));
    }

    [Fact]
    public void Quantiles_divide_the_examples_of_each_thermometer()
    {
        byte[] images = Images(400, 6, 5, 3);
        var retina = ThermometerRetina.QuantileWithEdges(images, 6, 5, 3);
        int[,] seen = new int[90, 4];
        byte[] levels = new byte[90];
        foreach (byte[] image in images.Chunk(30))
        {
            retina.LevelsOf(image, levels);
            for (int thermometer = 0; thermometer < 90; thermometer++)
            {
                seen[thermometer, levels[thermometer]]++;
            }
        }

        Assert.All(Enumerable.Range(0, 90 * 4), place => Assert.InRange(seen[place / 4, place % 4], 80, 120));
    }

    [Theory]
    [InlineData(9, 7, 1, 4, 10)]
    [InlineData(9, 7, 5, 8, 20)]
    [InlineData(17, 16, 1, 16, 65)]
    [InlineData(17, 16, 2, 64, 70)]
    [InlineData(33, 2, 3, 12, 300)]
    [InlineData(28, 28, 5, 24, 50)]
    [InlineData(28, 28, 7, 6, 600)]
    [InlineData(1, 70, 3, 5, 9)]
    [InlineData(70, 1, 2, 5, 9)]
    [InlineData(1, 1, 2, 3, 2)]
    public void Images_have_the_addresses_of_their_patterns(int width, int height, int levels, int tupleSize, int nodes)
    {
        byte[] images = Images(20, width, height, 5);
        var fitted = ThermometerRetina.QuantileWithEdges(images, width, height, levels);
        double[] below =
        [
            .. fitted.Thresholds.ToArray().Select((threshold, bit) => bit % (7 * levels) < levels ? threshold - 256 : threshold),
        ];
        foreach (ThermometerRetina retina in new[] { fitted, ThermometerRetina.WithEdges(width, height, below) })
        {
            var mapping = TupleMapping.Random(retina.BitCount, tupleSize, nodes, 3);
            foreach (NodeStorage storage in new[] { NodeStorage.Sparse, NodeStorage.Hashed(10, 2, 3) })
            {
                AddressPlan plan = new(new InputLayer(retina, mapping), storage);
                AddressPlan patternPlan = new(new InputLayer(mapping), storage);
                ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
                foreach (byte[] image in images.Chunk(width * height))
                {
                    retina.Encode(image, pattern);
                    ulong[] expected = patternPlan.AddressesOf(pattern).ToArray();
                    Assert.Equal(expected, plan.AddressesOf(image).ToArray());
                    Assert.Equal(expected, plan.AddressesOf(pattern).ToArray());
                    Assert.Equal(expected, plan.AddressesOf(Array.ConvertAll(image, static pixel => (double)pixel)).ToArray());
                }
            }
        }
    }

    [Fact]
    public void A_stored_classifier_of_images_answers_as_before_and_merges()
    {
        byte[] images = Images(60, 8, 8, 6);
        InputLayer layer = InputLayer.ForImages(images, 8, 8);
        Assert.Equal(8, layer.Retina!.ImageWidth);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        WisardClassifier<int> model = new(layer);
        model.Learn(new SampleBatch(images, 64), labels);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;
        var loaded = Snapshot.Load<WisardClassifier<int>>(stream);
        Assert.Equal(model.Classify(new SampleBatch(images, 64)), loaded.Classify(new SampleBatch(images, 64)));
        Assert.Equal(8, loaded.Layer.Retina!.ImageWidth);
        loaded.Merge(model);

        for (int i = 0; i < 60; i++)
        {
            loaded.Forget(images.AsSpan(i * 64, 64), labels[i]);
            model.Forget(images.AsSpan(i * 64, 64), labels[i]);
        }

        Assert.Equal(0, model.ExampleCount);
        Assert.Equal(60, loaded.ExampleCount);
    }

    [Fact]
    public void Models_with_and_without_edges_are_not_merged()
    {
        double[] thresholds = [.. Enumerable.Repeat(1.0, 12)];
        var mapping = TupleMapping.Random(12, 3, 4, 1);
        WisardClassifier<int> edges = new(new InputLayer(ThermometerRetina.WithEdges(2, 2, thresholds), mapping));
        WisardClassifier<int> turned = new(new InputLayer(ThermometerRetina.WithEdges(1, 4, thresholds), mapping));
        WisardClassifier<int> plain = new(new InputLayer(new ThermometerRetina(12, thresholds), mapping));
        Assert.Throws<ArgumentException>(() => edges.Merge(plain));
        Assert.Throws<ArgumentException>(() => plain.Merge(edges));
        Assert.Throws<ArgumentException>(() => edges.Merge(turned));
        edges.Merge(new WisardClassifier<int>(new InputLayer(ThermometerRetina.WithEdges(2, 2, thresholds), mapping)));
    }

    [Fact]
    public void A_prototype_is_an_image_of_the_pixels()
    {
        // All bits are read; each pixel has its threshold at 100, and the edges have theirs at 255, which they never exceed.
        var retina = ThermometerRetina.WithEdges(3, 3, [.. Enumerable.Repeat<double[]>([100, 255, 255], 9).SelectMany(t => t)]);
        WisardClassifier<int> model = new(new InputLayer(retina, TupleMapping.Random(27, 3, 9, 2)));
        model.Learn((byte[])[255, 0, 255, 0, 255, 0, 255, 0, 255], 1);
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1], model.Prototype(1));
    }

    [Fact]
    public void Numbers_that_are_no_bytes_are_encoded_as_their_own()
    {
        var retina = ThermometerRetina.WithEdges(4, 1, [.. Enumerable.Repeat<double[]>([10, 3, 3], 4).SelectMany(t => t)]);
        byte[] levels = new byte[12];

        // From left to right, the changes are 32.5 / 8 for all pixels but the last one, whose pairs begin at the second pixel.
        retina.LevelsOf([0.0, 32.5, 32.5, 32.5], levels);
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0], levels);
        retina.LevelsOf([0.0, 31.5, 31.5, 31.5], levels);
        Assert.Equal([0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0], levels);

        // 15.9 + 15.9 + 0.3 is 4 times 8; rounded down, the pixels would give less.
        retina.LevelsOf([0.0, 15.9, 0, 0.3], levels);
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0], levels);
        retina.LevelsOf([0, double.NaN, 500, 500], levels);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0], levels);
        retina.LevelsOf([-1.0, 256, 256, 256], levels);
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0], levels);
    }

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(int.MaxValue, int.MaxValue, 1)]
    [InlineData(2000, 2000, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(2, 2, 256)]
    public void Stored_images_that_are_not_possible_are_refused(int width, int height, int levels)
    {
        using MemoryStream stream = new();
        ThermometerRetina.WithEdges(2, 2, [.. Enumerable.Repeat(1.0, 12)]).Save(stream);
        byte[] bytes = stream.ToArray();
        int shape = bytes.AsSpan().IndexOf([.. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(1L)]);
        BitConverter.GetBytes((long)width).CopyTo(bytes, shape);
        BitConverter.GetBytes((long)height).CopyTo(bytes, shape + 8);
        BitConverter.GetBytes((long)levels).CopyTo(bytes, shape + 16);
        BitConverter.GetBytes(Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4))).CopyTo(bytes, bytes.Length - 4);
        Exception thrown = Assert.Throws<InvalidDataException>(() => Snapshot.Load<ThermometerRetina>(new MemoryStream(bytes)));
        Assert.Contains("are not possible", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_and_classifying_images_takes_no_memory()
    {
        byte[] images = Images(10, 28, 28, 7);
        WisardOptions options = new() { Storage = NodeStorage.Hashed(8, 1, 1) };
        WisardClassifier<int> model = new(InputLayer.ForImages(images, 28, 28), options);
        void Use()
        {
            for (int i = 0; i < 10; i++)
            {
                model.Learn(images.AsSpan(i * 784, 784), i % 2);
                _ = model.Classify(images.AsSpan(i * 784, 784));
            }
        }

        Use();
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(1, 40, 0)]
    [InlineData(20, 2, 0)]
    [InlineData(3, 3, 3)]
    public void Images_of_one_or_two_lines_have_no_edges(int width, int height, int imageWidth)
    {
        byte[] images = Images(5, width, height, 8);
        foreach (InputLayer layer in new[]
        {
            InputLayer.ForImages(images, width, height),
            InputLayer.ForImagesWithSmallNodes(images, width, height),
            InputLayer.CandidatesForImages(images, width, height, 9),
        })
        {
            Assert.Equal(imageWidth, layer.Retina!.ImageWidth);
        }
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("tables", () => InputLayer.CandidatesForImages([1, 2, 3, 4], 2, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("tables", () => InputLayer.CandidatesForFeatures([1, 2, 3, 4], 2, -1));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => InputLayer.ForImages([1, 2], -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => ThermometerRetina.QuantileWithEdges([1, 2], 0, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => ThermometerRetina.QuantileWithEdges([1, 2], 2, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => ThermometerRetina.QuantileWithEdges([1], 70_000, 70_000, 1));
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => ThermometerRetina.QuantileWithEdges([1, 2], 2, 1, 256));
        Assert.Throws<ArgumentException>("images", () => ThermometerRetina.QuantileWithEdges([1, 2, 3], 2, 1, 1));
        Assert.Throws<ArgumentException>("images", () => ThermometerRetina.QuantileWithEdges([], 2, 1, 1));
        Assert.Throws<ArgumentException>("images", () => InputLayer.ForImages([1, 2, 3], 3, 3));
        Assert.Throws<ArgumentException>("thresholds", () => ThermometerRetina.WithEdges(2, 1, [1, 2, 3, 4]));
        Assert.Throws<ArgumentException>("thresholds", () => ThermometerRetina.WithEdges(1, 1, [1, 2, double.NaN]));
        var retina = ThermometerRetina.WithEdges(2, 1, [1, 2, 3, 4, 5, 6]);
        Assert.Throws<ArgumentOutOfRangeException>("thermometer", () => retina.LevelOf(6, 1));
        Assert.Throws<ArgumentException>("levels", () => retina.LevelsOf([1, (byte)2], new byte[2]));
        Assert.Throws<ArgumentException>("sample", () => retina.LevelsOf([1, (byte)2, 3], new byte[6]));
        Assert.Throws<ArgumentException>("pattern", () => retina.Encode([1.0, 2], new ulong[2]));
    }

    private static byte[] Images(int count, int width, int height, ulong seed)
    {
        SplitMix64 random = new(seed);
        byte[] images = new byte[count * width * height];
        foreach (ref byte pixel in images.AsSpan())
        {
            pixel = (byte)random.Next(256);
        }

        return images;
    }
}
