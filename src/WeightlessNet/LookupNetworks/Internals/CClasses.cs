using System.Text;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Code of C that answers with a class: the one with the most votes.</summary>
/// <param name="labels">The labels of the classes.</param>
/// <param name="tablesOfClass">The number of tables of a class.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CClasses(SourceLabels labels, int tablesOfClass, string name) : ICAnswer
{
    private readonly string _macro = name.ToUpperInvariant();

    public string Type => "int";

    public string Verb => "classify";

    public string Shape => $" -> {labels.Count} classes, {tablesOfClass} tables each";

    public string TablesDescription => "The tables, class by class: bit a is the answer at address a.";

    public string VotesDescription => $"writes the votes: {_macro}_CLASSES numbers.";

    public string Description => $"""
         * The answer is the class with the most votes, 0 to {labels.Count - 1}, of equal ones the first.
         * It is -1, "don't know", if all have as many.
        """
        + (HasLabels ? $"\n * The label of a class is {name}_labels[answer]." : "");

    public string Defines => $"#define {_macro}_CLASSES {labels.Count}\n";

    public string Externs => HasLabels ? $"extern {LabelArray};\n" : "";

    public string CountCall => $"{name}_count(on, votes);";

    private bool HasLabels => labels.Kind != SourceLabelKind.None;

    private string LabelArray => labels.Kind switch
    {
        SourceLabelKind.Text => "const char *const ",
        SourceLabelKind.Int32 => "const int32_t ",
        SourceLabelKind.Int64 => "const int64_t ",
        _ => "const uint64_t ",
    }
    + $"{name}_labels[{_macro}_CLASSES]";

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

    public string Votes(string suffix, string sample) => $"void {name}_votes{suffix}(const {sample}, int32_t *votes)";

    public string Body(string suffix, string argument) => $"""
        int32_t votes[{_macro}_CLASSES];
        {name}_votes{suffix}({argument}, votes);
        return {name}_best(votes);
        """;

    public void WriteConstants(TextWriter destination)
    {
        if (HasLabels)
        {
            destination.WriteLines($"\n{LabelArray} = {{");
            destination.WriteElements(labels.Values.Select(Label), 1);
            destination.WriteLines("};");
        }
    }

    private string Label(string label) => labels.Kind switch
    {
        SourceLabelKind.Text => Literal(label),
        SourceLabelKind.Int32 when label == "-2147483648" => "INT32_MIN",
        SourceLabelKind.Int64 when label == "-9223372036854775808" => "INT64_MIN",
        SourceLabelKind.UInt64 => label + "u",
        _ => label,
    };

    // UTF-8. Always three octal digits: hexadecimal ones would go on with the next letter, and "??" would be the start of a trigraph.
    private static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (byte letter in Encoding.UTF8.GetBytes(text))
        {
            if (letter is < (byte)' ' or > (byte)'~' or (byte)'"' or (byte)'\\' or (byte)'?')
            {
                literal.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0'));
            }
            else
            {
                literal.Append((char)letter);
            }
        }

        return literal.Append('"').ToString();
    }
}
