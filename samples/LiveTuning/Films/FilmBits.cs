using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace LiveTuning.Films;

/// <summary>The bits by which the networks see the films. Immutable.</summary>
internal sealed class FilmBits
{
    private readonly int[][] _set;
    private readonly Dictionary<string, int> _offsets;

    /// <summary>Encodes the films by the fields of <see cref="FilmCatalog.Describe"/>.</summary>
    public FilmBits(FilmCatalog films)
    {
        FeatureSchema<Film> schema = new FeatureSchemaBuilder<Film>()
            .MultiHot(FilmCatalog.Genre, film => film.Genres)
            .QuantileThermometer(FilmCatalog.Year, film => film.Year, FilmCatalog.YearLevels)
            .QuantileThermometer(FilmCatalog.Popularity, film => film.RatingCount, FilmCatalog.PopularityLevels)
            .Fit(films.All);
        var catalog = ItemCatalog.Create(schema, films.All);
        Names = [.. catalog.Fields.SelectMany(field => Enumerable.Range(field.Offset, field.BitCount)
            .Select(bit => $"{field.Name}: {catalog.Describe(bit)}"))];
        _offsets = catalog.Fields.ToDictionary(field => field.Name, field => field.Offset);
        _set = [.. films.All.Select(film => SetIn(catalog.PatternOf(film.Id), catalog.BitCount))];
    }

    /// <summary>What each bit means, such as "genre: Comedy" or "year: above 1994".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The place of the first bit of a field.</summary>
    public int OffsetOf(string field) => _offsets[field];

    /// <summary>The bits that are set for a film, in order.</summary>
    public IReadOnlyList<int> Of(Film film) => _set[film.Id];

    private static int[] SetIn(ReadOnlySpan<ulong> pattern, int count)
    {
        List<int> set = [];
        for (int bit = 0; bit < count; bit++)
        {
            if ((pattern[bit >> 6] >> (bit & 63) & 1) != 0)
            {
                set.Add(bit);
            }
        }

        return [.. set];
    }
}
