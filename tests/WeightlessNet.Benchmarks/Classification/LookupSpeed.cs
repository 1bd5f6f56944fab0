using WeightlessNet.Benchmarks.Measurements;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Asks look-up networks of 2,000 tables about images of Fashion-MNIST, on one thread: nanoseconds for a sample, of which a quarter of all
/// rounds takes no more. Speed does not depend on what the tables have learned, so that training is short.
/// </summary>
internal static class LookupSpeed
{
    private const int Tables = 2000;
    private const int Levels = 7;
    private const int Side = 28;
    private const int Learned = 10_000;
    private const int Asked = 10_000;
    private const int AskedAlone = 500;

    /// <summary>Writes a row for images as their brightness, and one with edges.</summary>
    public static string Measure()
    {
        (byte[] images, int[] labels) = WisardShape.ReadImages();
        ReadOnlySpan<byte> first = images.AsSpan(0, Learned * WisardShape.Pixels);
        ResultTable table = new("bits of an image", "many, pixels", "many, bits", "one, pixels", "one, bits");
        ThermometerRetina brightness = ThermometerRetina.Quantile(first, WisardShape.Pixels, Levels);
        TupleMapping mapping = TupleMapping.RandomWindows(new ImageShape(Side, Side, Levels), 48, Tables, 1, 12);
        foreach (InputLayer layer in (InputLayer[])
            [new InputLayer(brightness, mapping), InputLayer.CandidatesForImages(first, Side, Side, Tables)])
        {
            LookupNetwork<int> network = LookupNetwork.Train(
                layer,
                new SampleBatch(images.AsMemory(0, first.Length), WisardShape.Pixels),
                labels.AsSpan(0, Learned),
                new LookupNetworkOptions { Epochs = 1, HiddenTables = 0 });
            table.Add([layer.Mapping.BitCount, .. Times(network, images[^(Asked * WisardShape.Pixels)..])]);
        }

        return table.ToMarkdown();
    }

    private static double?[] Times(LookupNetwork<int> network, byte[] images)
    {
        int words = (network.Layer.Mapping.BitCount + 63) / 64;
        ulong[] patterns = new ulong[Asked * words];
        for (int i = 0; i < Asked; i++)
        {
            network.Layer.Retina!.Encode(Image(images, i), patterns.AsSpan(i * words, words));
        }

        SampleBatch pixels = new(images, WisardShape.Pixels);
        SampleBatch bits = new(patterns, words);
        double[] nanoseconds = Timing.LowerQuartiles(
            (() => network.Classify(pixels), 1),
            (() => network.Classify(bits), 1),
            (() => AskAlone(i => network.Classify(Image(images, i)).IsKnown), 1),
            (() => AskAlone(i => network.Classify(patterns.AsSpan(i * words, words)).IsKnown), 1));
        return
        [
            nanoseconds[0] / Asked,
            nanoseconds[1] / Asked,
            nanoseconds[2] / AskedAlone,
            nanoseconds[3] / AskedAlone,
        ];
    }

    private static void AskAlone(Func<int, bool> ask)
    {
        for (int i = 0; i < AskedAlone; i++)
        {
            ask(i);
        }
    }

    private static ReadOnlySpan<byte> Image(byte[] images, int index) =>
        images.AsSpan(index * WisardShape.Pixels, WisardShape.Pixels);
}
