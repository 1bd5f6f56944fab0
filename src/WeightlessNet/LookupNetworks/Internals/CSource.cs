using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network as C99.</summary>
/// <param name="network">The network.</param>
/// <param name="answer">What the code makes of the votes.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CSource(SourceNetwork network, ICAnswer answer, string name)
{
    private readonly string _macro = name.ToUpperInvariant();

    // The votes of a group. table and input are what is next.
    private string Sum => $$"""
        int32_t sum = 0;
        for (int32_t t = 0; t < {{network.TablesOfGroup}}; t++) {
            int low = on[input[0]] | (on[input[1]] << 1) | (on[input[2]] << 2);
            int high = on[input[3]] | (on[input[4]] << 1) | (on[input[5]] << 2);
            sum += (int32_t)((*table >> (low | (high << 3))) & 1);
            table++;
            input += {{TableBlock.Pins}};
        }
        """;

    // The first lines of the function that counts.
    private string Pointers => $"""
        const uint64_t *table = {name}_table;
        const {Unsigned(network.Bits.Length)} *input = {name}_input;
        """;

    private string Thermometer => network.HasEdges ? "thermometer" : "feature";

    /// <summary>Writes the file with all code and constants.</summary>
    public void WriteTo(TextWriter destination)
    {
        WriteHead(destination);
        destination.WriteLines("");
        WriteDeclarations(destination);
        WriteConstants(destination);
        destination.WriteLines("\n" + answer.Counting(Pointers, Sum));
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
        string ofBits = $"{name}_{answer.Verb}_bits";
        string call = hasFeatures ? $"{name}_{answer.Verb}(features)" : $"{ofBits}(words)";
        destination.WriteLines($"""
            /*
             * {name}: a network of look-up tables, made by WeightlessNet. Do not edit.
             *
             * Shape: {network.Shape}{answer.Shape}.
             *
             * Call: {answer.Type} answer = {call};
            {answer.Description}
            """);
        if (hasFeatures)
        {
            destination.WriteLines($"""
                 * features: {_macro}_FEATURES numbers; NaN is a missing value. {name}_{answer.Verb}_bytes reads bytes in place of numbers.
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
             * words: {_macro}_WORDS words with the bits of an encoded sample, for {ofBits}: bit i is bit i % 64 of word i / 64.
             * {name}_votes{(hasFeatures ? "" : "_bits")} {answer.VotesDescription}
             *
             * The functions allocate nothing and keep nothing: any number of threads may call them.
             * A call takes about {network.StackBytes} bytes of stack. Do not compile with -ffast-math, which misreads NaN.
             */
            #include <stdint.h>
            """);
    }

    private void WriteDeclarations(TextWriter destination)
    {
        destination.Write(answer.Defines);
        if (network.FeatureCount > 0)
        {
            destination.WriteLines($"#define {_macro}_FEATURES {network.FeatureCount}");
        }

        destination.WriteLines($"#define {_macro}_WORDS {network.WordCount}\n");
        destination.Write(answer.Externs);
        if (network.FeatureCount > 0)
        {
            WriteDeclarations(destination, "", "double *features");
            WriteDeclarations(destination, "_bytes", "uint8_t *features");
        }

        WriteDeclarations(destination, "_bits", "uint64_t *words");
    }

    private void WriteDeclarations(TextWriter destination, string suffix, string sample)
    {
        destination.WriteLines($"{Answer(suffix, sample)};");
        destination.WriteLines($"{answer.Votes(suffix, sample)};");
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

        {{answer.Votes(suffix, sample)}}
        {
            uint8_t on[{{network.Bits.Length}}];{{declared}}
            for (int32_t i = 0; i < {{network.Bits.Length}}; i++) {
                on[i] = {{isOn}};
            }

            {{answer.CountCall}}
        }

        {{Answer(suffix, sample)}}
        {
            {{SourceText.Indented(answer.Body(suffix, sample[(sample.IndexOf('*', StringComparison.Ordinal) + 1)..]), 4)}}
        }
        """);

    private string Answer(string suffix, string sample) => $"{answer.Type} {name}_{answer.Verb}{suffix}(const {sample})";

    private void WriteConstants(TextWriter destination)
    {
        answer.WriteConstants(destination);
        WriteArray(
            destination, answer.TablesDescription, "uint64_t", "table", network.Tables.Length,
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
        destination.WriteLines($"\n/* {comment} */\nstatic const {type} {name}_{array}[{length}] = {{");
        destination.WriteElements(elements, perLine);
        destination.WriteLines("};");
    }
}
