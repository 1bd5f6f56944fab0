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
    private string Sum => $"""
        int32_t sum = 0;
        {ForEachTable(network.TablesOfGroup, network.HasHidden ? "hidden" : "on", "input", "sum += (int32_t)")}
        """;

    // The first lines of the function that counts.
    private string Pointers => network.HasHidden
        ? $"""
            const uint64_t *table = {name}_table;
            const {_layer.InputType} *bit = {name}_input;
            uint8_t hidden[{network.HiddenCount}];
            {ForEachTable(network.HiddenCount, "on", "bit", "hidden[t] = (uint8_t)")}

            const {OutputInputType} *input = {name}_output_input;
            """
        : $"""
            const uint64_t *table = {name}_table;
            const {_layer.InputType} *input = {name}_input;
            """;

    private string OutputInputType => SourceArrays.UnsignedOfC(network.HiddenCount);

    // The address of a table is put together from what its inputs are in an array.
    private static string ForEachTable(int count, string array, string input, string receiver) => $$"""
        for (int32_t t = 0; t < {{count}}; t++) {
            int low = {{array}}[{{input}}[0]] | ({{array}}[{{input}}[1]] << 1) | ({{array}}[{{input}}[2]] << 2);
            int high = {{array}}[{{input}}[3]] | ({{array}}[{{input}}[4]] << 1) | ({{array}}[{{input}}[5]] << 2);
            {{receiver}}((*table >> (low | (high << 3))) & 1);
            table++;
            {{input}} += {{TableBlock.Pins}};
        }
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
            network.DescriptionOfTables(answer.TablesDescription), $"uint64_t {name}_table[{network.Tables.Length}]",
            network.Tables.Select(static table => SourceText.Hexadecimal(table) + "u"), 4);
        if (network.HasHidden)
        {
            destination.WriteCConstant(
                "The inputs of each table that is not hidden, as indexes of hidden ones; the first is the lowest bit of the address.",
                $"{OutputInputType} {name}_output_input[{network.OutputInputs.Length}]",
                network.OutputInputs.Select(SourceText.Decimal), 12);
        }

        _layer.WriteConstants(destination, network.HasHidden ? "hidden table" : "table");
    }
}
