using System.Text;
using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network as C99.</summary>
/// <param name="network">The network.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CSource(SourceNetwork network, string name)
{
    private readonly string _macro = name.ToUpperInvariant();

    private string Thermometer => network.HasEdges ? "thermometer" : "feature";

    /// <summary>Writes the file with all code and constants.</summary>
    public void WriteTo(TextWriter destination)
    {
        WriteHead(destination);
        destination.WriteLines("");
        WriteDeclarations(destination);
        WriteConstants(destination);
        destination.WriteLines($$"""

            /* Counts the tables of each class that answer 1. on[i] is 1 if bit {{name}}_bit[i] of the sample is set. */
            static void {{name}}_count(const uint8_t *on, int32_t *votes)
            {
                const uint64_t *table = {{name}}_table;
                const {{Unsigned(network.Bits.Length)}} *input = {{name}}_input;
                for (int32_t c = 0; c < {{_macro}}_CLASSES; c++) {
                    int32_t sum = 0;
                    for (int32_t t = 0; t < {{network.TablesOfClass}}; t++) {
                        int low = on[input[0]] | (on[input[1]] << 1) | (on[input[2]] << 2);
                        int high = on[input[3]] | (on[input[4]] << 1) | (on[input[5]] << 2);
                        sum += (int32_t)((*table >> (low | (high << 3))) & 1);
                        table++;
                        input += {{TableBlock.Pins}};
                    }

                    votes[c] = sum;
                }
            }

            /* The first class with the most votes; -1 if all have as many. */
            static int {{name}}_best(const int32_t *votes)
            {
                int best = 0;
                int differ = 0;
                for (int c = 1; c < {{_macro}}_CLASSES; c++) {
                    differ |= votes[c] != votes[0];
                    if (votes[c] > votes[best]) {
                        best = c;
                    }
                }

                return differ ? best : -1;
            }
            """);
        if (network.FeatureCount > 0)
        {
            WriteFunctionsOfFeatures(destination, "", "double", "double", $"> {name}_threshold[i]");
            WriteFunctionsOfFeatures(destination, "_bytes", "uint8_t", "int32_t", $">= {name}_least_byte[i]");
        }

        WriteFunctions(
            destination, "_bits", "uint64_t *words", $"(uint8_t)((words[{name}_bit[i] / 64] >> ({name}_bit[i] % 64)) & 1)");
    }

    /// <summary>Writes the header file.</summary>
    public void WriteHeaderTo(TextWriter destination)
    {
        destination.WriteLines($"#ifndef {_macro}_H\n#define {_macro}_H\n");
        WriteHead(destination);
        destination.WriteLines("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
        WriteDeclarations(destination);
        destination.WriteLines("\n#ifdef __cplusplus\n}\n#endif\n\n#endif");
    }

    private static string Unsigned(int count) => count <= 1 << 16 ? "uint16_t" : "uint32_t";

    private void WriteHead(TextWriter destination)
    {
        bool hasFeatures = network.FeatureCount > 0;
        string call = hasFeatures ? $"{name}_classify(features)" : $"{name}_classify_bits(words)";
        destination.WriteLines($"""
            /*
             * {name}: a network of look-up tables, made by WeightlessNet. Do not edit.
             *
             * Shape: {network.Shape}.
             *
             * Call: int answer = {call};
             * The answer is the class with the most votes, 0 to {network.ClassCount - 1}, of equal ones the first.
             * It is -1, "don't know", if all have as many.
            """);
        if (network.Labels.Kind != SourceLabelKind.None)
        {
            destination.WriteLines($" * The label of a class is {name}_labels[answer].");
        }

        if (hasFeatures)
        {
            destination.WriteLines($"""
                 * features: {_macro}_FEATURES numbers; NaN is a missing value. {name}_classify_bytes reads bytes in place of numbers.
                """);
        }

        if (network.HasEdges)
        {
            destination.WriteLines("""
                 * They are the pixels of an image, row by row, on a scale of 0 to 255. Numbers that are not whole need a compiler that
                 * computes with doubles as such (FLT_EVAL_METHOD 0).
                """);
        }

        destination.WriteLines($"""
             * words: {_macro}_WORDS words with the bits of an encoded sample, for {name}_classify_bits: bit i is bit i % 64 of word i / 64.
             * {name}_votes{(hasFeatures ? "" : "_bits")} writes the votes: {_macro}_CLASSES numbers.
             *
             * The functions allocate nothing and keep nothing: any number of threads may call them.
             * A call takes about {network.StackBytes} bytes of stack. Do not compile with -ffast-math, which misreads NaN.
             */
            #include <stdint.h>
            """);
    }

    private void WriteDeclarations(TextWriter destination)
    {
        destination.WriteLines($"#define {_macro}_CLASSES {network.ClassCount}");
        if (network.FeatureCount > 0)
        {
            destination.WriteLines($"#define {_macro}_FEATURES {network.FeatureCount}");
        }

        destination.WriteLines($"#define {_macro}_WORDS {network.WordCount}\n");
        if (network.Labels.Kind != SourceLabelKind.None)
        {
            destination.WriteLines($"extern {LabelArray};");
        }

        if (network.FeatureCount > 0)
        {
            WriteDeclarations(destination, "", "double *features");
            WriteDeclarations(destination, "_bytes", "uint8_t *features");
        }

        WriteDeclarations(destination, "_bits", "uint64_t *words");
    }

    private void WriteDeclarations(TextWriter destination, string suffix, string sample)
    {
        destination.WriteLines($"{Classify(suffix, sample)};");
        destination.WriteLines($"{Votes(suffix, sample)};");
    }

    private void WriteFunctionsOfFeatures(TextWriter destination, string suffix, string type, string sumType, string isAbove)
    {
        if (network.HasEdges)
        {
            WriteValue(destination, suffix, type, sumType);
            WriteFunctions(
                destination, suffix, $"{type} *features",
                $"(value = i > 0 && {name}_thermometer[i] == {name}_thermometer[i - 1] ? value\n"
                + $"            : {name}_value{suffix}(features, {name}_thermometer[i])) {isAbove}",
                $"\n    {sumType} value = 0;");
        }
        else
        {
            WriteFunctions(destination, suffix, $"{type} *features", $"features[{name}_feature[i]] {isAbove}");
        }
    }

    // Written so that NaN is never converted, which C leaves undefined, and that numbers are added in the order of the library.
    private void WriteValue(TextWriter destination, string suffix, string type, string sumType) => destination.WriteLines($$"""

        /* What a thermometer reads: a pixel, or how much the image changes around it, from left to right or from top to bottom. */
        static {{sumType}} {{name}}_value{{suffix}}(const {{type}} *image, int32_t thermometer)
        {
            int32_t pixel = thermometer / {{ThermometerRetina.ThermometersOfPixel}};
            int32_t down = thermometer % {{ThermometerRetina.ThermometersOfPixel}} - 1;
            if (down < 0) {
                return image[pixel];
            }

            int32_t row = pixel / {{network.ImageWidth}};
            int32_t column = pixel % {{network.ImageWidth}};
            int32_t top = row - (down ? {{ImageEdges.PairsBefore}} : {{ImageEdges.Lines}});
            int32_t bottom = row + (down ? {{ImageEdges.PairsAfter}} : {{ImageEdges.Lines}});
            int32_t left = column - (down ? {{ImageEdges.Lines}} : {{ImageEdges.PairsBefore}});
            int32_t right = column + (down ? {{ImageEdges.Lines}} : {{ImageEdges.PairsAfter}});
            top = top > 0 ? top : 0;
            bottom = bottom < {{network.ImageHeight - 1}} - down ? bottom : {{network.ImageHeight - 1}} - down;
            left = left > 0 ? left : 0;
            right = right < {{network.ImageWidth - 2}} + down ? right : {{network.ImageWidth - 2}} + down;
            int32_t next = down ? {{network.ImageWidth}} : 1;
            {{sumType}} sum = 0;
            for (int32_t r = top; r <= bottom; r++) {
                for (int32_t c = left; c <= right; c++) {
                    {{sumType}} change = image[r * {{network.ImageWidth}} + c + next] - image[r * {{network.ImageWidth}} + c];
                    sum += change < 0 ? -change : change;
                }
            }

            return {{SourceNetwork.EdgeOf("sum", sumType)}};
        }
        """);

    private void WriteFunctions(TextWriter destination, string suffix, string sample, string isOn, string declared = "") =>
        destination.WriteLines($$"""

        {{Votes(suffix, sample)}}
        {
            uint8_t on[{{network.Bits.Length}}];{{declared}}
            for (int32_t i = 0; i < {{network.Bits.Length}}; i++) {
                on[i] = {{isOn}};
            }

            {{name}}_count(on, votes);
        }

        {{Classify(suffix, sample)}}
        {
            int32_t votes[{{_macro}}_CLASSES];
            {{name}}_votes{{suffix}}({{sample[(sample.IndexOf('*', StringComparison.Ordinal) + 1)..]}}, votes);
            return {{name}}_best(votes);
        }
        """);

    private string Classify(string suffix, string sample) => $"int {name}_classify{suffix}(const {sample})";

    private string Votes(string suffix, string sample) => $"void {name}_votes{suffix}(const {sample}, int32_t *votes)";

    private void WriteConstants(TextWriter destination)
    {
        if (network.Labels.Kind != SourceLabelKind.None)
        {
            WriteArray(destination, LabelArray, network.Labels.Values.Select(Label), 1);
        }

        WriteArray(
            destination, "The tables, class by class: bit a is the answer at address a.", "uint64_t", "table", network.Tables.Length,
            network.Tables.Select(static table => SourceText.Hexadecimal(table) + "u"), 4);
        WriteArray(
            destination, "The inputs of each table, as indexes of the next array; the first is the lowest bit of the address.",
            Unsigned(network.Bits.Length), "input", network.Inputs.Length, network.Inputs.Select(SourceText.Decimal), 2 * TableBlock.Pins);
        WriteArray(
            destination, "Which bits of a sample are read.", Unsigned(network.BitCount), "bit", network.Bits.Length,
            network.Bits.Select(SourceText.Decimal), 12);
        if (network.FeatureCount > 0)
        {
            WriteArray(
                destination, $"For each of them, the {Thermometer},", Unsigned(network.ThermometerCount), Thermometer, network.Bits.Length,
                network.Thermometers.Select(SourceText.Decimal), 12);
            WriteArray(
                destination, $"the number that the {Thermometer} exceeds if the bit is set,", "double", "threshold", network.Bits.Length,
                network.Thresholds.Select(SourceText.HexadecimalFloat), 4);
            WriteArray(
                destination, "and the least byte that does; 256 if none does.", "uint16_t", "least_byte", network.Bits.Length,
                network.LeastBytes.Select(SourceText.Decimal), 12);
        }
    }

    private void WriteArray(
        TextWriter destination, string comment, string type, string array, int length, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"\n/* {comment} */");
        WriteArray(destination, $"static const {type} {name}_{array}[{length}]", elements, perLine, "");
    }

    private static void WriteArray(
        TextWriter destination, string declaration, IEnumerable<string> elements, int perLine, string before = "\n")
    {
        destination.WriteLines($"{before}{declaration} = {{");
        destination.WriteElements(elements, perLine);
        destination.WriteLines("};");
    }

    private string LabelArray => network.Labels.Kind switch
    {
        SourceLabelKind.Text => "const char *const ",
        SourceLabelKind.Int32 => "const int32_t ",
        SourceLabelKind.Int64 => "const int64_t ",
        _ => "const uint64_t ",
    }
    + $"{name}_labels[{_macro}_CLASSES]";

    private string Label(string label) => network.Labels.Kind switch
    {
        SourceLabelKind.Text => Literal(label),
        SourceLabelKind.Int32 when label == "-2147483648" => "INT32_MIN",
        SourceLabelKind.Int64 when label == "-9223372036854775808" => "INT64_MIN",
        SourceLabelKind.UInt64 => label + "u",
        _ => label,
    };

    // UTF-8. Always three octal digits: hexadecimal ones would go on with the next letter, and "??" would be the start of a trigraph.
    private static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (byte letter in Encoding.UTF8.GetBytes(text))
        {
            if (letter is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\' or (byte)'?')
            {
                literal.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0'));
            }
            else
            {
                literal.Append((char)letter);
            }
        }

        return literal.Append('"').ToString();
    }
}
