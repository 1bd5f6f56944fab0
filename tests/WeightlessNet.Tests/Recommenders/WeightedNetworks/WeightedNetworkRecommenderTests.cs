using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.WeightedNetworks;
using Xunit;
using static WeightlessNet.Tests.Recommenders.WeightedNetworks.WeightedNetworkPlantedTastes;

namespace WeightlessNet.Tests.Recommenders.WeightedNetworks;

public sealed class WeightedNetworkRecommenderTests
{
    [Fact]
    public void A_planted_preference_is_learned_in_a_batch()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Fit(Planted);

        Assert.Equal(Planted.Length, recommender.RatingCount);
        for (int item = Items - 8; item < Items; item++)
        {
            Assert.InRange(recommender.Predict(item % 2 == 0 ? LoverOfComedy : LoverOfDrama, item), 4, 5);
            Assert.InRange(recommender.Predict(item % 2 == 0 ? LoverOfDrama : LoverOfComedy, item), 1, 2);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void Learning_one_by_one_improves_prediction(int replayed)
    {
        WeightedNetworkRecommender recommender = New(new WeightedNetworkOptions { ReplayedRatings = replayed });
        foreach (Rating rating in Planted.Where(rating => rating.User > LoverOfDrama))
        {
            recommender.Learn(rating);
        }

        double before = ErrorsOf(recommender, LoverOfComedy);
        foreach (Rating rating in Planted.Where(rating => rating.User == LoverOfComedy))
        {
            recommender.Learn(rating);
        }

        double after = ErrorsOf(recommender, LoverOfComedy);
        Assert.InRange(before, 1.8, 2.2);
        Assert.InRange(after, 0, 1);
    }

    [Fact]
    public void Learning_continues_from_the_end_of_a_batch()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Fit(Planted);
        double before = recommender.Predict(LoverOfComedy, Items - 1);
        for (int drama = 1; drama < Items - 8; drama += 2)
        {
            recommender.Learn(new Rating(LoverOfComedy, drama, 5));
        }

        Assert.InRange(before, 1, 2);
        Assert.InRange(recommender.Predict(LoverOfComedy, Items - 1), before + 1, 5);
    }

    [Fact]
    public void A_user_of_few_ratings_stays_near_the_base()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Fit([.. Planted.Where(rating => rating.User > LoverOfDrama), new Rating(LoverOfComedy, 0, 5)]);

