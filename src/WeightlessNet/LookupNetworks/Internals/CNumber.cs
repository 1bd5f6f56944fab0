using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Code of C that answers with a number: a line over the votes.</summary>
/// <param name="line">The line. Products with votes are exact, so that compilers may contract the product and the sum.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CNumber(VoteLine line, string name) : ICAnswer
{
    public string Type => "double";

    public string Verb => "predict";

    public string Shape => " -> a number";

    public string TablesDescription => "The tables: bit a is the answer at address a.";

    public string VotesDescription => "returns the votes: the number of tables that answer 1.";

    public string Defines => "";

    public string CountCall => $"return {name}_count(on);";

    public string Counting(string pointers, string sum) => $$"""
        /* Counts the tables that answer 1. on[i] is 1 if bit {{name}}_bit[i] of the sample is set. */
        static int32_t {{name}}_count(const uint8_t *on)
        {
            {{SourceText.Indented(pointers, 4)}}
            {{SourceText.Indented(sum, 4)}}

            return sum;
        }
        """;

    public string Votes(CSample sample) => $"int32_t {name}_votes{sample.Suffix}({sample.Declaration})";

    public string Body(CSample sample) =>
        $"return {SourceText.HexadecimalFloat(line.Offset)}\n"
        + $"    + {SourceText.HexadecimalFloat(line.Scale)} * {name}_votes{sample.Suffix}({sample.Parameter});";

    public void WriteNotes(TextWriter destination) => destination.WriteLines($"""
         * The answer is {SourceText.Decimal(line.Offset)} + {SourceText.Decimal(line.Scale)} * votes.
         * It has the same bits with and without fused multiply-add, where doubles are computed as such (FLT_EVAL_METHOD 0).
        """);

    public void WriteDeclarations(TextWriter destination)
    {
    }

    public void WriteConstants(TextWriter destination)
    {
    }
}
