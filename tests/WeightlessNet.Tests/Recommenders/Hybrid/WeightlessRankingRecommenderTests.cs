using System.Globalization;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;
using static WeightlessNet.Tests.Recommenders.RankedItems;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public class WeightlessRankingRecommenderTests
{
    private const int Users = 40;
    private const int Items = 150;
    private const int Tastes = 3;

    private static readonly ItemCatalog Catalog = CatalogOf(Items);
    private static readonly Rating[] Ratings = OfTastes(Users, 0.3, 11);

    public static TheoryData<bool, int, int> Shapes => new()
    {
        { false, 20, 6 },
        { true, 20, 6 },
        { false, 7, 3 },
        { true, 300, 6 },
        { true, 9, 8 },
        { false, 9, 7 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Without_a_training_the_score_is_popularity_and_central_model_plus_the_mean_log_odds(bool overCentral, int nodes, int inputs)
    {
        WeightlessRankingOptions options = new() { Nodes = nodes, TupleSize = inputs, CellShrinkage = 3, Seed = 9 };
        EaseRecommender central = FittedEase();
        WeightlessRankingRecommender recommender = Taught(options, overCentral ? central : null, Ratings);
        TupleMapping mapping = TupleMapping.Random(Catalog.BitCount, inputs, nodes, 9);
        float[] scores = new float[Items];
        for (int user = 0; user < Users; user += 7)
        {
            Rating[] own = [.. Ratings.Where(rating => rating.User == user).OrderBy(rating => rating.Item)];
            central.Score([.. own.Select(rating => new RatedItem(rating.Item, rating.Value, rating.Timestamp))], scores);
            double all = own.Sum(WeightOf);
            for (int item = 0; item < Items; item += 5)
            {
                double odds = Enumerable.Range(0, nodes).Average(node =>
                {
                    ulong address = mapping.AddressOf(Catalog.PatternOf(item), node);
                    int[] there = [.. Enumerable.Range(0, Items).Where(i => mapping.AddressOf(Catalog.PatternOf(i), node) == address)];
                    double share = (double)(there.Length + Ratings.Count(rating => there.Contains(rating.Item))) / (Items + Ratings.Length);
                    double here = own.Where(rating => there.Contains(rating.Item)).Sum(WeightOf);
                    return Math.Log2((here + (3 * share)) / ((all + 3) * share));
                });
                double popularity = (Ratings.Count(rating => rating.Item == item && rating.Value >= 4) + 0.5) / (Users + 1);
                double start = overCentral ? (0.3 * Math.Log2(popularity)) + (5 * scores[item] / scores.Max()) : Math.Log2(popularity);

                // A node is rounded to a sixteenth of a bit, and weights to 1/1024.
                Assert.Equal(start + ((overCentral ? 0.4 : 1.5) * odds), recommender.Explain(user, item).Score, 1.5 / 32 * 1.2);
            }
        }

        static double WeightOf(Rating rating) => rating.Value >= 4 ? 1 : 0;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_ranking_of_all_items_has_the_explained_scores(bool overCentral, int nodes, int inputs)
    {
        WeightlessRankingRecommender recommender =
            Taught(new() { Nodes = nodes, TupleSize = inputs }, overCentral ? FittedEase() : null, Ratings);
        for (int user = 0; user <= Users; user++)
        {
            ScoredItem[] ranked = Ranked(recommender, user);

            Assert.Equal(Items - Ratings.Count(rating => rating.User == user), ranked.Length);
            Assert.All(ranked, scored => Assert.Equal(recommender.Explain(user, scored.Item).Score, scored.Score));
            Assert.Equal(ranked.OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item), ranked);
        }
    }

    [Fact]
    public void Popularity_is_compared_with_that_of_what_is_usually_liked()
    {
        WeightlessRankingRecommender recommender = Taught(new() { Nodes = 8, TupleSize = 3 }, null, Ratings);
        int[] likes = [.. Enumerable.Range(0, Items).Select(item => Ratings.Count(rating => rating.Item == item && rating.Value >= 4))];
        double usual = Enumerable.Range(0, Items).Sum(item => likes[item] * Math.Log2((likes[item] + 0.5) / (Users + 1))) / likes.Sum();
        for (int item = 0; item < Items; item++)
        {
            Contribution[] parts = [.. recommender.Explain(Users, item).Base];
            Assert.Equal([ContributionKind.Prior, ContributionKind.Popularity], parts.Select(part => part.Kind));
            Assert.Equal(usual, parts[0].Amount, 0.001);
            Assert.Equal(Math.Log2((likes[item] + 0.5) / (Users + 1)) - usual, parts[1].Amount, 0.001);
            Assert.Equal(parts, recommender.Explain(0, item).Base);
        }

        Contribution[] empty = [.. new WeightlessRankingRecommender(Catalog, RatingScale.HalfStars).Explain(0, 1).Base];
        Assert.Equal([-1.0, 0], empty.Select(part => part.Amount));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_parts_sum_to_the_score_exactly_in_any_order(bool overCentral, int nodes, int inputs)
    {
        WeightlessRankingRecommender recommender =
            Taught(new() { Nodes = nodes, TupleSize = inputs }, overCentral ? FittedEase() : null, Ratings);
        for (int user = 0; user <= Users; user++)
        {
            for (int item = 0; item < Items; item += 3)
            {
                Explanation explanation = recommender.Explain(user, item);
                double start = explanation.Base.Sum(part => part.Amount);

                Assert.Equal(explanation.Score, start + explanation.ByField.Sum(part => part.Amount));
                Assert.Equal(explanation.Score, start + explanation.ByField.Reverse().Sum(part => part.Amount));
                Assert.Equal(explanation.Score, start + explanation.ByRating.Sum(part => part.Amount));
                Assert.Equal(explanation.Score, start + explanation.ByRating.Reverse().Sum(part => part.Amount));
                Assert.Equal(user < Users ? Catalog.Fields.Select(field => field.Name) : [], explanation.ByField.Select(part => part.Name));
                Assert.Equal(
                    Ratings.Where(rating => rating.User == user).Select(rating => (rating.Item, rating.Value)).Order(),
                    explanation.ByRating.Select(part => (part.Item, part.Value)));
            }
        }
    }

    [Fact]
    public void The_parts_sum_to_the_score_where_rounding_is_a_close_call()
    {
        // Half a step of a sixteenth of a bit: the answer of a cell without likes, log2(k / (m + k)), is next to where it is rounded up.
        const int Likes = 12;
        for (int step = 0; step < 16; step++)
        {
            double share = Math.Pow(2, -(step + 0.5) / 16);
            double edge = Math.Round(Likes * share / (1 - share) * 1024);
            for (int off = -3; off <= 3; off++)
            {
                WeightlessRankingRecommender recommender = new(
                    Catalog, RatingScale.HalfStars, new() { Nodes = 16, CellShrinkage = (edge + off) / 1024 }, []);
                for (int item = 0; item < 3 * Likes; item++)
                {
                    recommender.Learn(new Rating(0, item, item % 3 == 0 ? 5 : 1));
                }

                for (int item = 0; item < Items; item += 7)
                {
                    Explanation explanation = recommender.Explain(0, item);
                    double start = explanation.Base.Sum(part => part.Amount);
                    Assert.Equal(explanation.Score, start + explanation.ByRating.Sum(part => part.Amount));
                }
            }
        }
    }

    [Fact]
    public void The_score_of_an_item_similar_to_likes_comes_from_them_and_the_shared_field()
    {
        WeightlessRankingRecommender recommender = Taught(new(), null, Ratings);
        recommender.Learn(new Rating(Users, 0, 5));
        recommender.Learn(new Rating(Users, Tastes, 5));
        recommender.Learn(new Rating(Users, 2, 1));
        Explanation explanation = recommender.Explain(Users, 2 * Tastes);

        Assert.Equal("taste", explanation.ByField.MaxBy(part => part.Amount).Name);
        Assert.All(
            [0, 2],
            like => Assert.True(explanation.ByRating[like].Amount > recommender.Explain(Users, (2 * Tastes) + 1).ByRating[like].Amount));
        Assert.Equal(0, explanation.ByRating.Single(part => part.Item == 2).Amount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void New_likes_take_effect_at_once(bool overCentral)
    {
        WeightlessRankingRecommender recommender = Taught(new(), overCentral ? FittedEase() : null, Ratings);
        for (int taste = 0; taste < Tastes; taste++)
        {
            recommender.Learn(new Rating(Users + taste, taste, 5));
            recommender.Learn(new Rating(Users + taste, taste + Tastes, 4.5f));

            // Items of other tastes that are otherwise similar may come between them.
            Assert.InRange(Ranked(recommender, Users + taste).Take(10).Count(scored => scored.Item % Tastes == taste), 7, 10);
        }
    }

    [Fact]
    public void Unknown_users_get_the_most_liked_items()
    {
        WeightlessRankingRecommender plain = Taught(new(), null, Ratings);
        WeightlessRankingRecommender hybrid = Taught(new(), FittedEase(), Ratings);
        int[] expected =
        [
            .. Enumerable.Range(0, Items).OrderByDescending(item => Ratings.Count(rating => rating.Item == item && rating.Value >= 4)),
        ];

        Assert.Equal(expected, Ranked(plain, Users).Select(scored => scored.Item));
        Assert.Equal(Ranked(plain, Users), Ranked(hybrid, Users));
    }

    [Fact]
    public void A_user_unknown_to_the_central_model_gets_the_most_liked_items_in_the_same_order()
    {
        WeightlessRankingRecommender hybrid = Taught(new(), new EaseRecommender(Items, RatingScale.HalfStars), Ratings);
        hybrid.Learn(new Rating(Users, 0, 1));

        Assert.Equal(
            Ranked(hybrid, Users + 1).Select(scored => scored.Item).Where(item => item != 0),
            Ranked(hybrid, Users).Select(scored => scored.Item));
    }

    [Property(MaxTest = 30)]
    public void Over_a_trained_central_model_forgetting_is_as_if_never_learned(ulong seed)
    {
        EaseRecommender central = FittedEase();
        Rating[] shuffled = [.. Ratings];
        new SplitMix64(seed).Shuffle<Rating>(shuffled);
        Rating[] kept = [.. shuffled.Take(200)];
        WeightlessRankingRecommender forgetful = Taught(new() { Nodes = 16, MaximumHotUsers = 3 }, central, shuffled);
        Ranked(forgetful, 1);
        foreach (Rating rating in shuffled.Skip(200))
        {
            Assert.True(forgetful.Forget(rating.User, rating.Item));
        }

        Array.Sort(kept, (left, right) => (left.User, left.Item).CompareTo((right.User, right.Item)));
        Assert.Equal(
            ObservedState.Of(Taught(new() { Nodes = 16 }, central, kept), Users),
            ObservedState.Of(forgetful, Users));
    }

    [Fact]
    public void Replacing_the_central_model_and_the_bits_is_as_if_learned_with_them()
    {
        ItemCatalog other = CatalogOf(Items, levels: 7);
        EaseRecommender central = FittedEase();
        WeightlessRankingRecommender replaced = Taught(new(), null, Ratings);
        List<double> before = ObservedState.Of(replaced, Users);
        replaced.Replace(other, [central]);
        WeightlessRankingRecommender direct = new(other, RatingScale.HalfStars, new(), [central]);
        Array.ForEach(Ratings, rating => direct.Learn(rating));

        Assert.Equal(Ratings.Length, replaced.RatingCount);
        Assert.Equal(ObservedState.Of(direct, Users), ObservedState.Of(replaced, Users));
        Assert.NotEqual(before, ObservedState.Of(replaced, Users));
        replaced.Replace(Catalog, []);
        Assert.Equal(before, ObservedState.Of(replaced, Users));
    }

    [Fact]
    public void Fitting_forgets_everything_before()
    {
        WeightlessRankingRecommender fitted = new(Catalog, RatingScale.HalfStars);
        fitted.Learn(new Rating(Users + 3, 5, 5));
        fitted.Fit(Ratings);
        WeightlessRankingRecommender other = new(Catalog, RatingScale.HalfStars);
        other.Fit(Ratings);

        Assert.Equal(ObservedState.Of(other, Users), ObservedState.Of(fitted, Users));
        Assert.Equal(0, fitted.ForgetUser(Users + 3));
    }

    [Fact]
    public void A_canceled_or_refused_training_changes_nothing()
    {
        WeightlessRankingRecommender recommender = Taught(new(), FittedEase(), Ratings);
        List<double> before = ObservedState.Of(recommender, Users);

        Assert.Throws<OperationCanceledException>(() => recommender.Fit(Ratings.AsSpan(0, 9), null, new CancellationToken(true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new Rating(0, Items, 5)]));
        Assert.Equal(before, ObservedState.Of(recommender, Users));
    }

    [Fact]
    public void Users_not_in_the_cache_get_the_same_answers()
    {
        WeightlessRankingRecommender roomy = Taught(new(), null, Ratings);
        WeightlessRankingRecommender narrow = Taught(new() { MaximumHotUsers = 1 }, null, Ratings);

        Assert.Equal(ObservedState.Of(roomy, Users), ObservedState.Of(narrow, Users));
        Assert.Equal(ObservedState.Of(roomy, Users), ObservedState.Of(narrow, Users));
    }

    [Fact]
    public void A_filter_leaves_out_items_that_it_does_not_allow()
    {
        WeightlessRankingRecommender recommender = Taught(new(), null, Ratings);
        ScoredItem[] all = Ranked(recommender, 0);
        ScoredItem[] some = new ScoredItem[Items];
        int count = recommender.Recommend(
            0, some, new RecommendationFilter { Excluded = [all[0].Item], Allowed = [ulong.MaxValue], MinimumScore = all[60].Score });

        Assert.Equal(all[1..61].Where(scored => scored.Item < 64), some[..count]);
    }

    [Fact]
    public void Invalid_scores_of_a_central_model_do_no_harm()
    {
        WeightlessRankingRecommender recommender = Taught(
            new(), new ScorerOf([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -3, float.MaxValue]), Ratings);

        Assert.All(Ranked(recommender, 0), scored => Assert.True(double.IsFinite(scored.Score)));
        Assert.True(recommender.Explain(0, 1).Score > recommender.Explain(0, 0).Score);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        WeightlessRankingRecommender recommender = Taught(new(), null, Ratings);

        Assert.Throws<ArgumentNullException>("catalog", () => new WeightlessRankingRecommender(null!, RatingScale.HalfStars));
        Assert.Throws<ArgumentException>("centrals", () => Taught(new(), new EaseRecommender(Items + 1, RatingScale.HalfStars), []));
        Assert.Throws<ArgumentException>("centrals", () => Taught(new(), new EaseRecommender(Items, RatingScale.Stars), []));
        Assert.Throws<ArgumentException>("options", () => Taught(new() { LikedFrom = 7 }, null, []));
        Assert.Throws<ArgumentNullException>("catalog", () => recommender.Replace(null!, []));
        Assert.Throws<ArgumentException>("catalog", () => recommender.Replace(CatalogOf(Items - 1), []));
        Assert.Throws<ArgumentException>(
            "centrals", () => recommender.Replace(Catalog, [new EaseRecommender(Items + 1, RatingScale.HalfStars)]));
        Assert.Throws<ArgumentNullException>("centrals", () => recommender.Replace(Catalog, null!));
        Assert.Throws<ArgumentNullException>("centrals", () => recommender.Replace(Catalog, [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.Explain(0, Items));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Explain(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("Nodes", () => new WeightlessRankingOptions { Nodes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("TupleSize", () => new WeightlessRankingOptions { TupleSize = 9 });
        Assert.Throws<ArgumentOutOfRangeException>("CellShrinkage", () => new WeightlessRankingOptions { CellShrinkage = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("LikedFrom", () => new WeightlessRankingOptions { LikedFrom = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumHotUsers", () => new WeightlessRankingOptions { MaximumHotUsers = 0 });
    }

    internal static ItemCatalog CatalogOf(int items, int levels = 4) => ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("taste", item => (item % Tastes).ToString(CultureInfo.InvariantCulture))
            .LinearThermometer("size", item => item * 7 % items, 0, items, levels)
            .LinearThermometer("age", item => item * 11 % items, 0, items, levels)
            .Fit(Enumerable.Range(0, items)),
        [.. Enumerable.Range(0, items)]);

    private static EaseRecommender FittedEase()
    {
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ease.Fit(Ratings);
        return ease;
    }

    private static WeightlessRankingRecommender Taught(
        WeightlessRankingOptions options, IItemScoringRecommender? central, Rating[] ratings)
    {
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars, options, central is null ? [] : [central]);
        Array.ForEach(ratings, rating => recommender.Learn(rating));
        return recommender;
    }

    // Users like items of their own taste and rate some others low; the first items are known best.
    internal static Rating[] OfTastes(int users, double share, ulong seed)
    {
        SplitMix64 random = new(seed);
        List<Rating> ratings = [];
        for (int user = 0; user < users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                if (random.NextDouble() < share)
                {
                    int noise = random.Next(3);
                    ratings.Add(new Rating(user, item, user % Tastes == item % Tastes ? 5 - (0.5f * noise) : 1 + noise));
                }
            }
        }

        return [.. ratings];
    }

    private sealed class ScorerOf(float[] first) : IItemScoringRecommender
    {
        public int ItemCount => Items;

        public RatingScale Scale => RatingScale.HalfStars;

        public void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores)
        {
            scores.Clear();
            first.CopyTo(scores);
        }

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public void Learn(in Rating rating) => throw new NotSupportedException();

        public double Predict(int user, int item) => throw new NotSupportedException();

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            throw new NotSupportedException();
    }
}
