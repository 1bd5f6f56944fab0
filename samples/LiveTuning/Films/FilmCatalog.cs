using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace LiveTuning.Films;

/// <summary>The films, their bits, and the ratings of the dataset's viewers.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class FilmCatalog
{
    public const string Genre = "genre";
    public const string Year = "year";
    public const string Popularity = "popularity";

    private const int YearLevels = 8;
    private const int PopularityLevels = 6;

    private readonly int[] _ratingCounts;
    private readonly int[] _byPopularity;

    public FilmCatalog(RatingDataset dataset)
    {
        Dataset = dataset;
        _ratingCounts = new int[dataset.Movies.Count];
        foreach (ref readonly Rating rating in dataset.Ratings.Span)
        {
            _ratingCounts[rating.Item]++;
        }

        int[] ids = [.. Enumerable.Range(0, Count)];
        _byPopularity = [.. ids.OrderByDescending(id => _ratingCounts[id]).ThenBy(id => id)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .MultiHot(Genre, id => dataset.Movies[id].Genres)
            .QuantileThermometer(Year, id => dataset.Movies[id].Year, YearLevels)
            .QuantileThermometer(Popularity, id => _ratingCounts[id], PopularityLevels, id => _ratingCounts[id])
            .Fit(ids);
        Items = ItemCatalog.Create(schema, ids);
        string titles = string.Join('\n', dataset.Movies.Select(film => film.Title));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(titles)).AsSpan(0, 6));
        Genres = [.. dataset.Movies.SelectMany(film => film.Genres).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public RatingDataset Dataset { get; }

    public ItemCatalog Items { get; }

    public int Count => Dataset.Movies.Count;

    /// <summary>All genres, in alphabetical order.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>Identifies the catalog, so that stored state is never read with other films.</summary>
    public string Fingerprint { get; }

    public Movie this[int film] => Dataset.Movies[film];

    /// <summary>The films whose title has all words and that have the genre, most rated first.</summary>
    public IEnumerable<int> Find(string? words, string? genre)
    {
        string[] wanted = (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return _byPopularity.Where(id =>
            (string.IsNullOrEmpty(genre) || this[id].Genres.Contains(genre))
            && Array.TrueForAll(wanted, word => this[id].Title.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
