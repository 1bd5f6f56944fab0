using WeightlessNet.Encoders;

namespace WeightlessNet.SourceCode;

/// <summary>An input layer as C#: how a sample becomes the span "on", which says of each place whether its bit is set.</summary>
/// <param name="layer">The layer.</param>
internal sealed class CSharpLayer(SourceLayer layer)
{
    private const int PerLine = 12;

    /// <summary>The members of a class that this writes.</summary>
    public static readonly string[] Members =
    [
        "FeatureCount", "WordCount", "ThrowIfNot", "Inputs", "Bits", "Features", "Thermometers", "Thresholds", "LeastBytes", "Value",
    ];

    /// <summary>The kinds of samples, each with methods of its own.</summary>
    public IReadOnlyList<CSharpSample> Samples { get; } =
    [
        .. layer.HasFeatures
            ? (CSharpSample[])
            [
                new(
                    "double", "features", "FeatureCount", $"One number for each {FeatureOf(layer)}; NaN is a missing value.", "double",
                    "> Thresholds[i] ? 1 : 0"),
                new("byte", "features", "FeatureCount", $"One byte for each {FeatureOf(layer)}.", "int", ">= LeastBytes[i] ? 1 : 0"),
            ]
            : [],
        new("ulong", "words", "WordCount", "The bits of an encoded sample: bit i is bit i % 64 of word i / 64.", "", ""),
    ];

    /// <summary>The type of the inputs of nodes.</summary>
    public string InputType => SourceArrays.IndexOfCSharp(layer.Bits.Length);

    /// <summary>Writes the lengths of samples.</summary>
    public void WriteLengths(TextWriter destination)
    {
        if (layer.HasFeatures)
        {
            destination.WriteLines($"""
                    /// <summary>The number of features of a sample.</summary>
                    public const int FeatureCount = {layer.FeatureCount};

                """);
        }

        destination.WriteLines($"""
                /// <summary>The number of words of an encoded sample.</summary>
                public const int WordCount = {layer.WordCount};
            """);
    }

    /// <summary>Writes the statements of a method that fill the span "on".</summary>
    public void WriteOn(TextWriter destination, CSharpSample sample)
    {
        destination.WriteLines($"        global::System.Span<byte> on = stackalloc byte[{layer.Bits.Length}];");
        if (layer.HasEdges && !sample.IsPattern)
        {
            destination.WriteLines($"        {sample.SumType} value = 0;");
        }

        destination.WriteLines($$"""
                    for (int i = 0; i < on.Length; i++)
                    {
                        on[i] = (byte)({{IsOn(sample)}});
                    }
            """);
    }

    /// <summary>Writes the methods that compute what a thermometer reads, if there are edges.</summary>
    /// <remarks>Written so that NaN is never converted, and that numbers are added in the order of the library.</remarks>
    public void WriteValues(TextWriter destination)
    {
        foreach (CSharpSample sample in Samples.Where(sample => layer.HasEdges && !sample.IsPattern))
        {
            WriteValue(destination, sample.Type, sample.SumType);
        }
    }

    /// <summary>Writes the method that refuses spans of another length.</summary>
    /// <param name="destination">Receives the text.</param>
    /// <param name="model">What the class is.</param>
    public static void WriteCheck(TextWriter destination, string model) => destination.WriteLines($$"""

            private static void ThrowIfNot(int expected, int length, string parameter)
            {
                if (length != expected)
                {
                    throw new global::System.ArgumentException("The span has another length than the {{model}} expects.", parameter);
                }
            }
        """);

    /// <summary>Writes which bits nodes read and what sets them.</summary>
    /// <param name="destination">Receives the text.</param>
    /// <param name="node">What the code calls a node.</param>
    public void WriteConstants(TextWriter destination, string node)
    {
        destination.WriteCSharpConstant(
            $"The inputs of each {node}, as indexes of the next array; the first is the lowest bit of the address.", InputType, "Inputs",
            layer.Inputs.Select(SourceText.Decimal), PerLine);
        destination.WriteCSharpConstant(
            "Which bits of a sample are read.", SourceArrays.IndexOfCSharp(layer.BitCount), "Bits",
            layer.Bits.Select(SourceText.Decimal), PerLine);
        if (layer.HasFeatures)
        {
            string thermometer = layer.HasEdges ? "thermometer" : "feature";
            destination.WriteCSharpConstant(
                $"For each of them, the {thermometer},", SourceArrays.IndexOfCSharp(layer.ThermometerCount),
                layer.HasEdges ? "Thermometers" : "Features", layer.Thermometers.Select(SourceText.Decimal), PerLine);
            destination.WriteCSharpConstant(
                $"the number that the {thermometer} exceeds if the bit is set,", "double", "Thresholds",
                layer.Thresholds.Select(static threshold => SourceText.Decimal(threshold) + "d"), 4);
            destination.WriteCSharpConstant(
                "and the least byte that does; 256 if none does.", "ushort", "LeastBytes", layer.LeastBytes.Select(SourceText.Decimal),
                PerLine);
        }
    }

    private static string FeatureOf(SourceLayer layer) => layer.HasEdges ? "pixel, row by row, on a scale of 0 to 255" : "feature";

    // The bits of a thermometer are read one after the other.
    private string IsOn(CSharpSample sample) =>
        sample.IsPattern ? "(words[Bits[i] >> 6] >> (Bits[i] & 63)) & 1"
        : layer.HasEdges
            ? "(value = i > 0 && Thermometers[i] == Thermometers[i - 1] ? value : Value(features, Thermometers[i])) " + sample.IsAbove
        : "features[Features[i]] " + sample.IsAbove;

    private void WriteValue(TextWriter destination, string type, string sumType) => destination.WriteLines($$"""

            // What a thermometer reads: a pixel, or how much the image changes around it, from left to right or from top to bottom.
            private static {{sumType}} Value({{SourceArrays.CSharpSpan}}<{{type}}> image, int thermometer)
            {
                int pixel = thermometer / {{ThermometerRetina.ThermometersOfPixel}};
                int down = (thermometer % {{ThermometerRetina.ThermometersOfPixel}}) - 1;
                if (down < 0)
                {
                    return image[pixel];
                }

                int row = pixel / {{layer.ImageWidth}};
                int column = pixel % {{layer.ImageWidth}};
                int top = row - (down > 0 ? {{ImageEdges.PairsBefore}} : {{ImageEdges.Lines}});
                int bottom = row + (down > 0 ? {{ImageEdges.PairsAfter}} : {{ImageEdges.Lines}});
                int left = column - (down > 0 ? {{ImageEdges.Lines}} : {{ImageEdges.PairsBefore}});
                int right = column + (down > 0 ? {{ImageEdges.Lines}} : {{ImageEdges.PairsAfter}});
                top = top > 0 ? top : 0;
                bottom = bottom < {{layer.ImageHeight - 1}} - down ? bottom : {{layer.ImageHeight - 1}} - down;
                left = left > 0 ? left : 0;
                right = right < {{layer.ImageWidth - 2}} + down ? right : {{layer.ImageWidth - 2}} + down;
                int next = down > 0 ? {{layer.ImageWidth}} : 1;
                {{sumType}} sum = 0;
                for (int r = top; r <= bottom; r++)
                {
                    for (int c = left; c <= right; c++)
                    {
                        {{sumType}} change = image[(r * {{layer.ImageWidth}}) + c + next] - image[(r * {{layer.ImageWidth}}) + c];
                        sum += change < 0 ? -change : change;
                    }
                }

                return {{SourceLayer.EdgeOf("sum", sumType)}};
            }
        """);
}
