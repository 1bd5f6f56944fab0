using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.SourceCode;

/// <summary>
/// What source code needs of an input layer. Only bits that some node reads are there: each has a place, and a byte on the stack of the
/// code.
/// </summary>
internal sealed class SourceLayer
{
    /// <summary>The most bytes of stack that code may take.</summary>
    public const int MostStack = 1 << 18;

    /// <summary>The number of bits of a pattern.</summary>
    public required int BitCount { get; init; }

    /// <summary>The number of features of a sample; 0 if samples are patterns only.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The width in pixels, if samples are images with edges; otherwise 0.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>For each node, the places of its inputs, the lowest bit of the address first.</summary>
    public required int[] Inputs { get; init; }

    /// <summary>For each place, which bit of a pattern it is, ascending.</summary>
    public required int[] Bits { get; init; }

    /// <summary>
    /// For each place, the thermometer of its bit, which is the feature unless images have edges; empty if samples are patterns only.
    /// </summary>
    public required int[] Thermometers { get; init; }

    /// <summary>For each place, what its thermometer must be greater than; empty if samples are patterns only.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>The height in pixels, if samples are images with edges; otherwise 0.</summary>
    public int ImageHeight => HasEdges ? FeatureCount / ImageWidth : 0;

    /// <summary>Whether samples are rows of numbers, and not patterns only.</summary>
    public bool HasFeatures => FeatureCount > 0;

    /// <summary>Whether samples are images with edges.</summary>
    public bool HasEdges => ImageWidth > 0;

    /// <summary>The number of thermometers; 0 if samples are patterns only.</summary>
    public int ThermometerCount => HasEdges ? ThermometerRetina.ThermometersOfPixel * FeatureCount : FeatureCount;

    /// <summary>The number of words of a pattern.</summary>
    public int WordCount => BitSlice.WordCount(BitCount);

    /// <summary>The shape of a sample in words.</summary>
    public string Shape =>
        (HasEdges ? $"{ImageWidth} by {ImageHeight} pixels -> " : HasFeatures ? $"{FeatureCount} features -> " : "") + $"{BitCount} bits";

    /// <summary>For each place, the least byte that is greater than its threshold, 0 to 256.</summary>
    public IEnumerable<int> LeastBytes =>
        Thresholds.Select(static threshold => threshold < 0 ? 0 : threshold >= byte.MaxValue ? 256 : (int)Math.Floor(threshold) + 1);

    /// <summary>How C and C# compute an edge from a sum of differences.</summary>
    /// <param name="sum">The variable.</param>
    /// <param name="type">Its type: double, or one of whole numbers.</param>
    public static string EdgeOf(string sum, string type)
    {
        int most = byte.MaxValue * ImageEdges.Divisor;
        return type == "double"
            ? $"{sum} < {most} ? (int)({sum} / {ImageEdges.Divisor}) : {sum} >= {most} ? {byte.MaxValue} : {sum}"
            : $"{sum} < {most} ? {sum} / {ImageEdges.Divisor} : {byte.MaxValue}";
    }

    /// <summary>Takes what is needed of an input layer.</summary>
    public static SourceLayer Of(InputLayer layer)
    {
        TupleMapping mapping = layer.Mapping;
        int[] wiring = new int[mapping.NodeCount * mapping.TupleSize];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            mapping.TupleOf(node).CopyTo(wiring.AsSpan(node * mapping.TupleSize));
        }

        int[] bits = [.. wiring.Distinct().Order()];
        var placeOf = Enumerable.Range(0, bits.Length).ToDictionary(place => bits[place]);
        ThermometerRetina? retina = layer.Retina;
        return new SourceLayer
        {
            BitCount = mapping.BitCount,
            FeatureCount = retina?.FeatureCount ?? 0,
            ImageWidth = retina?.ImageWidth ?? 0,
            Inputs = [.. wiring.Select(bit => placeOf[bit])],
            Bits = bits,
            Thermometers = retina is null ? [] : [.. bits.Select(bit => bit / retina.Levels)],
            Thresholds = retina is null ? [] : [.. bits.Select(bit => retina.Thresholds[bit])],
        };
    }

    /// <summary>About how many bytes of stack the code takes: one for each place, and the numbers that it counts or adds up.</summary>
    /// <param name="numbers">How many numbers: one for each class, or 1.</param>
    public int StackBytes(int numbers) => Bits.Length + (numbers * sizeof(int));
}
