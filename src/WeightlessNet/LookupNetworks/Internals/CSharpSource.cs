using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network as a static class of C#.</summary>
/// <param name="network">The network.</param>
/// <param name="answer">What the code makes of the votes.</param>
/// <param name="space">The namespace.</param>
/// <param name="name">The name of the class.</param>
internal sealed class CSharpSource(SourceNetwork network, ICSharpAnswer answer, string space, string name)
{
    /// <summary>The type of read-only spans, without that of their elements.</summary>
    public const string Span = "global::System.ReadOnlySpan";

    /// <summary>The members of any class.</summary>
    public static readonly string[] Members =
    [
        "FeatureCount", "WordCount", "Votes", "Count", "ThrowIfNot", "Tables", "Inputs", "Bits", "Features", "Thermometers", "Thresholds",
        "LeastBytes", "Value",
    ];

    /// <summary>Writes the file.</summary>
    public void WriteTo(TextWriter destination)
    {
        WriteHead(destination);
        WriteShape(destination);
        if (network.FeatureCount > 0)
        {
            WriteMethods(
                destination, "double", "features", "FeatureCount", $"One number for each {Feature}; NaN is a missing value.",
                $"{Value} > Thresholds[i] ? 1 : 0", Declared("double"));
            WriteMethods(
                destination, "byte", "features", "FeatureCount", $"One byte for each {Feature}.", $"{Value} >= LeastBytes[i] ? 1 : 0",
                Declared("int"));
        }

        if (network.HasEdges)
        {
            WriteValue(destination, "double", "double");
            WriteValue(destination, "byte", "int");
        }

        WriteMethods(
            destination, "ulong", "words", "WordCount", "The bits of an encoded sample: bit i is bit i % 64 of word i / 64.",
            "(words[Bits[i] >> 6] >> (Bits[i] & 63)) & 1", "");
        destination.WriteLines($$"""

                {{SourceText.Indented(answer.Counting(Spans, Sum), 4)}}

                private static void ThrowIfNot(int expected, int length, string parameter)
                {
                    if (length != expected)
                    {
                        throw new global::System.ArgumentException("The span has another length than the network expects.", parameter);
                    }
                }
            """);
        WriteConstants(destination);
        destination.WriteLines("}");
    }

    // The first lines of the method that counts.
    private string Spans => $"""
        {Span}<ulong> tables = Tables;
        {Span}<{Index(network.Bits.Length)}> inputs = Inputs;
        """;

    // The votes of a group. tables and inputs are what is next.
    private string Sum(string tablesOfGroup) => $$"""
        int sum = 0;
        foreach (ulong table in {{tablesOfGroup}})
        {
            int low = on[inputs[0]] | (on[inputs[1]] << 1) | (on[inputs[2]] << 2);
            int high = on[inputs[3]] | (on[inputs[4]] << 1) | (on[inputs[5]] << 2);
            sum += (int)(table >> (low | (high << 3))) & 1;
            inputs = inputs.Slice({{TableBlock.Pins}});
        }
        """;

    private string Feature => network.HasEdges ? "pixel, row by row, on a scale of 0 to 255" : "feature";

    // The bits of a thermometer are read one after the other.
    private string Value => network.HasEdges
        ? "(value = i > 0 && Thermometers[i] == Thermometers[i - 1] ? value : Value(features, Thermometers[i]))"
        : "features[Features[i]]";

    private string Declared(string type) => network.HasEdges ? $"\n        {type} value = 0;" : "";

    // Written so that NaN is never converted, and that numbers are added in the order of the library.
    private void WriteValue(TextWriter destination, string type, string sumType) => destination.WriteLines($$"""

            // What a thermometer reads: a pixel, or how much the image changes around it, from left to right or from top to bottom.
            private static {{sumType}} Value({{Span}}<{{type}}> image, int thermometer)
            {
                int pixel = thermometer / {{ThermometerRetina.ThermometersOfPixel}};
                int down = (thermometer % {{ThermometerRetina.ThermometersOfPixel}}) - 1;
                if (down < 0)
                {
                    return image[pixel];
                }

                int row = pixel / {{network.ImageWidth}};
                int column = pixel % {{network.ImageWidth}};
                int top = row - (down > 0 ? {{ImageEdges.PairsBefore}} : {{ImageEdges.Lines}});
                int bottom = row + (down > 0 ? {{ImageEdges.PairsAfter}} : {{ImageEdges.Lines}});
                int left = column - (down > 0 ? {{ImageEdges.Lines}} : {{ImageEdges.PairsBefore}});
                int right = column + (down > 0 ? {{ImageEdges.Lines}} : {{ImageEdges.PairsAfter}});
                top = top > 0 ? top : 0;
                bottom = bottom < {{network.ImageHeight - 1}} - down ? bottom : {{network.ImageHeight - 1}} - down;
                left = left > 0 ? left : 0;
                right = right < {{network.ImageWidth - 2}} + down ? right : {{network.ImageWidth - 2}} + down;
                int next = down > 0 ? {{network.ImageWidth}} : 1;
                {{sumType}} sum = 0;
                for (int r = top; r <= bottom; r++)
                {
                    for (int c = left; c <= right; c++)
                    {
                        {{sumType}} change = image[(r * {{network.ImageWidth}}) + c + next] - image[(r * {{network.ImageWidth}}) + c];
                        sum += change < 0 ? -change : change;
                    }
                }

                return {{SourceNetwork.EdgeOf("sum", sumType)}};
            }
        """);

