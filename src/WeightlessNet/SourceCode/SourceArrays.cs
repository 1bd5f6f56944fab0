namespace WeightlessNet.SourceCode;

/// <summary>Lays out arrays of constants.</summary>
internal static class SourceArrays
{
    /// <summary>How C# names the type of a span that cannot be written.</summary>
    public const string CSharpSpan = "global::System.ReadOnlySpan";

    /// <summary>The type of C for numbers below a count.</summary>
    public static string UnsignedOfC(int count) => count <= 1 << 16 ? "uint16_t" : "uint32_t";

    /// <summary>The type of C# for numbers below a count.</summary>
    public static string IndexOfCSharp(int count) => count <= 1 << 16 ? "ushort" : "int";

    /// <summary>Writes an array of C.</summary>
    public static void WriteCArray(
        this TextWriter destination, string declaration, IEnumerable<string> elements, int perLine, string before = "\n")
    {
        destination.WriteLines($"{before}{declaration} = {{");
        destination.WriteElements(elements, perLine);
        destination.WriteLines("};");
    }

    /// <summary>Writes an array of C that only its file sees, after a comment.</summary>
    public static void WriteCConstant(
        this TextWriter destination, string comment, string declaration, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"\n/* {comment} */");
        destination.WriteCArray($"static const {declaration}", elements, perLine, "");
    }

    /// <summary>Writes an array of C#.</summary>
    public static void WriteCSharpArray(this TextWriter destination, string declaration, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"    {declaration}\n    {{");
        destination.WriteElements(elements, perLine, "        ");
        destination.WriteLines("    };");
    }

    /// <summary>Writes a private array of C#, after a comment.</summary>
    public static void WriteCSharpConstant(
        this TextWriter destination, string comment, string type, string array, IEnumerable<string> elements, int perLine)
    {
        destination.WriteLines($"\n    // {comment}");
        destination.WriteCSharpArray($"private static {CSharpSpan}<{type}> {array} => new {type}[]", elements, perLine);
    }
}
