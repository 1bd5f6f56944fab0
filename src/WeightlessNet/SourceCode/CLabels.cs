using System.Text;

namespace WeightlessNet.SourceCode;

/// <summary>Labels as an array of C.</summary>
/// <param name="labels">The labels.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class CLabels(SourceLabels labels, string name)
{
    /// <summary>Writes the line of the head that names the array, if labels are written.</summary>
    public void WriteNote(TextWriter destination)
    {
        if (labels.Kind != SourceLabelKind.None)
        {
            destination.WriteLines($" * The label of a class is {name}_labels[answer].");
        }
    }

    /// <summary>Declares the array, if labels are written.</summary>
    public void WriteDeclaration(TextWriter destination)
    {
        if (labels.Kind != SourceLabelKind.None)
        {
            destination.WriteLines($"extern {Declaration};");
        }
    }

    /// <summary>Writes the array, if labels are written.</summary>
    public void WriteArray(TextWriter destination)
    {
        if (labels.Kind != SourceLabelKind.None)
        {
            destination.WriteCArray(Declaration, labels.Values.Select(Label), 1);
        }
    }

    private string Declaration => labels.Kind switch
    {
        SourceLabelKind.Text => "const char *const ",
        SourceLabelKind.Int32 => "const int32_t ",
        SourceLabelKind.Int64 => "const int64_t ",
        _ => "const uint64_t ",
    }
    + $"{name}_labels[{name.ToUpperInvariant()}_CLASSES]";

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
