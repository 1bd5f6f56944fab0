using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Accuracy of the hybrid on MovieLens (ml-latest-small); the bounds are slightly above the measured errors.</summary>
public sealed class HybridMovieLensTests
{
    [RealDataFact("ml-latest-small")]
    public void The_hybrid_errs_far_less_than_its_own_central_model()
    {
        RatingDataset data = MovieLensReader.Read(RealData.PathOf("ml-latest-small"));
        HybridRecommender hybrid = new(CatalogOf(data), data.Scale);
        Rating[] all = data.Ratings.ToArray();
        int[] folds = FoldAssignment.Deal(all.Length, 5, 1);
        hybrid.Fit([.. all.Where((_, i) => folds[i] != 0)]);

        RatingErrors errors = default;
        RatingErrors central = default;
        foreach (Rating rating in all.Where((_, i) => folds[i] == 0))
        {
            errors.Add(hybrid.Predict(rating.User, rating.Item), rating.Value);
            central.Add(hybrid.Central!.Predict(rating.User, rating.Item), rating.Value);
        }

        Assert.InRange(errors.Rmse, 0.75, 0.79);
        Assert.InRange(errors.Rmse / central.Rmse, 0.9, 0.975);
    }

    private static ItemCatalog CatalogOf(RatingDataset data) => ItemCatalog.Create(
        new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, 8)
            .Fit(data.Movies),
        data.Movies);
}
