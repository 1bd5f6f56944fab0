using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Code of C# that answers with a class: the one with the most votes.</summary>
/// <param name="labels">The labels of the classes.</param>
/// <param name="tablesOfClass">The number of tables of a class.</param>
internal sealed class CSharpClasses(SourceLabels labels, int tablesOfClass) : ICSharpAnswer
{
    /// <summary>All members of the class, which cannot have its name.</summary>
    public static readonly string[] Members = [.. CSharpSource.Members, .. CSharpLabels.Members, "ClassCount", "Classify", "Best"];

    public string Shape => $" -> {labels.Count} classes, {tablesOfClass} tables each";

    public string TablesDescription => "The tables, class by class: bit a is the answer at address a.";

    public string Constants =>
        $"    /// <summary>The number of classes.</summary>\n    public const int ClassCount = {labels.Count};\n\n";

    public string Check => "\n        ThrowIfNot(ClassCount, votes.Length, nameof(votes));";

    public string CountCall => "Count(on, votes);";

    public string Counting(string spans, Func<string, string> sum) => $$"""
        // Counts the tables of each class that answer 1. on[i] is 1 if bit Bits[i] of the sample is set.
        private static void Count({{SourceArrays.CSharpSpan}}<byte> on, global::System.Span<int> votes)
        {
            {{SourceText.Indented(spans, 4)}}
            for (int c = 0; c < ClassCount; c++)
            {
                {{SourceText.Indented(sum($"tables.Slice(c * {tablesOfClass}, {tablesOfClass})"), 8)}}

                votes[c] = sum;
            }
        }

        // The first class with the most votes; -1 if all have as many.
        private static int Best({{SourceArrays.CSharpSpan}}<int> votes)
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
        """;

    public string Method(CSharpSample sample) => $$"""
        /// <summary>Classifies a sample.</summary>
        /// <param name="{{sample.Parameter}}">{{sample.Description}}</param>
        /// <returns>
        /// The class, 0 to {{labels.Count - 1}}: the first one with the most votes; -1, "don't know", if all have as many.
        /// </returns>
        /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
        public static int Classify({{sample.Declaration}})
        {
            global::System.Span<int> votes = stackalloc int[ClassCount];
            Votes({{sample.Parameter}}, votes);
            return Best(votes);
        }

        /// <summary>Counts the tables of each class that answer 1.</summary>
        /// <param name="{{sample.Parameter}}">{{sample.Description}}</param>
        /// <param name="votes">One number for each class, overwritten.</param>
        /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
        public static void Votes({{sample.Declaration}}, global::System.Span<int> votes)
        """;

    public void WriteLabels(TextWriter destination) => new CSharpLabels(labels).WriteTo(destination);
}
