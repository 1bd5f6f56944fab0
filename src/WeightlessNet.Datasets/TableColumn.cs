using System.Globalization;

namespace WeightlessNet.Datasets;

/// <summary>A column of a <see cref="LabeledTable"/>: numbers or words, one for each row.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class TableColumn
{
    internal TableColumn(string name, double[] numbers)
    {
        Name = name;
        IsNumeric = true;
        Numbers = numbers;
        Words = [];
    }

    internal TableColumn(string name, string?[] words)
    {
        Name = name;
        Words = Array.AsReadOnly(words);
    }

    /// <summary>The name in the file's header; without a header the position, from 0, as text.</summary>
    public string Name { get; }

    /// <summary>Whether the column holds numbers.</summary>
    public bool IsNumeric { get; }

    /// <summary>The number of each row, finite, or NaN if it is missing; empty if the column holds words.</summary>
    public ReadOnlyMemory<double> Numbers { get; }

    /// <summary>The word of each row, or null if it is missing; empty if the column holds numbers.</summary>
    public IReadOnlyList<string?> Words { get; }

    /// <summary>The column in a line, such as "age: 768 numbers".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {(IsNumeric ? Numbers.Length : Words.Count):N0} {(IsNumeric ? "numbers" : "words")}");
}
