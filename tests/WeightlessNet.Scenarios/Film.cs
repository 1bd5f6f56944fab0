using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>The application's own record. A changed film has the same number and another edition.</summary>
internal sealed record Film(int Number, int Edition, string[] Genres, int Year)
{
    /// <summary>The size of the first catalog.</summary>
    public const int FirstCount = 30;

    /// <summary>The number of the first film that is added later.</summary>
    public const int FirstAdded = 1000;

    public static readonly string[] AllGenres = ["Drama", "Comedy", "Horror", "War", "Western"];

    /// <summary>All numbers that films of a scenario can have: those of the first catalog, and those that are added.</summary>
    public static IEnumerable<int> Numbers => [.. Enumerable.Range(0, FirstCount), .. Enumerable.Range(FirstAdded, 1000)];

    public string Title => $"Film {Number:D4}";

    public static Film Of(int number, int edition = 0) => new(
        number,
        edition,
        [AllGenres[(number + edition) % 5], AllGenres[((number * 7) + (edition * 3) + 1) % 5]],
        1950 + (((number * 13) + edition) % 70));

    /// <summary>The country of a user of some age; another one for each age.</summary>
    public static string CountryOf(int age) => $"Country {age}";

    /// <summary>Fills the schema, but for the key.</summary>
    public static void Describe(ItemSchema<Film> schema) => schema
        .Name(film => film.Title)
        .Tags("genre", film => film.Genres)
        .Number("year", film => film.Year);
}
