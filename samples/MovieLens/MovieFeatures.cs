using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>How a film becomes bits.</summary>
internal static class MovieFeatures
{
    /// <summary>The name of the genre field.</summary>
    public const string GenreField = "genre";

    private const int YearLevels = 8;
    private const int LanguageWords = 8;
    private const int VoteAverageLevels = 8;
    private const int VoteCountLevels = 6;

    /// <summary>Encodes the films of a dataset for the systems.</summary>
    public static FilmCatalogs CatalogsOf(RatingDataset dataset)
    {
        ItemCatalog films = CatalogOf(dataset);
        return new FilmCatalogs(films, PaperCatalogOf(dataset) ?? films);
    }

    // Genres and year, and the columns of TMDB if the dataset has them.
    private static ItemCatalog CatalogOf(RatingDataset dataset)
    {
        FeatureSchemaBuilder<Movie> builder = new FeatureSchemaBuilder<Movie>()
            .MultiHot(GenreField, movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, YearLevels);
        if (HasTmdb(dataset))
        {
            builder
                .OneHot("language", movie => movie.Language, LanguageWords)
                .QuantileThermometer("vote average", movie => movie.VoteAverage, VoteAverageLevels, VotesOf)
                .QuantileThermometer("vote count", movie => movie.VoteCount, VoteCountLevels, VotesOf);
        }

        return ItemCatalog.Create(builder.Fit(dataset.Movies), dataset.Movies);
    }

    // As in the paper; null if the dataset lacks the columns of TMDB.
    private static ItemCatalog? PaperCatalogOf(RatingDataset dataset) => HasTmdb(dataset)
        ? ItemCatalog.Create(
            PaperItemEncoding.CreateSchema<Movie>(
                movie => movie.Genres, movie => movie.VoteAverage, movie => movie.Language, movie => movie.VoteCount),
            dataset.Movies)
        : null;

    private static bool HasTmdb(RatingDataset dataset) => dataset.Movies.Any(movie => movie.VoteCount is not null);

    private static double VotesOf(Movie movie) => movie.VoteCount ?? 0;
}
