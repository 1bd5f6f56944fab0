using System.Globalization;
using System.Text;

namespace WeightlessNet.SourceCode;

/// <summary>Labels as a property of C#.</summary>
/// <param name="labels">The labels.</param>
internal sealed class CSharpLabels(SourceLabels labels)
{
    /// <summary>The members of a class that this writes.</summary>
    public static readonly string[] Members = ["Labels", "LabelTexts"];

    /// <summary>Writes the property, if labels are written.</summary>
    public void WriteTo(TextWriter destination)
    {
        if (labels.Kind == SourceLabelKind.None)
        {
            return;
        }

        destination.WriteLines("\n    /// <summary>The labels of the classes.</summary>");
        if (labels.Kind == SourceLabelKind.Text)
        {
            destination.WriteLines($"    public static {SourceArrays.CSharpSpan}<string> Labels => LabelTexts;\n");
            destination.WriteCSharpArray("private static readonly string[] LabelTexts =", labels.Values.Select(Literal), 1);
        }
        else
        {
            string type = labels.Kind switch
            {
                SourceLabelKind.Int32 => "int",
                SourceLabelKind.Int64 => "long",
                _ => "ulong",
            };
            destination.WriteCSharpArray($"public static {SourceArrays.CSharpSpan}<{type}> Labels => new {type}[]", labels.Values, 1);
        }
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
