using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using Xunit;
using static WeightlessNet.Tests.Recommenders.RankedItems;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Rankings whose weights were learned by a training.</summary>
public sealed class WeightlessRankingCalibrationTests
{
    private const int Users = 90;
    private const int Items = 120;
    private const int Circles = 3;

    private static readonly ItemCatalog Catalog = WeightlessRankingRecommenderTests.CatalogOf(Items);
    private static readonly Rating[] Ratings = OfCircles(11);

    [Fact]
    public void The_report_names_every_part_and_none_makes_the_ranking_worse()
    {
        IReadOnlyList<CalibratedGroup>? report = Fitted().Calibration;

        Assert.NotNull(report);
        Assert.Equal(
            [
                "popularity", "EASE", "factorization", "fields and crowd", "field taste", "field size", "field age", "audience",
                "audience and fields",
            ],
            report.Select(group => group.Name));
        Assert.All(report, group => Assert.InRange(group.Weight, 0, 100));
        Assert.Contains(report, group => group.Weight > 0.1 && group.Without < group.With);
        Assert.All(report, group => Assert.InRange(group.With - group.Without, group.Weight == 0 ? 0 : -0.01, 1));
    }

    [Fact]
    public void All_items_rank_by_the_explained_score_and_its_parts_sum_to_it()
    {
        WeightlessRankingRecommender fitted = Fitted();
        for (int user = 0; user <= Users; user += 3)
        {
            foreach (ScoredItem scored in Ranked(fitted, user))
            {
                Explanation explanation = fitted.Explain(user, scored.Item);
                double start = explanation.Base.Sum(part => part.Amount);

                Assert.Equal(scored.Score, explanation.Score);
                Assert.Equal(explanation.Score, start + explanation.ByField.Sum(part => part.Amount));
                Assert.Equal(explanation.Score, start + explanation.ByRating.Sum(part => part.Amount));
                Assert.Equal(
                    user == Users ? [] : ["taste", "size", "age"], explanation.ByField.Take(3).Select(part => part.Name));
            }
        }
    }

    [Fact]
    public void A_ranking_is_at_least_as_good_as_its_central_models_on_likes_that_it_has_not_seen()
    {
        Rating[] asked =
        [
            .. Ratings.Where(rating =>
                rating.Value >= 4 && new SplitMix64((ulong)((rating.User * Items) + rating.Item)).Next(6) == 0),
        ];
        Rating[] known = [.. Ratings.Except(asked)];
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        WeightlessRankingRecommender ranking = new(Catalog, RatingScale.HalfStars);
        ease.Fit(known);
        ranking.Fit(known);

        Assert.True(HitsOf(ranking, asked) >= HitsOf(ease, asked), $"{HitsOf(ranking, asked)} is below {HitsOf(ease, asked)}");
    }

    [Fact]
    public void Who_rates_an_item_tells_what_its_own_bits_do_not()
    {
        WeightlessRankingRecommender fitted = new(Catalog, RatingScale.HalfStars, null, []);
        fitted.Fit(Ratings);

        Assert.InRange(ShareOfTheCircle(fitted), 0.85, 1);
        Assert.Contains("audience", fitted.Explain(0, 1).ByField.Select(part => part.Name));
    }

    [Fact]
    public void A_central_model_of_small_scores_that_knows_all_ranks_as_it_does()
    {
        WeightlessRankingRecommender fitted = new(Catalog, RatingScale.HalfStars, null, [new Oracle(1e-4f)]);
        fitted.Fit(Ratings);

        Assert.Equal(4096, fitted.Calibration!.Max(part => part.Weight));
        Assert.Equal(1, ShareOfTheCircle(fitted));
    }

    [Fact]
    public void Few_users_follow_their_central_model()
    {
        // Two camps of ten users over disjoint items.
        SplitMix64 random = new(3);
        List<Rating> ratings = [];
        for (int user = 0; user < 20; user++)
        {
            int[] camp = [.. Enumerable.Range(0, 40).Where(item => item % 2 == user % 2)];
            random.Shuffle<int>(camp);
            ratings.AddRange(camp.Take(8).Select(item => new Rating(user, item, 5)));
        }

        ItemCatalog catalog = WeightlessRankingRecommenderTests.CatalogOf(40);
        ImplicitFactorizationRecommender factorization = new(40, RatingScale.HalfStars);
        WeightlessRankingRecommender fitted = new(catalog, RatingScale.HalfStars, null, [factorization]);
        fitted.Fit([.. ratings]);
        factorization.Fit([.. ratings]);
        WeightlessRankingRecommender replaced = new(catalog, RatingScale.HalfStars, null, []);
        ratings.ForEach(rating => replaced.Learn(rating));
        replaced.Replace(catalog, [factorization]);

        Assert.InRange(ShareOfTheCamp(factorization), 0.9, 1);
        Assert.InRange(ShareOfTheCamp(fitted), ShareOfTheCamp(factorization) - 0.01, 1);
        Assert.InRange(ShareOfTheCamp(replaced), ShareOfTheCamp(factorization) - 0.01, 1);

        static double ShareOfTheCamp(IRecommender recommender) => Enumerable.Range(0, 20).Average(user =>
        {
            ScoredItem[] best = new ScoredItem[5];
            return best[..recommender.Recommend(user, best)].Average(scored => scored.Item % 2 == user % 2 ? 1 : 0);
        });
    }

