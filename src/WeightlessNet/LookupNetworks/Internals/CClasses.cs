using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Code of C that answers with a class: the one with the most votes.</summary>
/// <param name="labels">The labels of the classes.</param>
/// <param name="tablesOfClass">The number of tables of a class.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CClasses(SourceLabels labels, int tablesOfClass, string name) : ICAnswer
{
    private readonly string _macro = name.ToUpperInvariant();

    private readonly CLabels _labels = new(labels, name);

    public string Type => "int";

    public string Verb => "classify";

    public string Shape => $" -> {labels.Count} classes, {tablesOfClass} tables each";

    public string TablesDescription => "The tables, class by class: bit a is the answer at address a.";

    public string VotesDescription => $"writes the votes: {_macro}_CLASSES numbers.";

    public string Defines => $"#define {_macro}_CLASSES {labels.Count}\n";

    public string CountCall => $"{name}_count(on, votes);";

    public string Counting(string pointers, string sum) => $$"""
        /* Counts the tables of each class that answer 1. on[i] is 1 if bit {{name}}_bit[i] of the sample is set. */
        static void {{name}}_count(const uint8_t *on, int32_t *votes)
        {
            {{SourceText.Indented(pointers, 4)}}
            for (int32_t c = 0; c < {{_macro}}_CLASSES; c++) {
                {{SourceText.Indented(sum, 8)}}

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
        """;

    public string Votes(CSample sample) => $"void {name}_votes{sample.Suffix}({sample.Declaration}, int32_t *votes)";

    public string Body(CSample sample) => $"""
        int32_t votes[{_macro}_CLASSES];
        {name}_votes{sample.Suffix}({sample.Parameter}, votes);
        return {name}_best(votes);
        """;

    public void WriteNotes(TextWriter destination)
    {
        destination.WriteLines($"""
             * The answer is the class with the most votes, 0 to {labels.Count - 1}, of equal ones the first.
             * It is -1, "don't know", if all have as many.
            """);
        _labels.WriteNote(destination);
    }

    public void WriteDeclarations(TextWriter destination) => _labels.WriteDeclaration(destination);

    public void WriteConstants(TextWriter destination) => _labels.WriteArray(destination);
}
