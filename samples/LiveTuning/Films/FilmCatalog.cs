using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Datasets;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace LiveTuning.Films;

/// <summary>The films, and the ratings of the viewers from whom the recommender learns before anybody visits the page.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class FilmCatalog
{
    public const string Genre = "genre";
    public const string Year = "year";
    public const string Popularity = "popularity";
    public const int YearLevels = 8;
    public const int PopularityLevels = 6;

    private const int Viewers = 250;
    private const int MadeUpFilms = 600;

    private readonly RatingDataset _dataset;
    private readonly Film[] _films;
    private readonly Film[] _byPopularity;

    /// <summary>Creates the catalog of a dataset.</summary>
    public FilmCatalog(RatingDataset dataset)
    {
        _dataset = dataset;
        int[] counts = new int[dataset.Movies.Count];
        foreach (ref readonly Rating rating in dataset.Ratings.Span)
        {
            counts[rating.Item]++;
        }

        _films = [.. dataset.Movies.Select((movie, id) => new Film(id, movie.Title, movie.Year, movie.Genres, counts[id]))];
        _byPopularity = [.. _films.OrderByDescending(film => film.RatingCount).ThenBy(film => film.Id)];
        string titles = string.Join('\n', _films.Select(film => film.Title));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(titles)).AsSpan(0, 6));
        Genres = [.. _films.SelectMany(film => film.Genres).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>All films, by id.</summary>
    public IReadOnlyList<Film> All => _films;

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale => _dataset.Scale;

    /// <summary>The number of viewers.</summary>
    public int ViewerCount => _dataset.UserIds.Count;

    /// <summary>All genres, in alphabetical order.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>Identifies the catalog, so that stored state is never read with other films.</summary>
    public string Fingerprint { get; }

    /// <summary>Loads the films: a made-up world, or a folder of data.</summary>
    /// <exception cref="InvalidDataException">A file of the folder is malformed, or there are no ratings.</exception>
    /// <exception cref="IOException">The folder or a file of it cannot be read.</exception>
    public static FilmCatalog Load(string? folder)
    {
        if (folder is null)
        {
            return new FilmCatalog(SyntheticMovies.Generate(new SyntheticMoviesOptions { Users = Viewers, Movies = MadeUpFilms }));
        }

        RatingDataset dataset = File.Exists(Path.Combine(folder, "movies_metadata.csv"))
            ? TheMoviesDatasetReader.Read(folder, MetadataJoin.ThroughLinks)
            : MovieLensReader.Read(folder);
        return dataset.Ratings.Length > 0
            ? new FilmCatalog(dataset)
            : throw new InvalidDataException($"The dataset in {folder} has no ratings. Name another folder with --data DIR.");
    }

    /// <summary>What the recommender knows of a film.</summary>
    public static void Describe(ItemSchema<Film> schema) => schema
        .Key(film => film.Id)
        .Name(film => film.Title)
        .Tags(Genre, film => film.Genres)
        .Number(Year, film => film.Year, YearLevels)
        .Number(Popularity, film => film.RatingCount, PopularityLevels);

    /// <summary>The viewers' ratings, in their order.</summary>
    public IEnumerable<UserRating<string, Film>> Ratings()
    {
        for (int i = 0; i < _dataset.Ratings.Length; i++)
        {
            Rating rating = _dataset.Ratings.Span[i];
            DateTimeOffset? time = rating.Timestamp == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(rating.Timestamp);
            yield return new UserRating<string, Film>($"{FilmRecommender.Viewer}{rating.User}", _films[rating.Item], rating.Value, time);
        }
    }

    /// <summary>A film by its id; null if there is none.</summary>
    public Film? Find(int id) => (uint)id < (uint)_films.Length ? _films[id] : null;

    /// <summary>The films whose title has all words and that have the genre, most rated first.</summary>
    public IEnumerable<Film> Find(string? words, string? genre)
    {
        string[] wanted = (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return _byPopularity.Where(film =>
            (string.IsNullOrEmpty(genre) || film.Genres.Contains(genre))
            && Array.TrueForAll(wanted, word => film.Title.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
