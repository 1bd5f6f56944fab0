using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>The second networks of a ranking, over the audience of items.</summary>
public sealed class WeightlessRankingAudienceTests
{
    private const int Users = 60;
    private const int Items = 90;
    private const int Circles = 3;
    private const int Factors = 4;

    private static readonly ItemCatalog Catalog = WeightlessRankingRecommenderTests.CatalogOf(Items);
    private static readonly Rating[] Ratings = OfCircles(11);

    [Theory]
    [InlineData(false, 20, 6)]
    [InlineData(true, 20, 6)]
    [InlineData(false, 9, 8)]
    public void The_score_is_the_base_plus_both_networks(bool overCentral, int nodes, int inputs)
    {
        WeightlessRankingOptions options = new()
        {
            Nodes = nodes,
            TupleSize = inputs,
            CellShrinkage = 3,
            Gain = 1.5,
            Seed = 9,
            AudienceFactors = Factors,
        };
        WeightlessRankingRecommender fitted = Fitted(options, overCentral ? Ease() : null);
        ItemCatalog audience = Audience(9);
        float[] scores = new float[Items];
        EaseRecommender central = Ease();
        central.Fit(Ratings);
        for (int user = 0; user < Users; user += 7)
        {
            Rating[] own = [.. Ratings.Where(rating => rating.User == user).OrderBy(rating => rating.Item)];
            central.Score([.. own.Select(rating => new RatedItem(rating.Item, rating.Value, rating.Timestamp))], scores);
            for (int item = 0; item < Items; item += 5)
            {
                double popularity = (Ratings.Count(rating => rating.Item == item && rating.Value >= 4) + 0.5) / (Users + 1);
                double start = Math.Log2(overCentral ? Math.Max(0, scores[item]) + ((1 + popularity) / 32) : popularity);
                double odds = Odds(Catalog, own, item, nodes, inputs) + Odds(audience, own, item, nodes, inputs);

                // A node is rounded to a sixteenth of a bit.
                Assert.Equal(start + (1.5 * odds), fitted.Explain(user, item).Score, 1.5 / 16 * 1.01);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_items_rank_by_the_explained_score_and_its_parts_sum_to_it(bool overCentral)
    {
        WeightlessRankingRecommender fitted = Fitted(new() { AudienceFactors = Factors }, overCentral ? Ease() : null);
        string[] fields = [.. Catalog.Fields.Select(field => field.Name), "audience"];
        for (int user = 0; user < Users; user++)
        {
            foreach (ScoredItem scored in Ranked(fitted, user))
            {
                Explanation explanation = fitted.Explain(user, scored.Item);
                double start = explanation.Base.Sum(part => part.Amount);

                Assert.Equal(scored.Score, explanation.Score);
                Assert.Equal(fields, explanation.ByField.Select(part => part.Name));
                Assert.Equal(explanation.Score, start + explanation.ByField.Sum(part => part.Amount));
                Assert.Equal(explanation.Score, start + explanation.ByRating.Sum(part => part.Amount));
            }
        }
    }

    [Fact]
    public void The_audience_gives_information_that_the_items_own_bits_do_not()
    {
        WeightlessRankingRecommender alone = Fitted(new() { AudienceFactors = 0 }, null);
        WeightlessRankingRecommender with = Fitted(new() { AudienceFactors = Factors }, null);

        Assert.InRange(ShareOfTheCircle(alone), 0, 0.6);
        Assert.InRange(ShareOfTheCircle(with), 0.9, 1);
    }

    [Fact]
    public void By_default_there_is_an_audience_over_a_central_model_without_factors()
    {
        Assert.True(HasAudience(Fitted(new(), Ease())));
        Assert.False(HasAudience(Fitted(new() { AudienceFactors = 0 }, Ease())));
        Assert.False(HasAudience(Fitted(new(), null)));
        Assert.False(HasAudience(Fitted(new(), new ImplicitFactorizationRecommender(Items, RatingScale.HalfStars, new() { Factors = 4 }))));
        Assert.True(HasAudience(Fitted(new() { AudienceFactors = 1 }, null)));
    }

    [Fact]
    public void Later_ratings_are_learned_and_forgotten_without_a_trace()
    {
        WeightlessRankingRecommender fitted = Fitted(new() { AudienceFactors = Factors, MaximumHotUsers = 3 }, null);
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
    public void The_audience_stays_when_the_central_model_is_replaced()
    {
        EaseRecommender central = Ease();
        central.Fit(Ratings);
        WeightlessRankingRecommender replaced = Fitted(new() { AudienceFactors = Factors }, null);
        replaced.Replace(Catalog, central);

        Assert.Equal(
            ObservedState.Of(Fitted(new() { AudienceFactors = Factors }, Ease()), Users), ObservedState.Of(replaced, Users));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    public void A_canceled_training_changes_nothing(double at)
    {
        WeightlessRankingRecommender fitted = Fitted(new() { AudienceFactors = Factors }, Ease());
        List<double> before = ObservedState.Of(fitted, Users);
        using CancellationTokenSource cancelling = new();
        Reported progress = new(done =>
        {
            if (done >= at)
            {
                cancelling.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => fitted.Fit(Ratings.AsSpan(0, 50), progress, cancelling.Token));
        Assert.Equal(before, ObservedState.Of(fitted, Users));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_progress_grows_to_the_end(bool overCentral)
    {
        List<double> parts = [];
        WeightlessRankingRecommender recommender =
            new(Catalog, RatingScale.HalfStars, new() { AudienceFactors = Factors }, overCentral ? Ease() : null);
        recommender.Fit(Ratings, new Reported(parts.Add));

        Assert.Equal(parts.Order(), parts);
        Assert.Equal(1, parts[^1]);
        Assert.True(parts.Count(part => part < 1) > 3);
    }

    [Fact]
    public void Neither_the_order_of_ratings_nor_replaced_ratings_matter()
    {
        Rating[] others = [.. Ratings.Select(rating => rating with { Value = 0.5f }), .. Ratings.Reverse()];
        WeightlessRankingRecommender other = new(Catalog, RatingScale.HalfStars, new() { AudienceFactors = Factors });
        other.Fit(others);

        Assert.Equal(
            ObservedState.Of(Fitted(new() { AudienceFactors = Factors }, null), Users), ObservedState.Of(other, Users));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(7)]
    public void Whether_there_is_an_audience_is_stored(int? factors)
    {
        WeightlessRankingRecommender original =
            new(Catalog, RatingScale.HalfStars, new() { AudienceFactors = factors, Gain = 2 }, Ease());
        using MemoryStream stream = new();
        original.Save(stream);
        stream.Position = 0;
        WeightlessRankingRecommender loaded = Snapshot.Load<WeightlessRankingRecommender>(stream);
        loaded.Fit(Ratings);
        original.Fit(Ratings);

        Assert.Equal(factors != 0, HasAudience(loaded));
        Assert.Equal(ObservedState.Of(original, Users), ObservedState.Of(loaded, Users));
    }

    [Fact]
    public void A_field_of_the_items_with_the_same_name_is_distinguished()
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().LinearThermometer("audience", item => item, 0, Items, 4).Fit(items), items);
        WeightlessRankingRecommender recommender = new(catalog, RatingScale.HalfStars, new() { AudienceFactors = Factors });
        recommender.Fit(Ratings);

        Assert.Equal(["audience", "audience 2"], recommender.Explain(0, 1).ByField.Select(part => part.Name));
    }

    [Fact]
    public void Too_many_factors_are_refused_before_any_training()
    {
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().LinearThermometer("size", item => item, 0, 9, 4).Fit([]), new int[4_200_000]);

        Assert.Throws<ArgumentException>(
            "central", () => new WeightlessRankingRecommender(catalog, RatingScale.HalfStars, new() { AudienceFactors = 512, Nodes = 1 }));
    }

    [Fact]
    public void Without_ratings_there_is_no_audience()
    {
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars, new() { AudienceFactors = Factors });
        recommender.Fit([]);
        recommender.Learn(new Rating(0, 1, 5));

        Assert.False(HasAudience(recommender));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(513)]
    public void Factors_out_of_range_are_refused(int factors) =>
        Assert.Throws<ArgumentOutOfRangeException>("AudienceFactors", () => new WeightlessRankingOptions { AudienceFactors = factors });

    private static bool HasAudience(WeightlessRankingRecommender recommender) =>
        recommender.Explain(0, 1).ByField.Any(part => part.Name == "audience");

    // Counts the items of the user's circle among the first five of each user.
    private static double ShareOfTheCircle(WeightlessRankingRecommender recommender) =>
        Enumerable.Range(0, Users).Average(user =>
            Ranked(recommender, user).Take(5).Count(scored => CircleOf(scored.Item) == user % Circles) / 5.0);

    private static ScoredItem[] Ranked(WeightlessRankingRecommender recommender, int user)
    {
        ScoredItem[] ranked = new ScoredItem[Items];
        return ranked[..recommender.Recommend(user, ranked)];
    }

    private static double Odds(ItemCatalog catalog, Rating[] own, int item, int nodes, int inputs)
    {
        TupleMapping mapping = TupleMapping.Random(catalog.BitCount, inputs, nodes, 9);
        double all = own.Sum(WeightOf);
        return Enumerable.Range(0, nodes).Average(node =>
        {
            ulong address = mapping.AddressOf(catalog.PatternOf(item), node);
            int[] there = [.. Enumerable.Range(0, Items).Where(i => mapping.AddressOf(catalog.PatternOf(i), node) == address)];
            double share = (double)(there.Length + Ratings.Count(rating => there.Contains(rating.Item))) / (Items + Ratings.Length);
            double here = own.Where(rating => there.Contains(rating.Item)).Sum(WeightOf);
            return Math.Log2((here + (3 * share)) / ((all + 3) * share));
        });

        static double WeightOf(Rating rating) => Math.Max(0, ((rating.Value - 0.5) / 4.5 * 2) - 1);
    }

    private static ItemCatalog Audience(ulong seed)
    {
        ImplicitFactorizationRecommender factorization = new(
            Items, RatingScale.HalfStars, new() { Factors = Factors, LikedFrom = 0.5f, Seed = seed });
        factorization.Fit(Ratings);
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchemaBuilder<int> builder = ItemEmbedding.Of(factorization).AddTo(
            new FeatureSchemaBuilder<int>(), "any", item => item, weight: item => Ratings.Count(rating => rating.Item == item));
        return ItemCatalog.Create(builder.Fit(items), items);
    }

    private static WeightlessRankingRecommender Fitted(WeightlessRankingOptions options, IItemScoringRecommender? central)
    {
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars, options, central);
        recommender.Fit(Ratings);
        return recommender;
    }

    private static EaseRecommender Ease() => new(Items, RatingScale.HalfStars);

    // An item's circle is independent of its bits.
    private static int CircleOf(int item) => new SplitMix64((ulong)item).Next(Circles);

    // Users rate items of their own circle, some of them low, and sometimes items of others.
    private static Rating[] OfCircles(ulong seed)
    {
        SplitMix64 random = new(seed);
        Dictionary<(int, int), Rating> ratings = [];
        for (int i = 0; i < Users * 12; i++)
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

    private sealed class Reported(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