    private static string Index(int count) => count <= 1 << 16 ? "ushort" : "int";

    private void WriteHead(TextWriter destination) =>
        destination.WriteLines($$"""
            // <auto-generated>
            // {{name}}: a network of look-up tables, made by WeightlessNet. Do not edit. For .NET 8 and later.
            // To make the class public, declare "public static partial class {{name}};" in the same namespace.
            // </auto-generated>
            #nullable enable

            namespace {{space}};

            /// <summary>
            /// A network of look-up tables: {{network.Shape}}{{answer.Shape}}.
            /// </summary>
            /// <remarks>Nothing is allocated. All threads may call it. A call takes about {{network.StackBytes}} bytes of stack.</remarks>
            static partial class {{name}}
            {
            """ + answer.Constants);

    private void WriteShape(TextWriter destination)
    {
        string before = answer.Constants.Length > 0 ? "\n" : "";
        if (network.FeatureCount > 0)
        {
            destination.WriteLines(before + $"""
                    /// <summary>The number of features of a sample.</summary>
                    public const int FeatureCount = {network.FeatureCount};
                """);
            before = "\n";
        }

        destination.WriteLines(before + $"""
                /// <summary>The number of words of an encoded sample.</summary>
                public const int WordCount = {network.WordCount};
            """);
        answer.WriteLabels(destination);
    }

    private void WriteMethods(
        TextWriter destination, string type, string sample, string length, string description, string isOn, string declared) =>
        destination.WriteLines($$"""

            {{SourceText.Indented(answer.Method(type, sample, description), 4)}}
            {
                ThrowIfNot({{length}}, {{sample}}.Length, nameof({{sample}}));{{answer.Check}}
                global::System.Span<byte> on = stackalloc byte[{{network.Bits.Length}}];{{declared}}
                for (int i = 0; i < on.Length; i++)
                {
                    on[i] = (byte)({{isOn}});
                }

                {{answer.CountCall}}
            }
        """);

    private void WriteConstants(TextWriter destination)
    {
        WriteConstant(
            destination, answer.TablesDescription, "ulong", "Tables",
            network.Tables.Select(static table => SourceText.Hexadecimal(table)), 4);
        WriteConstant(
            destination, "The inputs of each table, as indexes of the next array; the first is the lowest bit of the address.",
            Index(network.Bits.Length), "Inputs", network.Inputs.Select(SourceText.Decimal), 2 * TableBlock.Pins);
        WriteConstant(
            destination, "Which bits of a sample are read.", Index(network.BitCount), "Bits", network.Bits.Select(SourceText.Decimal), 12);
        if (network.FeatureCount > 0)
        {
            string thermometer = network.HasEdges ? "thermometer" : "feature";
            WriteConstant(
                destination, $"For each of them, the {thermometer},", Index(network.ThermometerCount),
                network.HasEdges ? "Thermometers" : "Features", network.Thermometers.Select(SourceText.Decimal), 12);
            WriteConstant(
                destination, $"the number that the {thermometer} exceeds if the bit is set,", "double", "Thresholds",
                network.Thresholds.Select(static threshold => SourceText.Decimal(threshold) + "d"), 4);
            WriteConstant(
                destination, "and the least byte that does; 256 if none does.", "ushort", "LeastBytes",
                network.LeastBytes.Select(SourceText.Decimal), 12);
        }
    }

    private static void WriteConstant(
        TextWriter destination, string comment, string type, string array, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"\n    // {comment}");
        destination.WriteArrayOfCSharp($"private static {Span}<{type}> {array} => new {type}[]", elements, perLine);
    }
}
