using System.Globalization;

namespace MovieLensSample;

/// <summary>Formats figures for tables, the same in every culture.</summary>
internal static class Figures
{
    public static string Error(double stars) => stars.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Score(double score) => score.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Bits(double bits) => bits.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Microseconds(double nanoseconds) => (nanoseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    public static string Stars(double stars) => stars.ToString("0.00", CultureInfo.InvariantCulture);

    public static string SignedStars(double stars) => stars.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);
}
