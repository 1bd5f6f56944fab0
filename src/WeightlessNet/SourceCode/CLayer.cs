using WeightlessNet.Encoders;

namespace WeightlessNet.SourceCode;

/// <summary>An input layer as C99: how a sample becomes the array "on", which says of each place whether its bit is set.</summary>
/// <param name="layer">The layer.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CLayer(SourceLayer layer, string name)
{
    private const int PerLine = 12;

    private readonly string _macro = name.ToUpperInvariant();

    /// <summary>The kinds of samples, each with functions of its own.</summary>
    public IReadOnlyList<CSample> Samples { get; } =
    [
        .. layer.HasFeatures
            ? (CSample[])
            [
                new("", "double", "features", "double", $"> {name}_threshold[i]"),
                new("_bytes", "uint8_t", "features", "int32_t", $">= {name}_least_byte[i]"),
            ]
            : [],
        new("_bits", "uint64_t", "words", "", ""),
    ];

    /// <summary>The type of the inputs of nodes.</summary>
    public string InputType => SourceArrays.UnsignedOfC(layer.Bits.Length);

    /// <summary>Writes the lines of the head that say what a sample is.</summary>
    /// <param name="destination">Receives the text.</param>
    /// <param name="function">The function that answers, without what its name ends with for a kind of samples.</param>
    public void WriteNotes(TextWriter destination, string function)
    {
        if (layer.HasFeatures)
        {
            destination.WriteLines($"""
                 * features: {_macro}_FEATURES numbers; NaN is a missing value. {function}_bytes reads bytes in place of numbers.
                """);
        }

        if (layer.HasEdges)
        {
            destination.WriteLines("""
                 * They are the pixels of an image, row by row, on a scale of 0 to 255. Numbers that are not whole need a compiler that
                 * computes with doubles as such (FLT_EVAL_METHOD 0).
                """);
        }

        destination.WriteLines($"""
             * words: {_macro}_WORDS words with the bits of an encoded sample, for {function}_bits: bit i is bit i % 64 of word i / 64.
            """);
    }

    /// <summary>Defines the lengths of samples.</summary>
    public void WriteLengths(TextWriter destination)
    {
        if (layer.HasFeatures)
        {
            destination.WriteLines($"#define {_macro}_FEATURES {layer.FeatureCount}");
        }

        destination.WriteLines($"#define {_macro}_WORDS {layer.WordCount}");
    }

    /// <summary>Writes which bits nodes read and what sets them.</summary>
    /// <param name="destination">Receives the text.</param>
    /// <param name="node">What the code calls a node.</param>
    public void WriteConstants(TextWriter destination, string node)
    {
        destination.WriteCConstant(
            $"The inputs of each {node}, as indexes of the next array; the first is the lowest bit of the address.",
            $"{InputType} {name}_input[{layer.Inputs.Length}]", layer.Inputs.Select(SourceText.Decimal), PerLine);
        destination.WriteCConstant(
            "Which bits of a sample are read.", $"{SourceArrays.UnsignedOfC(layer.BitCount)} {name}_bit[{layer.Bits.Length}]",
            layer.Bits.Select(SourceText.Decimal), PerLine);
        if (layer.HasFeatures)
        {
            destination.WriteCConstant(
                $"For each of them, the {Thermometer},",
                $"{SourceArrays.UnsignedOfC(layer.ThermometerCount)} {name}_{Thermometer}[{layer.Bits.Length}]",
                layer.Thermometers.Select(SourceText.Decimal), PerLine);
            destination.WriteCConstant(
                $"the number that the {Thermometer} exceeds if the bit is set,", $"double {name}_threshold[{layer.Bits.Length}]",
                layer.Thresholds.Select(SourceText.HexadecimalFloat), 4);
            destination.WriteCConstant(
                "and the least byte that does; 256 if none does.", $"uint16_t {name}_least_byte[{layer.Bits.Length}]",
                layer.LeastBytes.Select(SourceText.Decimal), PerLine);
        }
    }

    /// <summary>Writes the function that computes what a thermometer reads, if samples of a kind need one.</summary>
    /// <remarks>
    /// Written so that NaN is never converted, which C leaves undefined, and that numbers are added in the order of the library.
    /// </remarks>
    public void WriteValue(TextWriter destination, CSample sample)
    {
        if (!layer.HasEdges || sample.IsPattern)
        {
            return;
        }

        destination.WriteLines($$"""

            /* What a thermometer reads: a pixel, or how much the image changes around it, from left to right or from top to bottom. */
            static {{sample.SumType}} {{name}}_value{{sample.Suffix}}(const {{sample.Type}} *image, int32_t thermometer)
            {
                int32_t pixel = thermometer / {{ThermometerRetina.ThermometersOfPixel}};
                int32_t down = thermometer % {{ThermometerRetina.ThermometersOfPixel}} - 1;
                if (down < 0) {
                    return image[pixel];
                }

                int32_t row = pixel / {{layer.ImageWidth}};
                int32_t column = pixel % {{layer.ImageWidth}};
                int32_t top = row - (down ? {{ImageEdges.PairsBefore}} : {{ImageEdges.Lines}});
                int32_t bottom = row + (down ? {{ImageEdges.PairsAfter}} : {{ImageEdges.Lines}});
                int32_t left = column - (down ? {{ImageEdges.Lines}} : {{ImageEdges.PairsBefore}});
                int32_t right = column + (down ? {{ImageEdges.Lines}} : {{ImageEdges.PairsAfter}});
                top = top > 0 ? top : 0;
                bottom = bottom < {{layer.ImageHeight - 1}} - down ? bottom : {{layer.ImageHeight - 1}} - down;
                left = left > 0 ? left : 0;
                right = right < {{layer.ImageWidth - 2}} + down ? right : {{layer.ImageWidth - 2}} + down;
                int32_t next = down ? {{layer.ImageWidth}} : 1;
                {{sample.SumType}} sum = 0;
                for (int32_t r = top; r <= bottom; r++) {
                    for (int32_t c = left; c <= right; c++) {
                        {{sample.SumType}} change = image[r * {{layer.ImageWidth}} + c + next] - image[r * {{layer.ImageWidth}} + c];
                        sum += change < 0 ? -change : change;
                    }
                }

                return {{SourceLayer.EdgeOf("sum", sample.SumType)}};
            }
            """);
    }

    /// <summary>Writes the statements of a function that fill the array "on".</summary>
    public void WriteOn(TextWriter destination, CSample sample)
    {
        destination.WriteLines($"    uint8_t on[{layer.Bits.Length}];");
        if (layer.HasEdges && !sample.IsPattern)
        {
            destination.WriteLines($"    {sample.SumType} value = 0;");
        }

        destination.WriteLines($$"""
                for (int32_t i = 0; i < {{layer.Bits.Length}}; i++) {
                    on[i] = {{IsOn(sample)}};
                }
            """);
    }

    private string Thermometer => layer.HasEdges ? "thermometer" : "feature";

    // The bits of a thermometer are read one after the other.
    private string IsOn(CSample sample) =>
        sample.IsPattern ? $"(uint8_t)((words[{name}_bit[i] / 64] >> ({name}_bit[i] % 64)) & 1)"
        : layer.HasEdges
            ? $"(value = i > 0 && {name}_thermometer[i] == {name}_thermometer[i - 1] ? value\n"
                + $"            : {name}_value{sample.Suffix}(features, {name}_thermometer[i])) {sample.IsAbove}"
        : $"features[{name}_feature[i]] {sample.IsAbove}";
}
