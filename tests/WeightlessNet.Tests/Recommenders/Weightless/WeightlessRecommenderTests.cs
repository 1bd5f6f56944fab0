using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class WeightlessRecommenderTests
{
    private const int Worlds = 25;

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Neither_the_order_of_learning_nor_reading_in_between_matters(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            SplitMix64 random = new(world.Seed);
            Rating[] shuffled = [.. world.Ratings];
            random.Shuffle<Rating>(shuffled);
            WeightlessRecommender expected = world.Taught(options, world.Ratings);
            WeightlessRecommender actual = world.Taught(options);
            foreach (Rating rating in shuffled)
            {
                actual.Learn(rating);
                world.ReadSomething(actual, ref random);
            }

            world.AssertSame(expected, actual);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_forgotten_rating_leaves_no_trace(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            SplitMix64 random = new(world.Seed);
            Rating[] kept = [.. world.Ratings.Where((_, i) => i % 3 != 0)];
            Rating[] forgotten = [.. world.Ratings.Except(kept)];
            WeightlessRecommender actual = world.Taught(options);
            foreach (Rating rating in world.Ratings)
            {
                actual.Learn(rating);
                world.ReadSomething(actual, ref random);
            }

            random.Shuffle<Rating>(forgotten);
            foreach (Rating rating in forgotten)
            {
                Assert.True(actual.Forget(rating.User, rating.Item));
                Assert.False(actual.Forget(rating.User, rating.Item));
                world.ReadSomething(actual, ref random);
            }

            world.AssertSame(world.Taught(options, kept), actual);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_forgotten_user_was_never_known(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            int user = world.Ratings.Length == 0 ? 0 : world.Ratings[0].User;
            WeightlessRecommender actual = world.Taught(options, world.Ratings);
            world.Answers(actual);
            Assert.Equal(world.Ratings.Count(rating => rating.User == user), actual.ForgetUser(user));
            Assert.Equal(0, actual.ForgetUser(user));
            world.AssertSame(world.Taught(options, [.. world.Ratings.Where(rating => rating.User != user)]), actual);

            // They can be learned again.
            Array.ForEach(world.Ratings, rating => actual.Learn(rating));
            world.AssertSame(world.Taught(options, world.Ratings), actual);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Rating_an_item_again_replaces_the_earlier_rating(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            SplitMix64 random = new(world.Seed);
            WeightlessRecommender replaced = world.Taught(options);
            WeightlessRecommender relearned = world.Taught(options);
            foreach (Rating rating in world.Ratings)
            {
                Rating earlier = rating with { Value = world.RandomValue(ref random), Timestamp = random.Next(30) };
                replaced.Learn(earlier);
                relearned.Learn(earlier);
                world.ReadSomething(replaced, ref random);
            }

            foreach (Rating rating in world.Ratings)
            {
                replaced.Learn(rating);
                relearned.Forget(rating.User, rating.Item);
                relearned.Learn(rating);
            }

            Assert.Equal(world.Ratings.Length, replaced.RatingCount);
            world.AssertSame(relearned, replaced);
            world.AssertSame(world.Taught(options, world.Ratings), replaced);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void One_cached_user_gives_the_same_answers_as_many(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender one = world.Taught(options with { MaximumHotUsers = 1 }, world.Ratings);
            WeightlessRecommender two = world.Taught(options with { MaximumHotUsers = 2 }, world.Ratings);
            var expected = world.Answers(world.Taught(options, world.Ratings));
            World.AssertSame(expected, world.Answers(one));
            World.AssertSame(expected, world.Answers(two));
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Every_prediction_is_on_the_scale_and_every_score_is_a_number(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            foreach (int user in new[] { 0, 1, 2, world.Users, int.MaxValue })
            {
                foreach (int item in new[] { 0, 1, world.Items - 1, world.Items, int.MaxValue })
                {
                    double predicted = recommender.Predict(user, item);
                    Assert.InRange(predicted, world.Scale.Minimum, world.Scale.Maximum);
                    bool isLevel = world.Scale.ValueOf(world.Scale.LevelOf(predicted)) == predicted;
                    Assert.True(isLevel || options.Reading == WeightlessReading.Regression);
                }

                ScoredItem[] items = new ScoredItem[world.Items];
                int count = recommender.Recommend(user, items);
                Assert.All(items.Take(count), item => Assert.True(double.IsFinite(item.Score)));
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void The_best_items_are_those_of_the_highest_explained_scores_that_are_neither_rated_nor_excluded(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            SplitMix64 random = new(world.Seed);
            for (int user = 0; user <= world.Users; user++)
            {
                int[] excluded = [random.Next(world.Items), -1, world.Items, random.Next(world.Items), int.MaxValue];
                ScoredItem[] expected =
                [
                    .. Enumerable.Range(0, world.Items)
                        .Where(item => !excluded.Contains(item) && !world.Ratings.Any(r => r.User == user && r.Item == item))
                        .Select(item => new ScoredItem(item, recommender.Explain(user, item).Score))
                        .OrderByDescending(item => item.Score)
                        .ThenBy(item => item.Item),
                ];
                ScoredItem[] actual = new ScoredItem[random.Next(world.Items + 3)];
                Assert.Equal(Math.Min(expected.Length, actual.Length), recommender.Recommend(user, actual, excluded));
                Assert.Equal(expected.Take(actual.Length), actual.Take(expected.Length));
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Every_rating_is_folded_with_the_statistics_of_its_item_without_that_rating(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            RatingUnits units = new(world.Scale);
            foreach (IGrouping<int, Rating> own in world.Ratings.GroupBy(rating => rating.User))
            {
                List<FoldedRating> expected = [];
                Rating[] newest = [.. own.OrderByDescending(r => r.Timestamp)];
                double WeightAt(int age) => 1 + (options.Recency ?? []).Where(tier => age < tier.Newest).Sum(tier => tier.ExtraWeight);
                for (int age = 0; age < newest.Length; age++)
                {
                    int value = units.FromRating(newest[age].Value);
                    ItemStatistics statistics = World.CrowdOf(recommender).StatisticsWithout(newest[age].Item, value);
                    var weight = (byte)Math.Round(
                        Enumerable.Range(0, newest.Length).Where(i => newest[i].Timestamp == newest[age].Timestamp).Average(WeightAt),
                        MidpointRounding.AwayFromZero);
                    expected.Add(new FoldedRating(
                        newest[age].Item,
                        (short)(options.Reading == WeightlessReading.Regression ? value - statistics.Mean : value),
                        (short)world.Scale.LevelOf(newest[age].Value),
                        weight,
                        weight,
                        statistics.MeanLevel,
                        statistics.CountLevel));
                }

                Assert.Equal(expected.OrderBy(rating => rating.Item), World.CurrentRatings(recommender, own.Key));
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_histogram_predicts_the_level_around_which_most_of_the_expected_ratings_lie(World world)
    {
        foreach (WeightlessOptions options in world.Options.Where(options => options.Reading == WeightlessReading.Histogram))
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            int levels = world.Scale.LevelCount;
            double shrinkage = options.CellShrinkage * (1 + (options.Recency ?? []).Sum(tier => tier.ExtraWeight));
            foreach (int user in world.Ratings.Select(rating => rating.User).Distinct())
            {
                FoldedRating[] ratings = World.CurrentRatings(recommender, user);
                HistogramNodes counts = new(options.Nodes, options.TupleSize, levels);
                foreach (FoldedRating rating in ratings)
                {
                    byte[] row = world.AddressesOf(options, rating.Item, new ItemStatistics(0, rating.MeanLevel, rating.CountLevel));
                    counts.Add(row, rating.Level, rating.Weight);
                }

                int WeightAt(int node, int address) => counts.CountsAt(node, address).ToArray().Sum();

                double[] crowd = [.. Enumerable.Range(0, levels).Select(level =>
                    (world.Ratings.Count(r => world.Scale.LevelOf(r.Value) == level) + 0.1) / (world.Ratings.Length + (0.1 * levels)))];
                double[] prior = [.. crowd.Select((share, level) =>
                    (ratings.Count(r => r.Level == level) + (options.UserShrinkage!.Value * share))
                    / (ratings.Length + options.UserShrinkage!.Value))];
                for (int item = 0; item < world.Items; item++)
                {
                    byte[] addresses = world.AddressesOf(options, item, World.CrowdOf(recommender).StatisticsOf(item));
                    double gain = options.Gain * ratings.Length / (ratings.Length + options.GainShrinkage!.Value);
                    double[] mass = [.. prior.Select((p, level) => Math.Max(0, p + (gain * addresses.Select((address, node) =>
                        (counts.CountsAt(node, address)[level] - (WeightAt(node, address) * p))
                        / (WeightAt(node, address) + shrinkage)).Average())))];
                    double[] within = [.. mass.Select((_, level) =>
                        mass.Where((_, near) => Math.Abs(near - level) <= options.HistogramWindow).Sum())];
                    Assert.InRange(within[world.Scale.LevelOf(recommender.Predict(user, item))], within.Max() - 0.001, within.Max());
                }
            }
        }
    }

    [Fact]
    public void Items_with_equal_scores_are_ordered_by_id()
    {
        ItemCatalog catalog = World.CatalogOf([.. Enumerable.Repeat((Array.Empty<string>(), (double?)1990), 70)]);
        WeightlessRecommender recommender = new(catalog, RatingScale.Stars);
        recommender.Learn(new Rating(0, 3, 5));
        ScoredItem[] items = new ScoredItem[80];
        Assert.Equal(70, recommender.Recommend(1, items));
        Assert.Equal([3, .. Enumerable.Range(0, 70).Where(item => item != 3)], items.Take(70).Select(item => item.Item));
        Assert.Equal(69, recommender.Recommend(0, items));
        Assert.Equal(Enumerable.Range(0, 70).Where(item => item != 3), items.Take(69).Select(item => item.Item));
        Assert.Equal(0, recommender.Recommend(0, []));
    }

    [Fact]
    public void A_catalog_without_items_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("catalog", () => new WeightlessRecommender(World.CatalogOf([]), RatingScale.Stars));

    [Fact]
    public void The_oldest_time_of_all_is_older_than_any_other()
    {
        World world = World.Random(1);
        WeightlessOptions options = new() { Recency = [new(1, 7)] };
        WeightlessRecommender recommender = world.Taught(options, [new(0, 0, 1, 5), new(0, 1, 5, long.MinValue), new(0, 2, 5, -5)]);
        Assert.Equal([8, 1, 1], World.CurrentRatings(recommender, 0).Select(rating => (int)rating.Weight));
    }

    [Fact]
    public void Bad_ratings_are_refused_and_nothing_is_changed()
    {
        World world = World.Random(2);
        WeightlessRecommender recommender = world.Taught(new WeightlessOptions(), world.Ratings);
        var expected = world.Answers(recommender);
        (float low, float high) = (world.Scale.Minimum, world.Scale.Maximum);
        Rating[] bad =
        [
            new(-1, 0, high), new(0, -1, high), new(0, world.Items, high), new(int.MinValue, 0, high), new(1 << 30, 0, high),
            new(0, 0, float.NaN), new(0, 0, low - 1), new(0, 0, high + 1), new(0, 0, float.PositiveInfinity),
        ];
        Assert.All(bad, rating => Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Learn(rating)));
        Assert.Equal(world.Ratings.Length, recommender.RatingCount);
        World.AssertSame(expected, world.Answers(recommender));
    }

    [Fact]
    public void Invalid_ids_are_refused_and_unknown_ids_are_not()
    {
        World world = World.Random(3);
        WeightlessRecommender recommender = world.Taught(new WeightlessOptions(), world.Ratings);
        Assert.Equal("user", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(-1, 0)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(0, -1)).ParamName);
        Assert.Equal("user", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(-1, new ScoredItem[1])).ParamName);
        Assert.Equal("user", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(-1, 0)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(0, -1)).ParamName);
        Assert.Equal("user", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.ForgetUser(-1)).ParamName);
        Assert.Equal("user", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(-1, 0)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(0, -1)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(0, recommender.ItemCount)).ParamName);
        Assert.False(recommender.Forget(int.MaxValue, int.MaxValue));
        Assert.Equal(0, recommender.ForgetUser(int.MaxValue));
        Assert.Equal((world.Items, world.Scale), (recommender.ItemCount, recommender.Scale));
    }

    [Fact]
    public void Invalid_catalogs_and_scales_are_refused()
    {
        Assert.Equal("catalog", Assert.Throws<ArgumentNullException>(() => new WeightlessRecommender(null!, RatingScale.Stars)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => new WeightlessRecommender(World.CatalogOf([([], 1990)]), default));
    }

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public async Task Concurrent_learning_forgetting_and_reading_end_in_the_sequential_state(WeightlessReading reading)
    {
        const int Threads = 4;
        World world = World.Random(4) with { Users = 8, Ratings = [] };
        WeightlessOptions options = new() { Reading = reading, Recency = WeightlessOptions.FollowDrift, Nodes = 8, MaximumHotUsers = 3 };
        WeightlessRecommender shared = world.Taught(options);
        long end = Environment.TickCount64 + 700;
        Task<Rating[]>[] workers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => Work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Rating[] kept = [.. (await Task.WhenAll(workers)).SelectMany(ratings => ratings)];

        Assert.NotEmpty(kept);
        Assert.Equal(kept.Length, shared.RatingCount);
        world.AssertSame(world.Taught(options, kept), shared);

        Rating[] Work(int thread)
        {
            Dictionary<(int, int), Rating> own = [];
            SplitMix64 random = new((ulong)thread);
            while (Environment.TickCount64 < end)
            {
                Rating rating = new(
                    thread + (Threads * random.Next(2)), random.Next(world.Items), world.RandomValue(ref random), random.Next(50));
                if (random.Next(3) == 0)
                {
                    Assert.Equal(own.Remove((rating.User, rating.Item)), shared.Forget(rating.User, rating.Item));
                }
                else
                {
                    shared.Learn(rating);
                    own[(rating.User, rating.Item)] = rating;
                }

                world.ReadSomething(shared, ref random);
            }

            return [.. own.Values];
        }
    }

    [RealDataFact("ml-latest-small")]
    public void Ratings_of_MovieLens_are_predicted_within_the_measured_error()
    {
        RatingDataset data = MovieLensReader.Read(RealData.PathOf("ml-latest-small"));
        FeatureSchema<Movie> schema = new FeatureSchemaBuilder<Movie>()
            .MultiHot("genre", movie => movie.Genres)
            .QuantileThermometer("year", movie => movie.Year, 8)
            .Fit(data.Movies);
        WeightlessRecommender recommender = new(ItemCatalog.Create(schema, data.Movies), data.Scale);
        int[] folds = FoldAssignment.Deal(data.Ratings.Length, 5, 0);
        Rating[] all = data.Ratings.ToArray();
        Array.ForEach([.. all.Where((_, i) => folds[i] != 0)], rating => recommender.Learn(rating));

        RatingErrors errors = default;
        foreach (Rating rating in all.Where((_, i) => folds[i] == 0))
        {
            errors.Add(recommender.Predict(rating.User, rating.Item), rating.Value);
        }

        Assert.InRange(errors.Count, 20_000, 20_400);
        Assert.InRange(errors.Rmse, 0.75, 0.822);
    }
}
