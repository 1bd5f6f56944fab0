using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class LearnedRecencyTests
{
    private const int Moody = 0;
    private const int Steady = 1;
    private const int Untimed = 2;
    private const int Rated = 200;
    private const int Asked = Rated + 10;

    private static readonly ItemCatalog Catalog = WeightlessRecommenderWorld.CatalogOf(
        [.. Enumerable.Range(0, Asked + 1).Select(item => (new[] { $"genre {item % 3}" }, (double?)(1950 + (item % 50))))]);

    private static readonly WeightlessOptions Learning = new() { Recency = null };
    private static readonly WeightlessOptions Without = new();

    [Fact]
    public void The_mood_of_a_user_who_has_moods_is_followed()
    {
        WeightlessRecommender learned = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Learning));
        WeightlessRecommender without = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Without));
        Assert.InRange(learned.Predict(Moody, Asked), without.Predict(Moody, Asked) + 0.5, 5);

        // The same on every machine.
        Assert.Equal(3.9791450500488281, learned.Predict(Moody, Asked));
    }

    [Fact]
    public void A_user_without_moods_and_one_without_times_get_the_answers_that_they_would_get_without_it()
    {
        WeightlessRecommender learned = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Learning));
        WeightlessRecommender without = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Without));
        Assert.Equal(without.Predict(Steady, Asked), learned.Predict(Steady, Asked));
        Assert.Equal(without.Predict(Untimed, Asked), learned.Predict(Untimed, Asked));
        Assert.Equal(without.Predict(99, Asked), learned.Predict(99, Asked));
    }

    [Fact]
    public void A_hybrid_follows_moods_until_it_is_fitted()
    {
        HybridRecommender learned = Taught(new HybridRecommender(Catalog, RatingScale.Stars));
        HybridOptions options = new() { Personal = new WeightlessOptions { Recency = [] } };
        HybridRecommender without = Taught(new HybridRecommender(Catalog, RatingScale.Stars, null, options));
        Assert.InRange(learned.Predict(Moody, Asked), without.Predict(Moody, Asked) + 0.5, 5);

        learned.Fit(Ratings());
        without.Fit(Ratings());
        Assert.Equal(without.Predict(Moody, Asked), learned.Predict(Moody, Asked));
    }

    [Fact]
    public void A_hybrid_with_other_options_follows_moods_unless_its_recency_is_set()
    {
        HybridRecommender other = Taught(Hybrid(new WeightlessOptions { Nodes = 64 }));
        HybridRecommender learned = Taught(Hybrid(new WeightlessOptions { Nodes = 64, Recency = null }));
        HybridRecommender without = Taught(Hybrid(new WeightlessOptions { Nodes = 64, Recency = [] }));
        Assert.Equal(learned.Predict(Moody, Asked), other.Predict(Moody, Asked));
        Assert.NotEqual(without.Predict(Moody, Asked), other.Predict(Moody, Asked));

        static HybridRecommender Hybrid(WeightlessOptions personal) =>
            new(Catalog, RatingScale.Stars, null, new HybridOptions { Personal = personal });
    }

    [Fact]
    public void A_recency_that_a_user_was_given_takes_its_place()
    {
        WeightlessRecommender learned = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Learning));
        WeightlessRecommender without = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Without));
        Standing before = learned.StandingOf(Moody, Asked);
        Standing drifting = learned.StandingWith(Moody, UserRecency.FollowDrift, Asked);
        learned.SetRecency(Moody, UserRecency.FollowDrift);
        without.SetRecency(Moody, UserRecency.FollowDrift);
        Assert.Equal(without.StandingOf(Moody, Asked), learned.StandingOf(Moody, Asked));
        Assert.Equal(drifting, learned.StandingOf(Moody, Asked));
        Assert.Equal(before, learned.StandingWith(Moody, UserRecency.AsConfigured, Asked));
    }

    [Fact]
    public void Forgetting_the_latest_ratings_takes_their_mood_away()
    {
        WeightlessRecommender recommender = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Learning));
        double before = recommender.Predict(Moody, Asked);
        recommender.Learn(new Rating(Moody, Rated, 1, Rated));
        recommender.Learn(new Rating(Moody, Rated + 1, 1, Rated + 1));
        double later = recommender.Predict(Moody, Asked);
        double supposed = recommender.WithoutRating(Moody, Rated + 1, Asked).Score;

        Assert.InRange(later, 1, before - 0.2);
        recommender.Forget(Moody, Rated + 1);
        Assert.Equal(supposed, recommender.StandingOf(Moody, Asked).Score);
        recommender.Forget(Moody, Rated);
        Assert.Equal(before, recommender.Predict(Moody, Asked));
    }

    [Fact]
    public void A_snapshot_and_the_model_of_one_user_answer_alike()
    {
        WeightlessRecommender recommender = Taught(new WeightlessRecommender(Catalog, RatingScale.Stars, Learning));
        using MemoryStream saved = new(SnapshotCase.Save(recommender));
        WeightlessRecommender loaded = WeightlessNet.Storage.Snapshot.Load<WeightlessRecommender>(saved);
        PersonalModel alone = new(CrowdModel.From(recommender), recommender.Export(Moody));

        double expected = recommender.Predict(Moody, Asked);
        Assert.Equal(expected, loaded.Predict(Moody, Asked));
        Assert.Equal(expected, alone.Predict(Asked));
    }

    [RealDataFact("ml-latest-small")]
    public void In_order_of_time_it_lowers_the_error_on_MovieLens()
    {
        const int Count = 20_000;
        RatingDataset data = MovieLensReader.Read(RealData.PathOf("ml-latest-small"));
        FeatureSchema<Movie> schema = new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, 8)
            .Fit(data.Movies);
        ItemCatalog films = ItemCatalog.Create(schema, data.Movies);
        Rating[] stream = [.. data.Ratings.ToArray().OrderBy(rating => rating.Timestamp).Take(Count)];

        Assert.InRange(Error(Learning) / Error(Without), 0.9, 0.995);

        double Error(WeightlessOptions options)
        {
            WeightlessRecommender recommender = new(films, data.Scale, options);
            RatingErrors errors = default;
            foreach (Rating rating in stream)
            {
                errors.Add(recommender.Predict(rating.User, rating.Item), rating.Value);
                recommender.Learn(rating);
            }

            return errors.Rmse;
        }
    }

    // In time, one user rates high and low in turns of ten, high at last; one alternates; one gives no times.
    private static Rating[] Ratings() =>
    [
        .. Enumerable.Range(0, Rated).SelectMany(item => new Rating[]
        {
            new(Moody, item, item / 10 % 2 == 0 ? 2 : 5, item + 1),
            new(Steady, item, item / 5 % 2 == 0 ? 2 : 5, item + 1),
            new(Untimed, item, item / 10 % 2 == 0 ? 2 : 5),
        }),
    ];

    private static T Taught<T>(T recommender)
        where T : IRecommender
    {
        foreach (Rating rating in Ratings())
        {
            recommender.Learn(rating);
        }

        return recommender;
    }
}
