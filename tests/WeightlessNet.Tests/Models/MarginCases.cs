using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Tests.LookupNetworks;

namespace WeightlessNet.Tests.Models;

/// <summary>Models with 8-bit cells that are written as source code.</summary>
internal static class MarginCases
{
    private enum Answer
    {
        Yes,
        No,
        Maybe,
    }

    /// <summary>The names of the generated cases.</summary>
    public static TheoryData<string> Names => ["trained", "numbers", "pixels", "patterns", "sizes", "wide", "edges", "row", "column"];

    /// <summary>The case of a name.</summary>
    public static SourceCase Of(string name) => name switch
    {
        "trained" => Trained(),

        // Few nodes of small cells, so that scores are often equal, and labels in another order than the alphabet's.
        "numbers" => Drawn<string>(
            7, 3, [-0.0, 5e-324, 0.1, -1e300, -1.5, 255, double.MaxValue], Random(21, 5, 6), ["c7", "b??/", "a\"\\\n", "ü€", ""], 1, 400),
        "pixels" => Drawn<long>(
            64, 3, [-0.5, 0, 80.25, 254, 254.5, 255, 1e9], Random(192, 8, 90),
            [3, 4, 5, 6, long.MaxValue, long.MinValue, -1, 0, 1, 2, 7, 8, 9, 10, 11, 12, 13], 30_000, 200),
        "patterns" => Patterns(),
        "sizes" => Drawn<int>(
            3, 6, [1, 2, 3, 5, 8], TupleMapping.Join(Random(18, 1, 20), Random(18, 9, 20), Random(18, 4, 20)), [int.MinValue, 0, 1],
            100, 300),
        "edges" => Edges(7, 5),
        "row" => Edges(9, 1),
        "column" => Edges(1, 8),
        "wide" => Drawn<ulong>(70_000, 1, [80.25], Random(70_000, 3, 24_000), [0, ulong.MaxValue], 20_000, 10),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such case."),
    };

    /// <summary>A model with random cells.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="most">The largest cell before it is made to fit 8 bits.</param>
    /// <param name="random">The generator.</param>
    public static Int8MarginModel<TLabel> Model<TLabel>(InputLayer layer, TLabel[] labels, int most, ref SplitMix64 random)
        where TLabel : notnull
    {
        LabelSet<TLabel> set = new();
        foreach (TLabel label in labels)
        {
            set.Add(label);
        }

        int stride = CellKernels.StrideOf(labels.Length);
        short[] cells = new short[(layer.NodeCount << layer.Mapping.TupleSize) * stride];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = (short)(i % stride < labels.Length ? random.Next((2 * most) + 1) - most : 0);
        }

