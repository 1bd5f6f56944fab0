using System.Globalization;

namespace WeightlessNet.Encoders;

/// <summary>
/// What a value of a field means that the library describes in English: a level of a number or a date, a bucket, or a flag. With it an
/// application writes the value in another language. One property is not null; of a bucket between two bounds <see cref="AtLeast"/> and
/// <see cref="Below"/>.
/// </summary>
public readonly record struct FieldLevel
{
    /// <summary>What stands before the threshold in the description of a level of numbers.</summary>
    internal const string AboveText = "above ";

    /// <summary>What stands before the bound in the description of a bucket of numbers below it.</summary>
    internal const string BelowText = "under ";

    /// <summary>What stands between the two bounds in the description of a bucket.</summary>
    internal const string BetweenText = " to under ";

    /// <summary>What stands after the least number of a bucket in its description.</summary>
    internal const string AtLeastText = " or more";

    /// <summary>What stands before the date in the description of a level of dates.</summary>
    internal const string AfterText = "after ";

    /// <summary>How a flag that is set is described.</summary>
    internal const string YesText = "yes";

    /// <summary>How a flag that is not set is described.</summary>
    internal const string NoText = "no";

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>The number that the item's number is above: 1994 for "above 1994", which has 6 digits at most.</summary>
    public double? Above { get; init; }

    /// <summary>The number that the number of the item or user is not below: 18 for "18 or more" and for "18 to under 25".</summary>
    public double? AtLeast { get; init; }

    /// <summary>The number that the user's number is below: 25 for "under 25" and for "18 to under 25".</summary>
    public double? Below { get; init; }

    /// <summary>The day, or the second, that the item's date is after; its <see cref="DateTime.Kind"/> is unspecified.</summary>
    public DateTime? After { get; init; }

    /// <summary>Whether the item's flag is set: true for "yes", false for "no".</summary>
    public bool? Flag { get; init; }

    /// <summary>Reads the description of a level of numbers; null for another text.</summary>
    internal static FieldLevel? OfNumber(string text)
    {
        bool isBound = text.EndsWith(AtLeastText, StringComparison.Ordinal);
        ReadOnlySpan<char> digits = isBound ? text.AsSpan(0, text.Length - AtLeastText.Length)
            : text.StartsWith(AboveText, StringComparison.Ordinal) ? text.AsSpan(AboveText.Length)
            : default;
        bool isNumber = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return !isNumber || !double.IsFinite(number) ? null
            : isBound ? new FieldLevel { AtLeast = number }
            : new FieldLevel { Above = number };
    }

    /// <summary>Reads the description of a level of dates; null for another text.</summary>
    internal static FieldLevel? OfDate(string text) =>
        text.StartsWith(AfterText, StringComparison.Ordinal)
            && DateTime.TryParseExact(
                text.AsSpan(AfterText.Length), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
                ? new FieldLevel { After = time }
                : null;

    /// <summary>Reads the description of a flag; null for another text.</summary>
    internal static FieldLevel? OfFlag(string text) =>
        text is YesText or NoText ? new FieldLevel { Flag = text == YesText } : null;
}
