using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Paper.Internals;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>
/// The 26-bit film encoding of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv
/// 2511.05499). All bits and their order are those of the published code (github.com/saatweek/recommender_systems_benchmark).
/// </summary>
/// <remarks>
/// <para>
/// "genres", 10 bits: drama, comedy, action, romance, documentary, thriller, adventure, fantasy, crime, horror; other genres set no bit.
/// </para>
/// <para>
/// "vote average", 3 bits: 000 below 1, 001 below 2, 010 below 3, 011 below 4, otherwise 111. The codes are meant for a mean of 0 to 5;
/// the published code passes TMDB's mean of 0 to 10 unchanged, so most films have 111.
/// </para>
/// <para>"language", 3 bits: en 000, fr 001, de 010, ja 011, it 100, es 110, otherwise 111.</para>
/// <para>"vote count", 10 bits, one of which is set: below 100, below 200, and so on; the last stands for 900 or more.</para>
/// <para>The first binary digit of a code is the first bit of its field. Safe to call from many threads.</para>
/// </remarks>
public static class PaperItemEncoding
{
    private const uint OtherCode = 0b111;

    private static readonly string[] Genres =
        ["drama", "comedy", "action", "romance", "documentary", "thriller", "adventure", "fantasy", "crime", "horror"];

    private static readonly string[] VoteCounts =
    [
        .. Enumerable.Range(0, 9).Select(bin => $"{bin * 100} to {(bin * 100) + 99} votes"),
        "900 votes or more",
    ];

    /// <summary>Creates the schema for films of any type.</summary>
    /// <typeparam name="T">The type of the films.</typeparam>
    /// <param name="genres">Reads a film's genres, in any case; <see langword="null"/> means no genres.</param>
    /// <param name="voteAverage">Reads the mean of a film's votes; <see langword="null"/> and NaN count as 0.</param>
    /// <param name="language">Reads the ISO 639-1 code of a film's original language, in any case; <see langword="null"/> counts as
    /// "en".</param>
    /// <param name="voteCount">Reads the number of a film's votes; <see langword="null"/> and negative numbers count as 0.</param>
    /// <returns>The schema with four fields of 10, 3, 3 and 10 bits.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static FeatureSchema<T> CreateSchema<T>(
        Func<T, IEnumerable<string>?> genres, Func<T, double?> voteAverage, Func<T, string?> language, Func<T, int?> voteCount)
    {
        ArgumentNullException.ThrowIfNull(genres);
        ArgumentNullException.ThrowIfNull(voteAverage);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(voteCount);
        return new FeatureSchemaBuilder<T>()
            .Field("genres", genres, new BitCodeEncoder<IEnumerable<string>?>(Genres, CodeOfGenres))
            .Field("vote average", voteAverage, new BitCodeEncoder<double?>(DigitsOf("vote average"), CodeOfVoteAverage))
            .Field("language", language, new BitCodeEncoder<string?>(DigitsOf("language"), CodeOfLanguage))
            .Field("vote count", voteCount, new BitCodeEncoder<int?>(VoteCounts, count => 1U << Math.Clamp((count ?? 0) / 100, 0, 9)))
            .Fit([]);
    }

    private static string[] DigitsOf(string field) => [.. Enumerable.Range(1, 3).Select(digit => $"digit {digit} of the {field}'s code")];

    private static uint CodeOfGenres(IEnumerable<string>? genres)
    {
        uint bits = 0;
        foreach (string genre in genres ?? [])
        {
            int bit = Array.FindIndex(Genres, known => string.Equals(known, genre, StringComparison.OrdinalIgnoreCase));
            bits |= bit < 0 ? 0 : 1U << bit;
        }

        return bits;
    }

    private static uint CodeOfVoteAverage(double? average) => Digits(average switch
    {
        null or double.NaN or < 1 => 0b000,
        < 2 => 0b001,
        < 3 => 0b010,
        < 4 => 0b011,
        _ => OtherCode,
    });

    private static uint CodeOfLanguage(string? language) => Digits((language ?? "en").ToLowerInvariant() switch
    {
        "en" => 0b000,
        "fr" => 0b001,
        "de" => 0b010,
        "ja" => 0b011,
        "it" => 0b100,
        "es" => 0b110,
        _ => OtherCode,
    });

    // The first digit of a code is the highest bit of the number, but the first bit of the field.
    private static uint Digits(uint code) => ((code & 0b001) << 2) | (code & 0b010) | ((code & 0b100) >> 2);
}
