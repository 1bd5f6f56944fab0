using System.Globalization;
using System.Text;
using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network as a static class of C#.</summary>
/// <param name="network">The network.</param>
/// <param name="space">The namespace.</param>
/// <param name="name">The name of the class.</param>
internal sealed class CSharpSource(SourceNetwork network, string space, string name)
{
    private const string Span = "global::System.ReadOnlySpan";

    /// <summary>All members of the class, which cannot have its name.</summary>
    public static readonly string[] Members =
    [
        "ClassCount", "FeatureCount", "WordCount", "Labels", "LabelTexts", "Classify", "Votes", "Count", "Best", "ThrowIfNot", "Tables",
        "Inputs", "Bits", "Features", "Thermometers", "Thresholds", "LeastBytes", "Value",
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

                // Counts the tables of each class that answer 1. on[i] is 1 if bit Bits[i] of the sample is set.
                private static void Count({{Span}}<byte> on, global::System.Span<int> votes)
                {
                    {{Span}}<ulong> tables = Tables;
                    {{Span}}<{{Index(network.Bits.Length)}}> inputs = Inputs;
                    for (int c = 0; c < ClassCount; c++)
                    {
                        int sum = 0;
                        foreach (ulong table in tables.Slice(c * {{network.TablesOfClass}}, {{network.TablesOfClass}}))
                        {
                            int low = on[inputs[0]] | (on[inputs[1]] << 1) | (on[inputs[2]] << 2);
                            int high = on[inputs[3]] | (on[inputs[4]] << 1) | (on[inputs[5]] << 2);
                            sum += (int)(table >> (low | (high << 3))) & 1;
                            inputs = inputs.Slice({{TableBlock.Pins}});
                        }

                        votes[c] = sum;
                    }
                }

                // The first class with the most votes; -1 if all have as many.
                private static int Best({{Span}}<int> votes)
                {
                    int best = 0;
                    bool differ = false;
                    for (int c = 1; c < ClassCount; c++)
                    {
                        differ |= votes[c] != votes[0];
                        best = votes[c] > votes[best] ? c : best;
                    }

                    return differ ? best : -1;
                }

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
            /// A network of look-up tables: {{network.Shape}}.
            /// </summary>
            /// <remarks>Nothing is allocated. All threads may call it. A call takes about {{network.StackBytes}} bytes of stack.</remarks>
            static partial class {{name}}
            {
                /// <summary>The number of classes.</summary>
                public const int ClassCount = {{network.ClassCount}};
            """);

    private void WriteShape(TextWriter destination)
    {
        if (network.FeatureCount > 0)
        {
            destination.WriteLines($"""

                    /// <summary>The number of features of a sample.</summary>
                    public const int FeatureCount = {network.FeatureCount};
                """);
        }

        destination.WriteLines($"""

                /// <summary>The number of words of an encoded sample.</summary>
                public const int WordCount = {network.WordCount};
            """);
        if (network.Labels.Kind != SourceLabelKind.None)
        {
            destination.WriteLines("\n    /// <summary>The labels of the classes.</summary>");
            if (network.Labels.Kind == SourceLabelKind.Text)
            {
                destination.WriteLines($"    public static {Span}<string> Labels => LabelTexts;\n");
                WriteArray(destination, "private static readonly string[] LabelTexts =", network.Labels.Values.Select(Literal), 1);
            }
            else
            {
                string type = network.Labels.Kind switch
                {
                    SourceLabelKind.Int32 => "int",
                    SourceLabelKind.Int64 => "long",
                    _ => "ulong",
                };
                WriteArray(destination, $"public static {Span}<{type}> Labels => new {type}[]", network.Labels.Values, 1);
            }
        }
    }

    private void WriteMethods(
        TextWriter destination, string type, string sample, string length, string description, string isOn, string declared) =>
        destination.WriteLines($$"""

            /// <summary>Classifies a sample.</summary>
            /// <param name="{{sample}}">{{description}}</param>
            /// <returns>
            /// The class, 0 to {{network.ClassCount - 1}}: the first one with the most votes; -1, "don't know", if all have as many.
            /// </returns>
            /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
            public static int Classify({{Span}}<{{type}}> {{sample}})
            {
                global::System.Span<int> votes = stackalloc int[ClassCount];
                Votes({{sample}}, votes);
                return Best(votes);
            }

            /// <summary>Counts the tables of each class that answer 1.</summary>
            /// <param name="{{sample}}">{{description}}</param>
            /// <param name="votes">One number for each class, overwritten.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            public static void Votes({{Span}}<{{type}}> {{sample}}, global::System.Span<int> votes)
            {
                ThrowIfNot({{length}}, {{sample}}.Length, nameof({{sample}}));
                ThrowIfNot(ClassCount, votes.Length, nameof(votes));
                global::System.Span<byte> on = stackalloc byte[{{network.Bits.Length}}];{{declared}}
                for (int i = 0; i < on.Length; i++)
                {
                    on[i] = (byte)({{isOn}});
                }

                Count(on, votes);
            }
        """);

    private void WriteConstants(TextWriter destination)
    {
        WriteConstant(
            destination, "The tables, class by class: bit a is the answer at address a.", "ulong", "Tables",
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
                network.Thresholds.Select(static threshold => threshold.ToString("R", CultureInfo.InvariantCulture) + "d"), 4);
            WriteConstant(
                destination, "and the least byte that does; 256 if none does.", "ushort", "LeastBytes",
                network.LeastBytes.Select(SourceText.Decimal), 12);
        }
    }

    private static void WriteConstant(
        TextWriter destination, string comment, string type, string array, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"\n    // {comment}");
        WriteArray(destination, $"private static {Span}<{type}> {array} => new {type}[]", elements, perLine);
    }

    private static void WriteArray(TextWriter destination, string declaration, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"    {declaration}\n    {{");
        destination.WriteElements(elements, perLine, "        ");
        destination.WriteLines("    };");
    }

    private static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char letter in text)
        {
            if (letter is < ' ' or > '~' or '"' or '\\')
            {
                literal.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(letter);
            }
        }

        return literal.Append('"').ToString();
    }
}
