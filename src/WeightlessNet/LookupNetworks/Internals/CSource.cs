using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network as C99.</summary>
/// <param name="network">The network.</param>
/// <param name="answer">What the code makes of the votes.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CSource(SourceNetwork network, ICAnswer answer, string name)
{
    private readonly string _macro = name.ToUpperInvariant();

    private readonly CLayer _layer = new(network.Layer, name);

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
        const {_layer.InputType} *input = {name}_input;
        """;

    /// <summary>Writes the file with all code and constants.</summary>
    public void WriteTo(TextWriter destination)
    {
        WriteHead(destination);
        destination.WriteLines("");
        WriteDeclarations(destination);
        WriteConstants(destination);
        destination.WriteLines("\n" + answer.Counting(Pointers, Sum));
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
        string function = $"{name}_{answer.Verb}";
        bool hasFeatures = network.Layer.HasFeatures;
        destination.WriteLines($"""
            /*
             * {name}: a network of look-up tables, made by WeightlessNet. Do not edit.
             *
             * Shape: {network.Shape}{answer.Shape}.
             *
             * Call: {answer.Type} answer = {(hasFeatures ? $"{function}(features)" : $"{function}_bits(words)")};
            """);
        answer.WriteNotes(destination);
        _layer.WriteNotes(destination, function);
        destination.WriteLines($"""
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
        _layer.WriteLengths(destination);
        destination.WriteLines("");
        answer.WriteDeclarations(destination);
        foreach (CSample sample in _layer.Samples)
        {
            destination.WriteLines($"{Answer(sample)};");
            destination.WriteLines($"{answer.Votes(sample)};");
        }
    }

    private void WriteFunctions(TextWriter destination, CSample sample)
    {
        destination.WriteLines($"\n{answer.Votes(sample)}\n{{");
        _layer.WriteOn(destination, sample);
        destination.WriteLines($$"""

                {{answer.CountCall}}
            }

            {{Answer(sample)}}
            {
                {{SourceText.Indented(answer.Body(sample), 4)}}
            }
            """);
    }

    private string Answer(CSample sample) => $"{answer.Type} {name}_{answer.Verb}{sample.Suffix}({sample.Declaration})";

    private void WriteConstants(TextWriter destination)
    {
        answer.WriteConstants(destination);
        destination.WriteCConstant(
            answer.TablesDescription, $"uint64_t {name}_table[{network.Tables.Length}]",
            network.Tables.Select(static table => SourceText.Hexadecimal(table) + "u"), 4);
        _layer.WriteConstants(destination, "table");
    }
}
