using System.Globalization;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>The keys of each kind.</summary>
internal static class Keys
{
    private const long FirstUser = 7_123_450_000_000;
    private const long FirstFilm = 9_000_000_000_000;

    public static KeyMaker<string> Texts { get; } = new(
        number => $"user {number:D5} \u00e4\ud83c\udfac",
        number => $"film {number:D5}",
        key => int.Parse(key.AsSpan(5, 5), CultureInfo.InvariantCulture),
        key => key,
        null);

    public static KeyMaker<Guid> Guids { get; } = new(
        number => new Guid(number, 0x1234, 0x4567, 0x89, 1, 2, 3, 4, 5, 6, 7),
        number => new Guid(number, 0x7654, 0x4321, 0x98, 1, 2, 3, 4, 5, 6, 7),
        key => int.Parse(key.ToString("N").AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        key => key.ToString(),
        null);

    public static KeyMaker<long> Longs { get; } = new(
        number => FirstUser + number,
        number => FirstFilm + number,
        key => (int)(key - FirstUser),
        key => key.ToString(CultureInfo.InvariantCulture),
        null);

    public static KeyMaker<Code> Codes { get; } = new(
        number => new Code('u', number),
        number => new Code('f', number),
        key => key.Number,
        Write,
        new KeyFormat<Code>(Write, text => new Code(text[0], int.Parse(text.AsSpan(6), CultureInfo.InvariantCulture))));

    private static string Write(Code key) => string.Create(CultureInfo.InvariantCulture, $"{key.Kind}-code{key.Number:D5}");
}
