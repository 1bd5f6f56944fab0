using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Films with genres and years, and with languages if the data has them.</summary>
internal static class FilmWorlds
{
    private const int YearLevels = 8;
    private const int TitleWords = 300;
    private const int RatingsOfDenseUser = 100;
    private const int RatingsOfDenseFilm = 30;

    public static World Of(RatingDataset dataset) =>
        new(dataset.Name, CatalogOf(dataset.Movies), dataset.Ratings.ToArray(), dataset.Scale);

    /// <summary>The same films with a field of noise: the words of their titles.</summary>
    public static World WithTitleWords(RatingDataset dataset)
    {
        FeatureSchemaBuilder<Movie> builder = BuilderFor(dataset.Movies).MultiHot("title", WordsOf, TitleWords);
        return new World(
            "ml-titles", ItemCatalog.Create(builder.Fit(dataset.Movies), dataset.Movies), dataset.Ratings.ToArray(), dataset.Scale)
        {
            IsVariant = true,
        };
    }

    /// <summary>The largest part in which each user has 100 ratings or more, and each film 30 or more.</summary>
    public static World DensePartOf(RatingDataset dataset)
    {
        Rating[] kept = dataset.Ratings.ToArray();
        for (int before = -1; before != kept.Length;)
        {
            before = kept.Length;
            Dictionary<int, int> byUser = kept.CountBy(rating => rating.User).ToDictionary();
            Dictionary<int, int> byFilm = kept.CountBy(rating => rating.Item).ToDictionary();
            kept = [.. kept.Where(rating =>
                byUser[rating.User] >= RatingsOfDenseUser && byFilm[rating.Item] >= RatingsOfDenseFilm)];
        }

        int[] films = [.. kept.Select(rating => rating.Item).Distinct().Order()];
        Dictionary<int, int> filmOf = PositionsOf(films);
        Dictionary<int, int> userOf = PositionsOf(kept.Select(rating => rating.User).Distinct());
        return new World(
            "ml-dense",
            CatalogOf([.. films.Select(film => dataset.Movies[film])]),
            [.. kept.Select(rating => rating with { User = userOf[rating.User], Item = filmOf[rating.Item] })],
            dataset.Scale)
        {
            IsVariant = true,
        };
    }

    private static IEnumerable<string> WordsOf(Movie movie) =>
        movie.Title.ToLowerInvariant().Split([' ', ',', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Distinct();

    private static Dictionary<int, int> PositionsOf(IEnumerable<int> ids) =>
        ids.Index().ToDictionary(pair => pair.Item, pair => pair.Index);

    private static ItemCatalog CatalogOf(IReadOnlyList<Movie> movies) => ItemCatalog.Create(BuilderFor(movies).Fit(movies), movies);

    private static FeatureSchemaBuilder<Movie> BuilderFor(IReadOnlyList<Movie> movies)
    {
        FeatureSchemaBuilder<Movie> builder = new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, YearLevels);
        if (movies.Any(movie => movie.Language is not null))
        {
            builder.OneHot("language", movie => movie.Language);
        }

        return builder;
    }
}
