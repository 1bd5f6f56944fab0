using System.Globalization;

namespace WeightlessNet.Samples;

/// <summary>Numbers of things, in words.</summary>
internal static class Count
{
    /// <summary>Such as "1 user" or "2,000 users".</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several of them are called; <paramref name="one"/> with an "s" if left out.</param>
    public static string Of(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");
}
