using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Tests.Models;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Networks that are written as source code.</summary>
internal static class SourceCases
{
    private static readonly LookupNetworkOptions Short = new() { Epochs = 2, MaxDegreeOfParallelism = 1 };

    private enum Answer
    {
        No,
        Yes,
    }

    /// <summary>The names of the generated cases.</summary>
    public static TheoryData<string> Names => ["trained", "numbers", "pixels", "patterns", "wide", "edges", "row", "column", "hidden"];

    /// <summary>The case of a name.</summary>
    public static SourceCase Of(string name) => name switch
    {
        "trained" => Trained(),
        "numbers" => Drawn<string>(
            7, 3, [-0.0, 5e-324, 0.1, -1e300, -1.5, 255, double.MaxValue], 50, ["", "a\"\\\n", "b??/", "c7", "ü€"], 400),
        "pixels" => Drawn<long>(
            64, 3, [-0.5, 0, 80.25, 254, 254.5, 255, 1e9], 200, [long.MinValue, -1, 0, 1, 2, 3, 4, 5, 6, long.MaxValue], 200),
        "patterns" => Patterns(),
        "edges" => Edges(7, 5),
        "row" => Edges(9, 1),
        "hidden" => Drawn<int>(9, 4, [-1, 0, 80.25, 255], 90, [1, 2, 3], 200, TupleMapping.Random(90, TableBlock.Pins, 36, 3)),
        "column" => Edges(1, 8),
        "wide" => Drawn<ulong>(70_000, 1, [80.25], 12_000, [0, 5, ulong.MaxValue], 10),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };

    /// <summary>A network with random tables, in two layers if there is a mapping of output tables.</summary>
    public static LookupNetwork<TLabel> Network<TLabel>(
        InputLayer layer, TupleMapping? outputs, TLabel[] labels, ref SplitMix64 random)
        where TLabel : notnull
    {
        LabelSet<TLabel> set = new();
        foreach (TLabel label in labels)
        {
            set.Add(label);
        }

        NetworkWiring wiring = new(layer, outputs, labels.Length);
        ulong[] answers = new ulong[wiring.HiddenCount + wiring.VotingCount];
        foreach (ref ulong answer in answers.AsSpan())
        {
            answer = random.Next();
        }

        return new LookupNetwork<TLabel>(new NetworkTables(wiring, answers), set, 3);
    }

    /// <summary>Clothes.</summary>
    public static SourceCase FashionMnist()
    {
        const int Pixels = 28 * 28;
        ImageDatasetSplit data = IdxReader.Read(RealData.PathOf("fashion-mnist"));
        ReadOnlyMemory<byte> images = data.Train.Pixels[..(2000 * Pixels)];
        int[] labels = [.. data.Train.Labels.ToArray().Take(2000).Select(static label => (int)label)];
        var network = LookupNetwork.Train<int>(
            InputLayer.CandidatesForImages(images.Span, 28, 28, 300), new SampleBatch(images, Pixels), labels, Short);
        return WithSpecialNumbers(network, data.Test.Pixels[..(500 * Pixels)].ToArray());
    }

