using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>How a film becomes bits.</summary>
internal static class MovieFeatures
{
    private const int YearLevels = 8;
    private const int LanguageWords = 8;
    private const int VoteAverageLevels = 8;
    private const int VoteCountLevels = 6;

    /// <summary>Encodes the films of a dataset: genres and year, and what TMDB knows where the dataset has it.</summary>
    public static ItemCatalog CatalogOf(RatingDataset dataset)
    {
        FeatureSchemaBuilder<Movie> builder = new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, YearLevels);
        if (dataset.Movies.Any(movie => movie.VoteCount is not null))
        {
            builder
                .OneHot("language", movie => movie.Language, LanguageWords)
                .QuantileThermometer("vote average", movie => movie.VoteAverage, VoteAverageLevels, VotesOf)
                .QuantileThermometer("vote count", movie => movie.VoteCount, VoteCountLevels, VotesOf);
        }

        return ItemCatalog.Create(builder.Fit(dataset.Movies), dataset.Movies);
    }

    private static double VotesOf(Movie movie) => movie.VoteCount ?? 0;
}
