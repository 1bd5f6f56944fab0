using System.Globalization;

namespace WeightlessNet.SourceCode;

/// <summary>Lays out source code, the same on every machine and in every culture.</summary>
internal static class SourceText
{
    private const string Indent = "    ";

    private static readonly string[] Cells = [.. Enumerable.Range(sbyte.MinValue, 256).Select(Decimal)];

    /// <summary>Writes lines, each with "\n" at its end.</summary>
    public static void WriteLines(this TextWriter destination, string lines)
    {
        // Raw strings have the line ends of the file that they were compiled from.
        destination.Write(lines.ReplaceLineEndings("\n"));
        destination.Write("\n");
    }

    /// <summary>Writes a header file of C, which C++ may include too.</summary>
    /// <param name="destination">Receives the text.</param>
    /// <param name="macro">What the names of macros begin with.</param>
    /// <param name="writeHead">Writes what stands above the declarations.</param>
    /// <param name="writeDeclarations">Writes the declarations.</param>
    public static void WriteCHeader(
        this TextWriter destination, string macro, Action<TextWriter> writeHead, Action<TextWriter> writeDeclarations)
    {
        destination.WriteLines($"#ifndef {macro}_H\n#define {macro}_H\n");
        writeHead(destination);
        destination.WriteLines("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
        writeDeclarations(destination);
        destination.WriteLines("\n#ifdef __cplusplus\n}\n#endif\n\n#endif");
    }

    /// <summary>Lines of code, all but the first one and empty ones indented.</summary>
    public static string Indented(string lines, int columns) => string.Join(
        "\n" + new string(' ', columns),
        lines.ReplaceLineEndings("\n").Split('\n'))
        .Replace("\n" + new string(' ', columns) + "\n", "\n\n", StringComparison.Ordinal);

    /// <summary>Writes the elements of an array, a fixed number on each line.</summary>
    public static void WriteElements(this TextWriter destination, IEnumerable<string> elements, int perLine, string indent = Indent)
    {
        foreach (string[] line in elements.Chunk(perLine))
        {
            destination.Write(indent);
            destination.Write(string.Join(", ", line));
            destination.Write(",\n");
        }
    }

    /// <summary>Writes cells, a fixed number on each line, without spaces: there are millions of them.</summary>
    public static void WriteCells(this TextWriter destination, ReadOnlySpan<sbyte> cells, int perLine)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            destination.Write(Cells[cells[i] - sbyte.MinValue]);
            destination.Write(i % perLine == perLine - 1 || i == cells.Length - 1 ? ",\n" : ",");
        }
    }

    /// <summary>A whole number in decimal digits.</summary>
    public static string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in the fewest decimal digits that give it back.</summary>
    public static string Decimal(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A table in hexadecimal digits.</summary>
    public static string Hexadecimal(ulong table) => "0x" + table.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A finite number as C99 writes it without rounding: hexadecimal digits and a power of two.</summary>
    public static string HexadecimalFloat(double number)
    {
        const int FractionBits = 52;
        const int Bias = 1023;
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)(bits >> FractionBits) & 0x7FF;
        long fraction = bits & ((1L << FractionBits) - 1);
        string digits = fraction == 0 ? "" : "." + fraction.ToString("x13", CultureInfo.InvariantCulture).TrimEnd('0');
        int power = exponent > 0 ? exponent - Bias : fraction > 0 ? 1 - Bias : 0;
        string sign = bits < 0 ? "-" : "";
        return $"{sign}0x{(exponent > 0 ? 1 : 0)}{digits}p{(power < 0 ? "-" : "+")}{Decimal(Math.Abs(power))}";
    }
}