        return new Int8MarginModel<TLabel>(layer, new AddressPlan(layer, NodeStorage.Dense), set, stride, cells);
    }

    /// <summary>Asks the library for scores, which are the sums of the cells that it shows, and for classes.</summary>
    public static SourceCase CaseOf<TLabel>(Int8MarginModel<TLabel> model, double[] numbers, byte[] bytes, ulong[] patterns)
        where TLabel : notnull
    {
        int features = model.Layer.Retina?.FeatureCount ?? 1;
        return new SourceCase(
            model.WriteC,
            model.WriteCHeader,
            model.WriteCSharp,
            model.Layer,
            [.. model.Labels.Select(static label => (object)label)],
            numbers,
            bytes,
            patterns,
            Answers(model, new SampleBatch(numbers.AsMemory(), features)),
            Answers(model, new SampleBatch(bytes.AsMemory(), features)),
            Answers(model, new SampleBatch(patterns.AsMemory(), BitSlice.WordCount(model.Layer.Mapping.BitCount))))
        {
            Numbering = "scores",
        };
    }

    /// <summary>Clothes.</summary>
    public static SourceCase FashionMnist()
    {
        const int Pixels = 28 * 28;
        ImageDatasetSplit data = IdxReader.Read(RealData.PathOf("fashion-mnist"));
        ReadOnlyMemory<byte> images = data.Train.Pixels[..(2000 * Pixels)];
        int[] labels = [.. data.Train.Labels.ToArray().Take(2000).Select(static label => (int)label)];
        var retina = ThermometerRetina.QuantileWithEdges(images.Span, 28, 28, 5);
        InputLayer layer = new(retina, TupleMapping.RandomWindows(new ImageShape(28, 28, retina.BitsOfFeature), 6, 300, 1, 7));
        return WithSpecialNumbers(
            TrainedOn(layer, new SampleBatch(images, Pixels), labels), data.Test.Pixels[..(500 * Pixels)].ToArray());
    }

    /// <summary>Digits that are written with a pen: whole numbers of 0 to 100.</summary>
    public static SourceCase PenDigits()
    {
        byte[][] rows =
        [
            .. SourceCases.Rows("pendigits.tra")
                .Select(row => Array.ConvertAll(row, cell => byte.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        byte[] samples = [.. rows.SelectMany(row => row[..16])];
        var retina = ThermometerRetina.Quantile(samples, 16, 16);
        InputLayer layer = new(retina, Random(retina.BitCount, 6, 300));
        int[] labels = [.. rows.Select(row => (int)row[16])];
        return WithSpecialNumbers(TrainedOn(layer, new SampleBatch(samples.AsMemory(), 16), labels), samples);
    }

    private static TupleMapping Random(int bitCount, int tupleSize, int nodes) => TupleMapping.Random(bitCount, tupleSize, nodes, 3);

    private static Int8MarginModel<TLabel> TrainedOn<TLabel>(InputLayer layer, SampleBatch samples, TLabel[] labels)
        where TLabel : notnull
    {
        MarginClassifier<TLabel> classifier = new(layer, labels);
        classifier.Learn(samples, labels, new MarginOptions { Epochs = 3 });
        return classifier.ToInt8();
    }

    private static SourceCase Trained()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(300, 3, 1, 0.4, 1);
        InputLayer layer = new(ThermometerRetina.Quantile(samples, 3, 8), Random(24, 6, 40));
        Int8MarginModel<bool> model = TrainedOn(
            layer, new SampleBatch(samples.AsMemory(), 3), [.. labels.Select(static label => label == 1)]);
        return CaseOf(model, samples, [.. Enumerable.Range(0, 255).Select(static value => (byte)value)], []);
    }

    // Three nodes, so that all scores are often equal.
    private static SourceCase Patterns()
    {
        SplitMix64 random = new(5);
        ulong[] patterns = [.. Enumerable.Range(0, 400).SelectMany(_ => (ulong[])[random.Next(), random.Next() & 0x3F])];
        InputLayer layer = new(Random(70, 3, 3));
        return CaseOf(Model(layer, [Answer.Maybe, Answer.Yes, Answer.No], 1, ref random), [], [], patterns);
    }

    // Images of few values, so that edges are often at a threshold, and numbers next to them.
    private static SourceCase Edges(int width, int height)
    {
        SplitMix64 random = new((ulong)width);
        int pixels = width * height;
        double[] cuts = [-1, 0, 3, 30, 80.25, 200, 254.5, 255];
        IEnumerable<double> OfThermometer() => Enumerable.Range(0, 3).Select(_ => cuts[random.Next(cuts.Length)]).Order();
        var retina = ThermometerRetina.WithEdges(width, height, [.. Enumerable.Range(0, 3 * pixels).SelectMany(_ => OfThermometer())]);
        InputLayer layer = new(retina, Random(retina.BitCount, 4, 90));
        byte[] samples =
        [
            .. Enumerable.Range(0, 400 * pixels).Select(_ => (byte)(random.Next(3) == 0 ? random.Next(256) : 255 * random.Next(2))),
        ];
        return WithSpecialNumbers(Model(layer, ["one", "two", "three"], 200, ref random), samples);
    }

    // Thresholds are drawn from some, and many numbers are at a threshold or next to it.
    private static SourceCase Drawn<TLabel>(
        int features, int levels, double[] cuts, TupleMapping mapping, TLabel[] labels, int most, int count)
        where TLabel : notnull
    {
        SplitMix64 random = new((ulong)features);
        double Cut() => cuts[random.Next(cuts.Length)];
        IEnumerable<double> OfFeature() => Enumerable.Range(0, levels).Select(_ => Cut()).Order();
        ThermometerRetina retina = new(features, [.. Enumerable.Range(0, features).SelectMany(_ => OfFeature())]);
        Int8MarginModel<TLabel> model = Model(new InputLayer(retina, mapping), labels, most, ref random);
        double[] numbers = [.. Enumerable.Range(0, count * features).Select(_ => SourceCases.NumberNear(Cut(), random.Next(12)))];
        byte[] bytes = [.. Enumerable.Range(0, count * features).Select(_ => (byte)random.Next(256))];
        int words = BitSlice.WordCount(retina.BitCount);
        ulong[] patterns = [.. Enumerable.Range(0, count * words).Select(_ => random.Next())];
        for (int last = words - 1; last < patterns.Length && retina.BitCount % 64 > 0; last += words)
        {
            patterns[last] &= (1ul << (retina.BitCount % 64)) - 1;
        }

        return CaseOf(model, numbers, bytes, patterns);
    }

    private static SourceCase WithSpecialNumbers<TLabel>(Int8MarginModel<TLabel> model, byte[] samples)
        where TLabel : notnull
    {
        SplitMix64 random = new(6);
        double[] numbers = [.. samples.Select(value => SourceCases.NumberNear(value, random.Next(100)))];
        return CaseOf(model, numbers, samples, []);
    }

    private static int[][] Answers<TLabel>(Int8MarginModel<TLabel> model, SampleBatch samples)
        where TLabel : notnull
    {
        List<TLabel> labels = [.. model.Labels];
        int[][] answers = new int[samples.Count][];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = new int[labels.Count + 1];
            model.Score(samples[i], answers[i].AsSpan(0, labels.Count));
            Assert.Equal(SumsOfCells(model, samples[i]), answers[i][..^1]);
            answers[i][^1] = model.Classify(samples[i]) is { IsKnown: true } answer ? labels.IndexOf(answer.Label) : -1;
        }

        return answers;
    }

    private static int[] SumsOfCells<TLabel>(Int8MarginModel<TLabel> model, Sample sample)
        where TLabel : notnull
    {
        TupleMapping mapping = model.Layer.Mapping;
        ulong[] pattern = new ulong[BitSlice.WordCount(mapping.BitCount)];
        switch (sample.Kind)
        {
            case SampleKind.Numbers: model.Layer.Retina!.Encode(sample.Numbers, pattern); break;
            case SampleKind.Bytes: model.Layer.Retina!.Encode(sample.Bytes, pattern); break;
            default: sample.Pattern.CopyTo(pattern); break;
        }

        int[] scores = new int[model.Labels.Count];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            int address = 0;
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int k = 0; k < tuple.Length; k++)
            {
                address |= (int)((pattern[tuple[k] / 64] >> (tuple[k] % 64)) & 1) << k;
            }

            ReadOnlySpan<sbyte> row = model.Cells[(((node << mapping.TupleSize) + address) * model.ClassStride)..];
            for (int c = 0; c < scores.Length; c++)
            {
                scores[c] += row[c];
            }
        }

        return scores;
    }
}