    [Fact]
    public void Without_enough_users_nothing_is_learned()
    {
        WeightlessRankingRecommender fitted = new(Catalog, RatingScale.HalfStars);
        fitted.Fit([.. Ratings.Where(rating => rating.User < 12)]);

        Assert.Null(fitted.Calibration);
        Assert.Equal(
            ["usual popularity", "popularity", "EASE", "factorization"], fitted.Explain(0, 1).Base.Select(part => part.Name));
    }

    [Fact]
    public void A_wide_field_that_drives_the_likes_is_found_and_one_of_noise_is_not()
    {
        int[] items = [.. Enumerable.Range(0, 400)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>()
                .OneHot("brand", item => "b" + (item % 100).ToString(CultureInfo.InvariantCulture), 500)
                .OneHot("noise", item => "n" + new SplitMix64((ulong)item).Next(120).ToString(CultureInfo.InvariantCulture), 500)
                .Fit(items),
            items);
        SplitMix64 random = new(1);
        List<Rating> ratings = [];
        for (int user = 0; user < 150; user++)
        {
            int[] brands = [random.Next(100), random.Next(100), random.Next(100), random.Next(100), random.Next(100)];
            ratings.AddRange(items.Where(item => brands.Contains(item % 100) && random.Next(10) < 7)
                .Select(item => new Rating(user, item, 4.5f)));
        }

        WeightlessRankingRecommender fitted = new(catalog, RatingScale.HalfStars, null, []);
        fitted.Fit([.. ratings.DistinctBy(rating => (rating.User, rating.Item))]);
        CalibratedGroup brand = fitted.Calibration!.Single(group => group.Name == "field brand");
        CalibratedGroup noise = fitted.Calibration!.Single(group => group.Name == "field noise");

        Assert.True(brand.With > brand.Without + 0.05, $"{brand.With} is not well above {brand.Without}");
        Assert.True(noise.Weight < brand.Weight / 4, $"{noise.Weight} is not far below {brand.Weight}");
        Explanation explanation = fitted.Explain(0, ratings[0].Item);
        Assert.Equal(explanation.Score, explanation.Base.Sum(part => part.Amount) + explanation.ByField.Sum(part => part.Amount));
    }

    [Fact]
    public void Later_ratings_are_learned_and_forgotten_without_a_trace()
    {
        WeightlessRankingRecommender fitted = new(Catalog, RatingScale.HalfStars, new() { MaximumHotUsers = 3 });
        fitted.Fit(Ratings);
        List<double> before = ObservedState.Of(fitted, Users + 1);
        foreach (int item in Enumerable.Range(0, Items).Where(item => CircleOf(item) == 1).Take(8))
        {
            fitted.Learn(new Rating(Users, item, 5));
        }

        Assert.InRange(Ranked(fitted, Users).Take(5).Count(scored => CircleOf(scored.Item) == 1), 4, 5);
        Assert.Equal(8, fitted.ForgetUser(Users));
        Assert.Equal(before, ObservedState.Of(fitted, Users + 1));
    }

    [Fact]
    public void Neither_the_order_of_ratings_nor_replaced_ratings_matter()
    {
        WeightlessRankingRecommender other = new(Catalog, RatingScale.HalfStars);
        other.Fit([.. Ratings.Select(rating => rating with { Value = 0.5f }), .. Ratings.Reverse()]);

        Assert.Equal(ObservedState.Of(Fitted(), Users), ObservedState.Of(other, Users));
    }

    [Fact]
    public void A_saved_ranking_answers_and_trains_alike()
    {
        WeightlessRankingRecommender original = Fitted();
        using MemoryStream stream = new();
        original.Save(stream);
        stream.Position = 0;
        WeightlessRankingRecommender loaded = Snapshot.Load<WeightlessRankingRecommender>(stream);

        Assert.Equal(ObservedState.Of(original, Users), ObservedState.Of(loaded, Users));
        Assert.Equal(original.Calibration, loaded.Calibration);
        original.Fit(Ratings.AsSpan(200));
        loaded.Fit(Ratings.AsSpan(200));
        Assert.Equal(ObservedState.Of(original, Users), ObservedState.Of(loaded, Users));
    }

