using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The library's classifiers, with their defaults.</summary>
internal static class WeightlessClassifiers
{
    private const int FittedImages = 10_000;

    /// <summary>One pass of counting.</summary>
    public static ITrainedClassifier Counting(ClassificationData data)
    {
        (InputLayer layer, SampleBatch train, SampleBatch test) = Prepare(data, NodeSize.Large);
        WisardClassifier<int> model = new(layer);
        model.Learn(train, data.Train.Labels);
        return new WeightlessAnswers(data.Classes, model.Labels, test, model.Probabilities);
    }

    /// <summary>Training by errors.</summary>
    public static ITrainedClassifier Margin(ClassificationData data)
    {
        (InputLayer layer, SampleBatch train, SampleBatch test) = Prepare(data, NodeSize.Small);
        MarginClassifier<int> model = new(layer, Enumerable.Range(0, data.Classes));
        model.Learn(train, data.Train.Labels);
        return new WeightlessAnswers(data.Classes, model.Labels, test, model.Probabilities);
    }

    private static (InputLayer Layer, SampleBatch Train, SampleBatch Test) Prepare(ClassificationData data, NodeSize size)
    {
        bool isCounting = size == NodeSize.Large;
        if (data.Train.Words.Length > 0)
        {
            FeatureSchemaBuilder<string[]> builder = new();
            for (int column = 0; column < data.Train.Words[0].Length; column++)
            {
                int fixedColumn = column;
                builder.OneHot($"{column}", row => row[fixedColumn]);
            }

            FeatureSchema<string[]> schema = builder.Fit(data.Train.Words);
            return (
                isCounting ? InputLayer.ForSchema(schema) : InputLayer.ForSchemaWithSmallNodes(schema),
                Encoded(schema, data.Train),
                Encoded(schema, data.Test));
        }

        int width = data.Train.Numbers.Length / data.Train.Count;
        if (data.ImageWidth > 0)
        {
            byte[] train = Array.ConvertAll(data.Train.Numbers, pixel => (byte)pixel);
            byte[] test = Array.ConvertAll(data.Test.Numbers, pixel => (byte)pixel);
            ReadOnlySpan<byte> fitted = train.AsSpan(0, Math.Min(FittedImages, data.Train.Count) * width);
            return (
                isCounting
                    ? InputLayer.ForImages(fitted, data.ImageWidth, data.ImageWidth)
                    : InputLayer.ForImagesWithSmallNodes(fitted, data.ImageWidth, data.ImageWidth),
                new SampleBatch(train.AsMemory(), width),
                new SampleBatch(test.AsMemory(), width));
        }

        return (
            isCounting
                ? InputLayer.ForFeatures(data.Train.Numbers, width)
                : InputLayer.ForFeaturesWithSmallNodes(data.Train.Numbers, width),
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
}
