using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Code of C# that answers with a number: a line over the votes.</summary>
/// <param name="line">The line.</param>
internal sealed class CSharpNumber(VoteLine line) : ICSharpAnswer
{
    /// <summary>All members of the class, which cannot have its name.</summary>
    public static readonly string[] Members = [.. CSharpSource.Members, "Predict"];

    public string Shape => " -> a number";

    public string TablesDescription => "The tables: bit a is the answer at address a.";

    public string Constants => "";

    public string Check => "";

    public string CountCall => "return Count(on);";

    public string Counting(string spans, Func<string, string> sum) => $$"""
        // Counts the tables that answer 1. on[i] is 1 if bit Bits[i] of the sample is set.
        private static int Count({{SourceArrays.CSharpSpan}}<byte> on)
        {
            {{SourceText.Indented(spans, 4)}}
            {{SourceText.Indented(sum("tables"), 4)}}

            return sum;
        }
        """;

    public string Method(CSharpSample sample) => $$"""
        /// <summary>Predicts a number.</summary>
        /// <param name="{{sample.Parameter}}">{{sample.Description}}</param>
        /// <returns>The prediction.</returns>
        /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
        public static double Predict({{sample.Declaration}}) =>
            {{SourceText.Decimal(line.Offset)}}d + ({{SourceText.Decimal(line.Scale)}}d * Votes({{sample.Parameter}}));

        /// <summary>Counts the tables that answer 1.</summary>
        /// <param name="{{sample.Parameter}}">{{sample.Description}}</param>
        /// <returns>The number of tables.</returns>
        /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
        public static int Votes({{sample.Declaration}})
        """;

    public void WriteLabels(TextWriter destination)
    {
    }
}
