using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Tests.Recommenders.StateMachines;

public sealed class PaperProtocolFiguresTests
{
    // What was measured over 20 samples, less what 5 of them may differ by.
    private static readonly Dictionary<int, double> Least = new() { [5] = 0.84, [10] = 0.85, [25] = 0.88, [50] = 0.89, [100] = 0.9 };

    [RealDataFact("the-movies-dataset")]
    public void Histograms_are_right_within_two_half_stars_more_often_than_each_users_best_constant()
    {
        RatingDataset dataset = TheMoviesDatasetReader.Read(RealData.PathOf("the-movies-dataset"), MetadataJoin.ThroughLinks);
        FeatureSchema<Movie> schema = new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .OneHot("language", movie => movie.Language, 8)
            .QuantileThermometer("year", movie => movie.Year, 8)
            .QuantileThermometer("vote average", movie => movie.VoteAverage, 8, movie => movie.VoteCount ?? 0)
            .QuantileThermometer("vote count", movie => movie.VoteCount, 6, movie => movie.VoteCount ?? 0)
            .Fit(dataset.Movies);
        ItemCatalog catalog = ItemCatalog.Create(schema, dataset.Movies);
        WeightlessOptions options = new() { Reading = WeightlessReading.Histogram };
        RecommenderCandidate weightless = new("weightless", scale => new WeightlessRecommender(catalog, scale, options));

        PaperReport report = new PaperProtocol(new PaperOptions { Repetitions = 5, Seed = 1 }).Run(dataset.Ratings.Span, [weightless]);

        double gained = 0;
        foreach ((int reviews, double least) in Least)
        {
            double accuracy = MeanOf("weightless", reviews);
            Assert.True(accuracy >= least, $"{accuracy} of {reviews} reviews");
            gained += accuracy - MeanOf(PaperProtocol.BestConstantName, reviews);
        }

        Assert.True(gained > 0, $"{gained}");

        double MeanOf(string system, int reviews) =>
            report.Summaries.Single(row => row.Name == system && row.ReviewsPerUser == reviews).MeanAccuracy.Mean;
    }
}
