using WeightlessNet.SourceCode;

namespace WeightlessNet.Models;

/// <summary>A model with 8-bit cells as C99.</summary>
/// <param name="model">The model.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CMarginSource(SourceMargin model, string name)
{
    // Up to five letters and a comma each.
    private const int CellsPerLine = 24;

    private readonly string _macro = name.ToUpperInvariant();

    private readonly CLayer _layer = new(model.Layer, name);

    private readonly CLabels _labels = new(model.Labels, name);

    /// <summary>Writes the file with all code and constants.</summary>
    public void WriteTo(TextWriter destination)
    {
        WriteHead(destination);
        destination.WriteLines("");
        WriteDeclarations(destination);
        WriteConstants(destination);
        destination.WriteLines($$"""

            /* Adds up the cells of each class at the addresses of the nodes. on[i] is 1 if bit {{name}}_bit[i] of the sample is set. */
            static void {{name}}_sum(const uint8_t *on, int32_t *scores)
            {
                const int8_t *cells = {{name}}_cell;
                const {{_layer.InputType}} *input = {{name}}_input;
                for (int32_t c = 0; c < {{_macro}}_CLASSES; c++) {
                    scores[c] = 0;
                }

                for (int32_t n = 0; n < {{model.NodeCount}}; n++) {
                    int32_t address = 0;
                    for (int32_t i = {{model.TupleSize}}; i > 0; i--) {
                        address = (address << 1) | on[input[i - 1]];
                    }

                    const int8_t *cell = cells + address * {{_macro}}_CLASSES;
                    for (int32_t c = 0; c < {{_macro}}_CLASSES; c++) {
                        scores[c] += cell[c];
                    }

                    cells += {{model.CellsOfNode}};
                    input += {{model.TupleSize}};
                }
            }

            /* The class with the highest score, {{model.OfEqual}}; -1 if all are equal. */
            static int {{name}}_best(const int32_t *scores)
            {
                int best = {{model.Order[0]}};
                int differ = 0;
                for (int i = 1; i < {{_macro}}_CLASSES; i++) {
                    int c = {{(model.IsInOrder ? "i" : $"{name}_order[i]")}};
                    differ |= scores[i] != scores[0];
                    if (scores[c] > scores[best]) {
                        best = c;
                    }
                }

                return differ ? best : -1;
            }
            """);
        foreach (CSample sample in _layer.Samples)
        {
            _layer.WriteValue(destination, sample);
            WriteFunctions(destination, sample);
        }
    }

    /// <summary>Writes the header file.</summary>
    public void WriteHeaderTo(TextWriter destination) => destination.WriteCHeader(_macro, WriteHead, WriteDeclarations);

    private void WriteHead(TextWriter destination)
    {
        bool hasFeatures = model.Layer.HasFeatures;
        string function = $"{name}_classify";
        destination.WriteLines($"""
            /*
             * {name}: a classifier of nodes with trained cells, made by WeightlessNet. Do not edit.
             *
             * Shape: {model.Shape} of one byte.
             *
             * Call: int answer = {(hasFeatures ? $"{function}(features)" : $"{function}_bits(words)")};
             * The answer is the class with the highest score, 0 to {model.ClassCount - 1}, {model.OfEqual}.
             * It is -1, "don't know", if all are equal.
            """);
        _labels.WriteNote(destination);
        _layer.WriteNotes(destination, function);
        destination.WriteLines($"""
             * {name}_scores{(hasFeatures ? "" : "_bits")} writes the scores: {_macro}_CLASSES numbers.
             *
             * The functions allocate nothing and keep nothing: any number of threads may call them.
             * A call takes about {model.StackBytes} bytes of stack. Do not compile with -ffast-math, which misreads NaN.
             */
            #include <stdint.h>
            """);
    }

    private void WriteDeclarations(TextWriter destination)
    {
        destination.WriteLines($"#define {_macro}_CLASSES {model.ClassCount}");
        _layer.WriteLengths(destination);
        destination.WriteLines("");
        _labels.WriteDeclaration(destination);
        foreach (CSample sample in _layer.Samples)
        {
            destination.WriteLines($"{Classify(sample)};");
            destination.WriteLines($"{Scores(sample)};");
        }
    }

    private void WriteFunctions(TextWriter destination, CSample sample)
    {
        destination.WriteLines($"\n{Scores(sample)}\n{{");
        _layer.WriteOn(destination, sample);
        destination.WriteLines($$"""

                {{name}}_sum(on, scores);
            }

            {{Classify(sample)}}
            {
                int32_t scores[{{_macro}}_CLASSES];
                {{name}}_scores{{sample.Suffix}}({{sample.Parameter}}, scores);
                return {{name}}_best(scores);
            }
            """);
    }

    private string Classify(CSample sample) => $"int {name}_classify{sample.Suffix}({sample.Declaration})";

    private string Scores(CSample sample) => $"void {name}_scores{sample.Suffix}({sample.Declaration}, int32_t *scores)";

    private void WriteConstants(TextWriter destination)
    {
        _labels.WriteArray(destination);
        if (!model.IsInOrder)
        {
            destination.WriteCConstant(
                "The classes in the order in which equal scores go to them.",
                $"{SourceArrays.UnsignedOfC(model.ClassCount)} {name}_order[{_macro}_CLASSES]", model.Order.Select(SourceText.Decimal), 12);
        }

        _layer.WriteConstants(destination, "node");
        destination.WriteLines("\n/* The cells, node by node and address by address: one for each class. */");
        destination.WriteLines($"static const int8_t {name}_cell[{model.Cells.Length}] = {{");
        destination.WriteCells(model.Cells, CellsPerLine);
        destination.WriteLines("};");
    }
}
