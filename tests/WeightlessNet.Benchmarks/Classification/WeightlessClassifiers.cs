using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The library's classifiers, with their defaults.</summary>
internal static class WeightlessClassifiers
{
    private const int FittedImages = 10_000;

    private static readonly Layers ForCounting = new(
        (images, width) => InputLayer.ForImages(images.Span, width, width),
        (numbers, width) => InputLayer.ForFeatures(numbers, width),
        schema => InputLayer.ForSchema(schema));

    private static readonly Layers ForTraining = new(
        (images, width) => InputLayer.ForImagesWithSmallNodes(images.Span, width, width),
        (numbers, width) => InputLayer.ForFeaturesWithSmallNodes(numbers, width),
        schema => InputLayer.ForSchemaWithSmallNodes(schema));

    private static readonly Layers ForTables = new(
        (images, width) => InputLayer.CandidatesForImages(images.Span, width, width),
        (numbers, width) => InputLayer.CandidatesForFeatures(numbers, width),
        schema => InputLayer.CandidatesForSchema(schema));

    /// <summary>One pass of counting.</summary>
    public static ITrainedClassifier Counting(ClassificationData data)
    {
        (InputLayer layer, SampleBatch train, SampleBatch test) = Prepare(data, ForCounting);
        WisardClassifier<int> model = new(layer);
        model.Learn(train, data.Train.Labels);
        return new WeightlessAnswers(data.Classes, model.Labels, test, model.Probabilities);
    }

    /// <summary>Training by errors.</summary>
    public static ITrainedClassifier Margin(ClassificationData data)
    {
        (InputLayer layer, SampleBatch train, SampleBatch test) = Prepare(data, ForTraining);
        MarginClassifier<int> model = new(layer, Enumerable.Range(0, data.Classes));
        model.Learn(train, data.Train.Labels);
        return new WeightlessAnswers(data.Classes, model.Labels, test, model.Probabilities);
    }

    /// <summary>2,000 tables of six inputs, trained by gradients on one thread.</summary>
    public static ITrainedClassifier LookupTables(ClassificationData data)
    {
        (InputLayer layer, SampleBatch train, SampleBatch test) = Prepare(data, ForTables);
        var model = LookupNetwork.Train<int>(layer, train, data.Train.Labels, new LookupNetworkOptions { MaxDegreeOfParallelism = 1 });
        return new WeightlessAnswers(data.Classes, model.Labels, test, model.Probabilities);
    }

    private static (InputLayer Layer, SampleBatch Train, SampleBatch Test) Prepare(ClassificationData data, Layers layers)
    {
        if (data.Train.Words.Length > 0)
        {
            FeatureSchemaBuilder<string[]> builder = new();
            for (int column = 0; column < data.Train.Words[0].Length; column++)
            {
                int fixedColumn = column;
                builder.OneHot($"{column}", row => row[fixedColumn]);
            }

            FeatureSchema<string[]> schema = builder.Fit(data.Train.Words);
            return (layers.ForSchema(schema), Encoded(schema, data.Train), Encoded(schema, data.Test));
        }

        int width = data.Train.Numbers.Length / data.Train.Count;
        if (data.ImageWidth > 0)
        {
            byte[] train = Array.ConvertAll(data.Train.Numbers, pixel => (byte)pixel);
            byte[] test = Array.ConvertAll(data.Test.Numbers, pixel => (byte)pixel);
            ReadOnlyMemory<byte> fitted = train.AsMemory(0, Math.Min(FittedImages, data.Train.Count) * width);
            return (
                layers.ForImages(fitted, data.ImageWidth),
                new SampleBatch(train.AsMemory(), width),
                new SampleBatch(test.AsMemory(), width));
        }

        return (
            layers.ForFeatures(data.Train.Numbers, width),
            new SampleBatch(data.Train.Numbers.AsMemory(), width),
            new SampleBatch(data.Test.Numbers.AsMemory(), width));
    }

    private static SampleBatch Encoded(FeatureSchema<string[]> schema, LabeledRows rows)
    {
        int words = BitSlice.WordCount(schema.BitCount);
        ulong[] patterns = new ulong[rows.Count * words];
        for (int i = 0; i < rows.Count; i++)
        {
            schema.Encode(rows.Words[i], patterns.AsSpan(i * words, words));
        }

        return new SampleBatch(patterns.AsMemory(), words);
    }

    /// <summary>The input layers of a kind of model.</summary>
    /// <param name="ForImages">From examples of images, and their width and height.</param>
    /// <param name="ForFeatures">From examples of numbers, and how many a row has.</param>
    /// <param name="ForSchema">From a schema.</param>
    private sealed record Layers(
        Func<ReadOnlyMemory<byte>, int, InputLayer> ForImages,
        Func<double[], int, InputLayer> ForFeatures,
        Func<FeatureSchema<string[]>, InputLayer> ForSchema);
}