    /// <summary>Digits that are written with a pen: whole numbers of 0 to 100.</summary>
    public static SourceCase PenDigits()
    {
        byte[][] rows =
        [
            .. Rows("pendigits.tra").Select(row => Array.ConvertAll(row, cell => byte.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        byte[] samples = [.. rows.SelectMany(row => row[..16])];
        double[] numbers = [.. samples.Select(static value => (double)value)];
        var network = LookupNetwork.Train<int>(
            InputLayer.CandidatesForFeatures(numbers, 16, 200),
            new SampleBatch(numbers.AsMemory(), 16),
            [.. rows.Select(row => (int)row[16])],
            Short);
        return WithSpecialNumbers(network, samples);
    }

    /// <summary>Gamma rays: measured numbers, of two classes.</summary>
    public static SourceCase Magic()
    {
        string[][] rows = [.. Rows("magic04_train.csv").Skip(1)];
        double[] numbers = [.. rows.SelectMany(row => row[..10]).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        var network = LookupNetwork.Train<string>(
            InputLayer.CandidatesForFeatures(numbers, 10, 100),
            new SampleBatch(numbers.AsMemory(), 10),
            [.. rows.Select(row => row[10])],
            Short);
        return SourceCase.Of(network, numbers, [], []);
    }

    private static SourceCase Trained()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(300, 3, 1, 0.4, 1);
        var network = LookupNetwork.Train<bool>(
            InputLayer.CandidatesForFeatures(samples, 3, 50),
            new SampleBatch(samples.AsMemory(), 3),
            [.. labels.Select(static label => label == 1)],
            Short);
        return SourceCase.Of(network, samples, [.. Enumerable.Range(0, 255).Select(static value => (byte)value)], []);
    }

    // Few tables, so that votes are often equal.
    private static SourceCase Patterns()
    {
        SplitMix64 random = new(5);
        ulong[] patterns = [.. Enumerable.Range(0, 200).SelectMany(_ => (ulong[])[random.Next(), random.Next() & 0x3F])];
        InputLayer layer = new(TupleMapping.Random(70, TableBlock.Pins, 4, 3));
        return SourceCase.Of(Network(layer, null, [Answer.No, Answer.Yes], ref random), [], [], patterns);
    }

    // Images of few values, so that edges are often at a threshold, and numbers next to them.
    private static SourceCase Edges(int width, int height)
    {
        SplitMix64 random = new((ulong)width);
        int pixels = width * height;
        double[] cuts = [-1, 0, 3, 30, 80.25, 200, 254.5, 255];
        IEnumerable<double> OfThermometer() => Enumerable.Range(0, 3).Select(_ => cuts[random.Next(cuts.Length)]).Order();
        var retina = ThermometerRetina.WithEdges(width, height, [.. Enumerable.Range(0, 3 * pixels).SelectMany(_ => OfThermometer())]);
        InputLayer layer = new(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, 120, 3));
        LookupNetwork<int> network = Network(layer, null, [1, 2, 3], ref random);
        byte[] samples =
        [
            .. Enumerable.Range(0, 400 * pixels).Select(_ => (byte)(random.Next(3) == 0 ? random.Next(256) : 255 * random.Next(2))),
        ];
        return WithSpecialNumbers(network, samples);
    }

    // Thresholds are drawn from some, and many numbers are at a threshold or next to it.
    private static SourceCase Drawn<TLabel>(
        int features, int levels, double[] cuts, int tables, TLabel[] labels, int count, TupleMapping? outputs = null)
        where TLabel : notnull
    {
        SplitMix64 random = new((ulong)features);
        double Cut() => cuts[random.Next(cuts.Length)];
        IEnumerable<double> OfFeature() => Enumerable.Range(0, levels).Select(_ => Cut()).Order();
        ThermometerRetina retina = new(features, [.. Enumerable.Range(0, features).SelectMany(_ => OfFeature())]);
        InputLayer layer = new(retina, TupleMapping.Random(retina.BitCount, TableBlock.Pins, tables, 3));
        LookupNetwork<TLabel> network = Network(layer, outputs, labels, ref random);
        double[] numbers = [.. Enumerable.Range(0, count * features).Select(_ => NumberNear(Cut(), random.Next(12)))];
        byte[] bytes = [.. Enumerable.Range(0, count * features).Select(_ => (byte)random.Next(256))];
        int words = BitSlice.WordCount(retina.BitCount);
        ulong[] patterns = [.. Enumerable.Range(0, count * words).Select(_ => random.Next())];
        for (int last = words - 1; last < patterns.Length && retina.BitCount % 64 > 0; last += words)
        {
            patterns[last] &= (1ul << (retina.BitCount % 64)) - 1;
        }

        return SourceCase.Of(network, numbers, bytes, patterns);
    }

    private static SourceCase WithSpecialNumbers<TLabel>(LookupNetwork<TLabel> network, byte[] samples)
        where TLabel : notnull
    {
        SplitMix64 random = new(6);
        double[] numbers = [.. samples.Select(value => NumberNear(value, random.Next(100)))];
        return SourceCase.Of(network, numbers, samples, []);
    }

    /// <summary>A number that is special, or near to a given one.</summary>
    public static double NumberNear(double number, int which) => which switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => 0.0,
        4 => -0.0,
        5 => Math.BitIncrement(number),
        6 => Math.BitDecrement(number),
        7 => number + 0.5,
        8 => -number,
        _ => number,
    };

    /// <summary>The rows of a table of real data.</summary>
    public static IEnumerable<string[]> Rows(string table) => File.ReadLines(Path.Combine(RealData.PathOf("tables"), table))
        .Where(static line => line.Length > 0)
        .Select(static line => line.Split(',', StringSplitOptions.TrimEntries));
}
