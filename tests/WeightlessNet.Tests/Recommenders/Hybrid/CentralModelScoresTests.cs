using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Rankings over an application's own central model that gives scores that are not numbers.</summary>
public sealed class CentralModelScoresTests
{
    private const int Users = 60;
    private const int Items = 30;

    private static readonly ItemCatalog Catalog = WeightlessRankingRecommenderTests.CatalogOf(Items);
    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.5, 3);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Training_stops_at_a_score_that_is_not_finite(float score)
    {
        OneScore central = new();
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars, null, [central]);
        recommender.Fit(Ratings);
        Assert.NotNull(recommender.Calibration);
        List<double> before = ObservedState.Of(recommender, Users);
        central.Value = score;

        string message = Assert.Throws<InvalidOperationException>(() => recommender.Fit(Ratings)).Message;

        Assert.Contains("central model", message, StringComparison.Ordinal);
        Assert.Contains("item 7", message, StringComparison.Ordinal);
        Assert.Contains(nameof(OneScore), message, StringComparison.Ordinal);
        central.Value = 0.5f;
        Assert.Equal(before, ObservedState.Of(recommender, Users));
    }

    private sealed class OneScore : IItemScoringRecommender
    {
        public float Value { get; set; } = 0.5f;

        public int ItemCount => Items;

        public RatingScale Scale => RatingScale.HalfStars;

        public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            for (int item = 0; item < scores.Length; item++)
            {
                scores[item] = item / (float)Items;
            }

            scores[7] = Value;
        }

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
        }

        public void Learn(in Rating rating) => throw new NotSupportedException();

        public double Predict(int user, int item) => throw new NotSupportedException();

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            throw new NotSupportedException();
    }
}