        double comedy = recommender.Predict(LoverOfComedy, 2);
        double drama = recommender.Predict(LoverOfComedy, 3);
        Assert.InRange(Math.Abs(comedy - drama), 0, 0.3);
    }

    [Fact]
    public void Unknown_users_and_items_are_answered_from_the_crowd()
    {
        WeightedNetworkRecommender empty = New();
        Assert.Equal(0.5 + (4.5 * 85 / 128), empty.Predict(0, 0), 1e-6); // two thirds of the scale, to the nearest 1/128

        WeightedNetworkRecommender recommender = New();
        recommender.Fit([.. Enumerable.Range(1, 500).Select(user => new Rating(user, 0, 4.5f)), new Rating(0, 1, 1)]);
        Assert.Equal(4.5, recommender.Predict(9999, 0), 0.1);
        Assert.Equal(4.5, recommender.Predict(9999, Items + 5), 0.1);

        // The user's own level holds for an item that is not in the catalog.
        Assert.InRange(recommender.Predict(0, Items + 5), 3, 4);
    }

    [Fact]
    public void How_far_a_user_rates_above_the_crowd_follows_the_crowd()
    {
        WeightedNetworkRecommender recommender = New();
        for (int item = 0; item < 10; item++)
        {
            recommender.Learn(new Rating(0, item, 5));
        }

        // For an item that is not in the catalog only the user's level and the mean of all ratings are known; the mean hardly changes.
        double before = recommender.Predict(0, Items);
        double crowdBefore = recommender.Predict(9999, Items);
        for (int rating = 0; rating < 1000; rating++)
        {
            recommender.Learn(new Rating(1 + (rating / Items), rating % Items, rating % Items < 10 ? 5 : 3.5f));
        }

        double above = before - crowdBefore;
        Assert.InRange(above, 0.5, 1.5);
        Assert.InRange(recommender.Predict(0, Items) - recommender.Predict(9999, Items), 0, above / 2);
    }

    [Theory]
    [InlineData(-1, 0, 3f)]
    [InlineData(0, -1, 3f)]
    [InlineData(0, Items, 3f)]
    [InlineData(0, 0, 0f)]
    [InlineData(0, 0, 5.5f)]
    [InlineData(0, 0, float.NaN)]
    [InlineData(1 << 30, 0, 3f)]
    public void A_bad_rating_is_refused_and_nothing_changes(int user, int item, float value)
    {
        Rating bad = new(user, item, value);
        WeightedNetworkRecommender recommender = New();
        recommender.Fit(Planted);
        double[] before = AnswersOf(recommender);

        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.Learn(bad));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.Fit([new Rating(3, 3, 3), bad]));

        Assert.Equal(Planted.Length, recommender.RatingCount);
        Assert.Equal(before, AnswersOf(recommender));
    }

    [Fact]
    public void Negative_ids_are_refused()
    {
        WeightedNetworkRecommender recommender = New();
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Predict(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.Predict(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Recommend(-1, new ScoredItem[1]));
    }

    [Fact]
    public void The_catalog_and_the_scale_are_required()
    {
        Assert.Throws<ArgumentNullException>("catalog", () => new WeightedNetworkRecommender(null!, RatingScale.HalfStars));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => new WeightedNetworkRecommender(Catalog, default));
    }

    [Fact]
    public void A_seed_gives_the_same_answers_again_and_another_seed_gives_others()
    {
        WeightedNetworkRecommender first = New();
        WeightedNetworkRecommender second = New();
        WeightedNetworkRecommender other = New(new WeightedNetworkOptions { Seed = 2 });
        foreach (WeightedNetworkRecommender recommender in new[] { first, second, other })
        {
            recommender.Fit(Planted);
            recommender.Learn(new Rating(LoverOfComedy, Items - 1, 2));
        }

        Assert.Equal(AnswersOf(first), AnswersOf(second));
        Assert.NotEqual(AnswersOf(first), AnswersOf(other));
    }

    [Fact]
    public void A_batch_is_the_same_in_any_order()
    {
        WeightedNetworkRecommender forwards = New();
        WeightedNetworkRecommender backwards = New();
        forwards.Fit(Planted);
        backwards.Fit([.. Planted.Reverse()]);

        Assert.Equal(AnswersOf(forwards), AnswersOf(backwards));
    }

    // The same bytes as when the test was written: on every machine and with every vector width.
    [Fact]
    public void The_answers_are_the_same_on_every_machine()
    {
        WeightedNetworkRecommender recommender = New(new WeightedNetworkOptions { HiddenUnits = 21, UserShrinkage = 3, WeightDecay = 2 });
        recommender.Fit(Planted);
        recommender.Learn(new Rating(LoverOfComedy, Items - 1, 2));

        ulong hash = 14695981039346656037;
        foreach (double answer in AnswersOf(recommender))
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(answer)) * 1099511628211;
        }

        Assert.Equal(0x9725BFF03D824D95UL, hash);
    }

    [Fact]
    public void A_canceled_batch_leaves_everything_as_it_was()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Fit(Planted);
        double[] before = AnswersOf(recommender);
        using CancellationTokenSource cancellation = new();
        Reports reports = new(_ => cancellation.Cancel());

        Rating[] others = [.. Planted.Select(rating => rating with { Value = 6 - rating.Value })];
        Assert.Throws<OperationCanceledException>(() => recommender.Fit(others, reports, cancellation.Token));

        Assert.InRange(Assert.Single(reports.Parts), 0.001, 0.999);
        Assert.Equal(before, AnswersOf(recommender));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        Reports reports = new(_ => { });
        New().Fit(Planted, reports);

        Assert.Equal(Users, reports.Parts.Count);
        Assert.Equal(reports.Parts.Order(), reports.Parts);
        Assert.Equal(1, reports.Parts[^1]);
    }

    [Fact]
    public void A_batch_forgets_earlier_ratings()
    {
        WeightedNetworkRecommender used = New();
        used.Fit([.. Planted.Select(rating => rating with { Value = 6 - rating.Value })]);
        used.Learn(new Rating(Users + 3, 0, 1));
        used.Fit(Planted);
        WeightedNetworkRecommender fresh = New();
        fresh.Fit(Planted);

        Assert.Equal(AnswersOf(fresh), AnswersOf(used));
        used.Fit([]);
        Assert.Equal(0, used.RatingCount);
        Assert.Equal(AnswersOf(New()), AnswersOf(used));
    }

    [Fact]
    public void A_rating_replaces_the_users_earlier_one()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Learn(new Rating(0, 0, 1));
        recommender.Learn(new Rating(0, 0, 5));

        // A stranger's answer comes from the crowd alone, which must no longer know the 1.
        WeightedNetworkRecommender once = New();
        once.Learn(new Rating(0, 0, 5));
        Assert.Equal(1, recommender.RatingCount);
        Assert.Equal(once.Predict(7, 0), recommender.Predict(7, 0));

        WeightedNetworkRecommender batch = New();
        batch.Fit([new Rating(0, 0, 1), new Rating(0, 0, 5)]);
        WeightedNetworkRecommender last = New();
        last.Fit([new Rating(0, 0, 5)]);
        Assert.Equal(AnswersOf(last), AnswersOf(batch));
    }

    [Fact]
    public void The_best_items_come_first_without_rated_and_excluded_ones()
    {
        WeightedNetworkRecommender recommender = New();
        recommender.Fit(Planted);
        ScoredItem[] best = new ScoredItem[Items];
        int count = recommender.Recommend(LoverOfComedy, best, [Items - 1, -5, Items + 5, Items - 1]);

        Assert.Equal(7, count);
        Assert.All(best[..4], scored => Assert.True(scored.Item >= Items - 8 && scored.Item % 2 == 0));
        Assert.All(best[4..7], scored => Assert.True(scored.Item >= Items - 8 && scored.Item % 2 == 1 && scored.Item != Items - 1));
        foreach (ScoredItem scored in best[..7])
        {
            Assert.Equal(recommender.Predict(LoverOfComedy, scored.Item), Math.Clamp(scored.Score, 0.5, 5));
        }
    }

    [Fact]
    public void Items_of_equal_score_come_in_the_order_of_their_ids()
    {
        ScoredItem[] best = new ScoredItem[3];
        Assert.Equal(3, New().Recommend(0, best, [1]));
        Assert.Equal([0, 2, 3], best.Select(scored => scored.Item));
        Assert.Equal(0, New().Recommend(0, []));
    }

    [Fact]
    public void No_options_make_it_answer_nonsense()
    {
        foreach (WeightedNetworkOptions options in new[] { Wild(0), Wild(1000) })
        {
            WeightedNetworkRecommender recommender = New(options);
            recommender.Fit(Planted.AsSpan(0, 200));
            foreach (Rating rating in Planted)
            {
                recommender.Learn(rating with { Value = 6 - rating.Value });
            }

            ScoredItem[] best = new ScoredItem[8];
            recommender.Recommend(LoverOfComedy, best);
            Assert.All(best, scored => Assert.InRange(scored.Score, -20, 20));
            Assert.All(AnswersOf(recommender), answer => Assert.InRange(answer, 0.5, 5));
        }
    }

    [Fact]
    public void A_scale_ten_times_as_wide_gives_answers_ten_times_as_wide()
    {
        WeightedNetworkRecommender narrow = New();
        WeightedNetworkRecommender wide = new(Catalog, new RatingScale(5, 50, 5));
        narrow.Fit(Planted);
        wide.Fit([.. Planted.Select(rating => rating with { Value = 10 * rating.Value })]);

        Assert.Equal(10 * narrow.Predict(LoverOfComedy, Items - 1), wide.Predict(LoverOfComedy, Items - 1), 1e-9);
    }

    [Fact]
    public async Task Many_threads_may_use_it_at_once()
    {
        WeightedNetworkRecommender recommender = New(new WeightedNetworkOptions { Epochs = 2 });
        Task[] tasks =
        [
            Task.Run(() => Array.ForEach(Planted, rating => recommender.Learn(rating))),
            Task.Run(() => Array.ForEach(Planted, rating => recommender.Learn(rating))),
            Task.Run(() => recommender.Fit(Planted)),
            Task.Run(() => Array.ForEach(Planted, rating => Assert.InRange(recommender.Predict(rating.User, rating.Item), 0.5, 5))),
            Task.Run(() => Array.ForEach(Planted, rating => recommender.Recommend(rating.User, new ScoredItem[3]))),
        ];
        await Task.WhenAll(tasks);

        // Each of the three learned all ratings, or those after the batch; together they hold each once.
        Assert.Equal(Planted.Length, recommender.RatingCount);
    }

    private static double ErrorsOf(WeightedNetworkRecommender recommender, int user) =>
        Enumerable.Range(Items - 8, 8).Average(item => Math.Abs(recommender.Predict(user, item) - ((user + item) % 2 == 0 ? 5 : 1)));

    private static double[] AnswersOf(WeightedNetworkRecommender recommender) =>
    [
        .. from user in Enumerable.Range(0, Users + 5)
           from item in Enumerable.Range(0, Items + 1)
           select recommender.Predict(user, item)
    ];

    private static WeightedNetworkRecommender New(WeightedNetworkOptions? options = null) => new(Catalog, RatingScale.HalfStars, options);

    private sealed class Reports(Action<double> then) : IProgress<double>
    {
        public List<double> Parts { get; } = [];

        public void Report(double value)
        {
            Parts.Add(value);
            then(value);
        }
    }

    private static WeightedNetworkOptions Wild(double weightDecay) => new()
    {
        HiddenUnits = 256,
        Epochs = 500,
        LearningRate = 1,
        WeightDecay = weightDecay,
        OnlineLearningRate = 1,
        OnlineWeightDecay = weightDecay,
        Crowd = new CrowdOptions { MeanLevels = 32, CountLevels = 32 },
    };
}
