using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class WeightlessRecommenderLimitsTests
{
    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 200).Select(i => ((string[])[i % 2 == 0 ? "war" : "comedy"], (double?)(1950 + (i % 60))))]);

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public void The_sum_of_a_cell_does_not_overflow_with_any_number_of_largest_weights(WeightlessReading reading)
    {
        const int Items = 5000;
        ItemCatalog alike = World.CatalogOf([.. Enumerable.Repeat((Array.Empty<string>(), (double?)1990), Items)]);
        WeightlessRecommender recommender = new(
            alike,
            RatingScale.Stars,
            new WeightlessOptions { Reading = reading, TupleSize = 1, Nodes = 8, Recency = [new(int.MaxValue, 63)] });
        for (int item = 0; item < Items - 1; item++)
        {
            recommender.Learn(new Rating(0, item, 5, item));
        }

        Assert.InRange(recommender.Explain(0, Items - 1).Score, 4.5, 5.5);
        Assert.InRange(recommender.Predict(0, Items - 1), 4, 5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 6)]
    [InlineData(40, 8)]
    [InlineData(4096, 2)]
    public void With_the_largest_gain_twicing_and_adjustments_a_ranking_has_the_scores_of_single_items(int nodes, int inputs)
    {
        WeightlessOptions options = new()
        {
            Nodes = nodes,
            TupleSize = inputs,
            Gain = 16,
            GainShrinkage = 0,
            CellShrinkage = 0.1,
            Twicing = 1,
            UserShrinkage = 1,
        };
        WeightlessRecommender recommender = new(Films, RatingScale.Stars, options);
        for (int item = 0; item < 120; item++)
        {
            // One user likes what nobody else likes, and, except for one film, nothing that all others like.
            bool liked = item % 2 == 0;
            recommender.Learn(new Rating(0, item, liked && item != 60 ? 1 : 5));
            recommender.Learn(new Rating(1, item, liked ? 5 : 1));
            recommender.Learn(new Rating(2, item, liked ? 5 : 1));
        }

        ScoredItem[] ranked = new ScoredItem[Films.Count];
        foreach (int most in new[] { RecommendationFilter.MaximumAdjustment, -RecommendationFilter.MaximumAdjustment, int.MinValue })
        {
            RecommendationFilter filter = new() { Adjustments = Enumerable.Repeat(most, Films.Count).ToArray() };
            Span<ScoredItem> found = ranked.AsSpan(0, recommender.Recommend(0, ranked, filter));
            Assert.Equal(80, found.Length);
            for (int i = 0; i < found.Length; i++)
            {
                Assert.Equal(new Standing(found[i].Score, i + 1), recommender.StandingOf(0, found[i].Item, filter));
            }
        }
    }

    [Fact]
    public void The_histogram_tells_users_apart_on_whole_stars_too()
    {
        WeightlessRecommender recommender = new(Films, RatingScale.Stars, new WeightlessOptions { Reading = WeightlessReading.Histogram });
        for (int item = 0; item < 100; item++)
        {
            recommender.Learn(new Rating(0, item, 5));
            recommender.Learn(new Rating(1, item, 1));
        }

        Assert.True(recommender.Predict(0, 150) >= 4);
        Assert.True(recommender.Predict(1, 150) <= 2);
    }

    [Fact]
    public void A_window_that_covers_the_scale_is_refused()
    {
        WeightlessOptions options = new() { Reading = WeightlessReading.Histogram, HistogramWindow = 2 };
        Assert.Throws<ArgumentException>("options", () => new WeightlessRecommender(Films, RatingScale.Stars, options));
        Assert.NotNull(new WeightlessRecommender(Films, RatingScale.HalfStars, options));
    }

    [Fact]
    public void A_field_with_a_reserved_name_is_refused()
    {
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().LinearThermometer("crowd rating", i => i, 0, 9, 3).Fit([]), [1]);
        Assert.Throws<ArgumentException>("catalog", () => new WeightlessRecommender(catalog, RatingScale.Stars));
    }

    [Fact]
    public void The_default_filter_lets_everything_through_and_a_strict_one_leaves_the_rest_of_the_span_alone()
    {
        WeightlessRecommender recommender = new(Films, new RatingScale(-5, 5, 1));
        for (int item = 0; item < 50; item++)
        {
            recommender.Learn(new Rating(item % 3, item, -5));
        }

        ScoredItem[] found = new ScoredItem[10];
        Assert.Equal(10, recommender.Recommend(0, found, default(RecommendationFilter)));
        ScoredItem[] best = [.. found];

        Array.Clear(found);
        Assert.Equal(0, recommender.Recommend(0, found, new RecommendationFilter { MinimumScore = 100 }));
        Assert.Equal(new ScoredItem[10], found);

        ulong[] allowed = new ulong[(Films.Count + 63) / 64];
        allowed[best[3].Item >> 6] |= 1UL << best[3].Item;
        allowed[best[7].Item >> 6] |= 1UL << best[7].Item;
        Assert.Equal(2, recommender.Recommend(0, found, new RecommendationFilter { Allowed = allowed }));
        Assert.Equal([best[3], best[7]], found.Take(2));
        Assert.Equal(1, recommender.Recommend(0, found, new RecommendationFilter { Allowed = allowed, Excluded = [best[3].Item] }));
        Assert.Equal(best[7], found[0]);
        int above = best.Count(item => item.Score >= best[4].Score);
        Assert.InRange(recommender.Recommend(0, found, new RecommendationFilter { MinimumScore = best[4].Score }), Math.Min(above, 5), 10);
        Assert.All(found.Take(5), item => Assert.True(item.Score >= best[4].Score));
    }

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public void Learning_and_forgetting_take_no_memory_and_neither_do_answers_for_users_who_did_not_change(WeightlessReading reading)
    {
        WeightlessRecommender recommender = new(Films, RatingScale.HalfStars, new WeightlessOptions { Reading = reading });
        ScoredItem[] top = new ScoredItem[10];
        for (int round = 0; round < 3; round++)
        {
            Learn(recommender);
            Ask(recommender, top);
        }

        AllocationAssert.None(() => Ask(recommender, top));
        AllocationAssert.None(() => Learn(recommender));
    }

    [Fact]
    public void Nothing_of_a_forgotten_user_stays_in_memory()
    {
        WeightlessRecommender recommender = new(Films, RatingScale.HalfStars);
        recommender.Learn(new Rating(3, 7, 5));
        recommender.Learn(new Rating(3, 8, 1));
        PersonalTables tables = World.CurrentTables(recommender, 3);
        Assert.Contains(tables.Answers, answer => answer != 0);

        Assert.Equal(2, recommender.ForgetUser(3));

        Assert.Null(World.HotOf(recommender).Find(3));
    }

    private static void Learn(WeightlessRecommender recommender)
    {
        for (int user = 0; user < 5; user++)
        {
            for (int item = user; item < 100; item += 7)
            {
                recommender.Learn(new Rating(user, item, 0.5f + (item % 10 * 0.5f), item));
            }

            recommender.Forget(user, user);
        }
    }

    private static void Ask(WeightlessRecommender recommender, ScoredItem[] top)
    {
        for (int user = 0; user < 5; user++)
        {
            recommender.Predict(user, 150);
            recommender.Recommend(user, top);
        }
    }
}
