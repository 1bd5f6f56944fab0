using System.Globalization;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Tells numbers, words and missing values apart.</summary>
internal sealed class TableFields(IReadOnlyList<string> missingMarks)
{
    private readonly HashSet<string> _missing = new(missingMarks, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a field, without blanks around it, stands for a missing value.</summary>
    public bool IsMissing(string text) => _missing.Contains(text);

    /// <summary>The number in a field; null if it is none, or not finite.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;
}
