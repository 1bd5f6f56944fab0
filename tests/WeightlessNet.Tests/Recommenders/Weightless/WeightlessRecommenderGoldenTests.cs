using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class WeightlessRecommenderGoldenTests
{
    // Other machines and vector widths must give the same bits.
    [Fact]
    public void Predictions_of_a_fixed_world_never_change()
    {
        string[] genres = ["war", "comedy", "noir"];
        (string[], double?)[] films = [.. Enumerable.Range(0, 30).Select(i => ((string[])[genres[i % 3]], (double?)(1950 + (2 * i))))];
        ItemCatalog catalog = World.CatalogOf(films);
        Rating[] ratings = new Rating[120];
        for (int i = 0; i < ratings.Length; i++)
        {
            (int user, int item) = (i % 7, i * 11 % 30);
            ratings[i] = new Rating(user, item, RatingScale.HalfStars.ValueOf((user + (item % 3 * 3) + (i % 2)) % 10), i);
        }

        double[] Predictions(WeightlessOptions options)
        {
            WeightlessRecommender recommender = new(catalog, RatingScale.HalfStars, options);
            Array.ForEach(ratings, rating => recommender.Learn(rating));
            return [.. new[] { (0, 0), (1, 29), (3, 14), (6, 7), (99, 3) }.Select(pair => recommender.Predict(pair.Item1, pair.Item2))];
        }

        Assert.Equal(
            [1.546224594116211, 3.0675177574157715, 2.896418571472168, 2.6644697189331055, 2.605804443359375],
            Predictions(new() { UserShrinkage = 3, GainShrinkage = 15 }));
        Assert.Equal(
            [1.579432487487793, 3.0674362182617188, 2.8962640762329102, 2.6619634628295898, 2.605804443359375],
            Predictions(new()));
        Assert.Equal(
            [1.720804214477539, 3.036391258239746, 2.824779987335205, 3.059994697570801, 2.605804443359375],
            Predictions(new()
            {
                Recency = WeightlessOptions.FollowDrift,
                TupleSize = 8,
                Nodes = 37,
                Gain = 1.3,
                UserShrinkage = 3,
                GainShrinkage = 15,
            }));
        Assert.Equal([1, 4, 4.5, 1, 4], Predictions(new() { Reading = WeightlessReading.Histogram, HistogramWindow = 1 }));
    }
}