    [Fact]
    public void Weights_stay_while_central_models_of_the_same_types_are_replaced()
    {
        WeightlessRankingRecommender fitted = Fitted();
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ImplicitFactorizationRecommender factorization = new(Items, RatingScale.HalfStars);
        ease.Fit(Ratings);
        factorization.Fit(Ratings);
        List<double> before = ObservedState.Of(fitted, Users);
        fitted.Replace(Catalog, [ease, factorization]);

        Assert.Equal(before, ObservedState.Of(fitted, Users));
        Assert.NotNull(fitted.Calibration);
        fitted.Replace(Catalog, [ease]);
        Assert.Null(fitted.Calibration);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    public void A_canceled_training_changes_nothing(double at)
    {
        WeightlessRankingRecommender fitted = Fitted();
        List<double> before = ObservedState.Of(fitted, Users);
        using CancellationTokenSource cancelling = new();
        Reported progress = new(done =>
        {
            if (done >= at)
            {
                cancelling.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => fitted.Fit(Ratings.AsSpan(0, 900), progress, cancelling.Token));
        Assert.Equal(before, ObservedState.Of(fitted, Users));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void The_progress_grows_to_the_end(int skipped)
    {
        List<double> parts = [];
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars);
        recommender.Fit(Ratings.AsSpan(0, Ratings.Length * (100 - skipped) / 100), new Reported(parts.Add));

        Assert.Equal(parts.Order(), parts);
        Assert.Equal(1, parts[^1]);
    }

    [Fact]
    public void Fields_of_the_items_with_the_names_of_trained_ones_are_distinguished()
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().LinearThermometer("audience", item => item, 0, Items, 4).Fit(items), items);
        WeightlessRankingRecommender recommender = new(catalog, RatingScale.HalfStars, null, []);
        recommender.Fit(Ratings);
        string[] names = [.. recommender.Explain(0, 1).ByField.Select(part => part.Name)];

        Assert.Equal("audience", names[0]);
        Assert.Contains("audience 2", names);
    }

    [Fact]
    public void A_catalog_whose_items_are_alike_is_ranked_by_crowd_and_audience()
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog catalog = ItemCatalog.Create(new FeatureSchemaBuilder<int>().OneHot("kind", _ => "item").Fit(items), items);
        WeightlessRankingRecommender recommender = new(catalog, RatingScale.HalfStars, null, []);
        recommender.Fit(Ratings);

        Assert.InRange(ShareOfTheCircle(recommender), 0.85, 1);
    }

    private static double HitsOf(IRecommender recommender, Rating[] asked) => asked.GroupBy(rating => rating.User).Average(user =>
    {
        ScoredItem[] best = new ScoredItem[10];
        int count = recommender.Recommend(user.Key, best);
        return best.Take(count).Count(scored => user.Any(rating => rating.Item == scored.Item));
    });

    // Counts the items of the user's circle among the first five of each user.
    private static double ShareOfTheCircle(WeightlessRankingRecommender recommender) =>
        Enumerable.Range(0, Users).Average(user =>
            Ranked(recommender, user).Take(5).Count(scored => CircleOf(scored.Item) == user % Circles) / 5.0);

    private static WeightlessRankingRecommender Fitted()
    {
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars);
        recommender.Fit(Ratings);
        return recommender;
    }

    // An item's circle is independent of its bits.
    private static int CircleOf(int item) => new SplitMix64((ulong)item).Next(Circles);

    // Users rate items of their own circle, some of them low, and sometimes items of others.
    private static Rating[] OfCircles(ulong seed)
    {
        SplitMix64 random = new(seed);
        Dictionary<(int, int), Rating> ratings = [];
        for (int i = 0; i < Users * 16; i++)
        {
            int user = random.Next(Users);
            int item = random.Next(Items);
            while (CircleOf(item) != user % Circles && random.Next(12) > 0)
            {
                item = random.Next(Items);
            }

            ratings[(user, item)] = new Rating(user, item, random.Next(4) == 0 ? 2 : 4.5f);
        }

        return [.. ratings.Values];
    }

    // Scores the items of the circle of most of a user's ratings.
    private sealed class Oracle(float score) : IItemScoringRecommender
    {
        public int ItemCount => Items;

        public RatingScale Scale => RatingScale.HalfStars;

        public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            int[] counts = new int[Circles];
            foreach (RatedItem rated in ratings)
            {
                counts[CircleOf(rated.Item)]++;
            }

            int circle = Array.IndexOf(counts, counts.Max());
            for (int item = 0; item < scores.Length; item++)
            {
                scores[item] = CircleOf(item) == circle ? score : 0;
            }
        }

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
        }

        public void Learn(in Rating rating) => throw new NotSupportedException();

        public double Predict(int user, int item) => throw new NotSupportedException();

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            throw new NotSupportedException();
    }

    private sealed class Reported(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
