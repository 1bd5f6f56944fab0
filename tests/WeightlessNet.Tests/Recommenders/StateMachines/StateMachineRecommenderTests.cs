using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.Recommenders.StateMachines;

public sealed class StateMachineRecommenderTests
{
    private const int Items = 24;

    private static readonly RatingScale PaperScale = new(0f, 5f, 0.5f);

    // Item i has a field of three bits and one of two; items from 12 on have the patterns of the items 12 before.
    private static readonly ItemCatalog Catalog = ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .LinearThermometer("size", item => item % 4, 0, 4, 3)
            .LinearThermometer("shape", item => item % 12 / 4, 0, 3, 2)
            .Fit([0]),
        [.. Enumerable.Range(0, Items)]);

    private static StateMachineRecommender Create(RatingScale? scale = null, StateMachineOptions? options = null) =>
        new(Catalog, scale ?? PaperScale, options);

    private static double[] Answers(StateMachineRecommender recommender)
    {
        List<double> answers = [];
        for (int user = 0; user < 5; user++)
        {
            for (int item = 0; item <= Items; item++)
            {
                answers.Add(recommender.Predict(user, item));
            }

            ScoredItem[] best = new ScoredItem[Items + 1];
            int count = recommender.Recommend(user, best, [3]);
            answers.Add(count);
            answers.AddRange(best.AsSpan(0, count).ToArray().SelectMany(scored => new[] { scored.Item, scored.Score }));
        }

        return [.. answers];
    }

    private static Rating[] Ratings(ref SplitMix64 random)
    {
        Rating[] ratings = new Rating[random.Next(60)];
        for (int i = 0; i < ratings.Length; i++)
        {
            ratings[i] = new Rating(random.Next(4), random.Next(Items), random.Next(11) / 2f);
        }

        return [.. ratings.DistinctBy(rating => (rating.User, rating.Item))];
    }

    [Fact]
    public void By_default_it_has_the_shape_of_the_paper()
    {
        FeatureSchema<int> schema = PaperItemEncoding.CreateSchema<int>(_ => [], _ => 3, _ => "en", item => item);
        StateMachineRecommender recommender = new(ItemCatalog.Create(schema, [1, 200]), PaperScale);

        Assert.Equal([10, 3, 3, 10], recommender.Architecture.InputChannels);
        Assert.Equal([10], recommender.Architecture.OutputChannels);
        Assert.Same(StateMachineConnector.ForwardForward, recommender.Architecture.Connector);
        Assert.Equal(5, new StateMachineOptions().RecallSteps);
        Assert.Equal(2, recommender.ItemCount);
        Assert.Equal(PaperScale, recommender.Scale);
    }

    [Fact]
    public void A_learned_rating_is_predicted_for_its_item_and_for_all_with_the_same_pattern()
    {
        StateMachineRecommender recommender = Create();
        recommender.Learn(new Rating(0, 1, 4.5f));
        recommender.Learn(new Rating(0, 6, 1f));
        recommender.Learn(new Rating(0, 11, 0f));

        Assert.Equal(4.5, recommender.Predict(0, 1));
        Assert.Equal(4.5, recommender.Predict(0, 13));
        Assert.Equal(1, recommender.Predict(0, 18));
        Assert.Equal(0, recommender.Predict(0, 23));
    }

    [Fact]
    public void On_a_scale_without_zero_the_lowest_level_is_no_bit()
    {
        StateMachineRecommender recommender = Create(RatingScale.HalfStars);
        recommender.Learn(new Rating(0, 1, 0.5f));
        recommender.Learn(new Rating(0, 6, 5f));

        Assert.Equal(9, recommender.Architecture.OutputCount);
        Assert.Equal(0.5, recommender.Predict(0, 1));
        Assert.Equal(5, recommender.Predict(0, 6));
    }

    [Fact]
    public void A_new_rating_replaces_the_earlier_one()
    {
        StateMachineRecommender recommender = Create();
        recommender.Learn(new Rating(0, 1, 1f));
        Assert.Equal(1, recommender.Predict(0, 1));
        recommender.Learn(new Rating(0, 1, 4f));

        Assert.Equal(1, recommender.RatingCount);
        Assert.Equal(4, recommender.Predict(0, 1));
        Assert.Equal(4, recommender.Predict(1, 1), 2);
    }

    [Fact]
    public void Users_have_machines_of_their_own()
    {
        StateMachineRecommender recommender = Create();
        recommender.Learn(new Rating(0, 1, 5f));
        recommender.Learn(new Rating(1, 1, 2f));

        Assert.Equal(5, recommender.Predict(0, 1));
        Assert.Equal(2, recommender.Predict(1, 1));
    }

    [Fact]
    public void Unknown_users_and_items_are_answered_from_means()
    {
        StateMachineRecommender recommender = Create();
        Assert.Equal(2.5, recommender.Predict(3, 1), 9);
        Assert.Equal(2.5, recommender.Predict(3, Items), 9);

        recommender.Learn(new Rating(0, 1, 5f));
        recommender.Learn(new Rating(0, 2, 3f));
        recommender.Learn(new Rating(1, 2, 1f));

        // An unknown item: the user's mean. An unknown user: the item's mean with five ratings of the overall mean, 3; or that alone.
        Assert.Equal(4, recommender.Predict(0, Items), 3);
        Assert.Equal(1, recommender.Predict(1, int.MaxValue), 3);
        Assert.Equal((5 + (5 * 3)) / 6.0, recommender.Predict(9, 1), 3);
        Assert.Equal((3 + 1 + (5 * 3)) / 7.0, recommender.Predict(9, 2), 3);
        Assert.Equal(3, recommender.Predict(9, 5), 3);
        Assert.Equal(3, recommender.Predict(9, Items), 3);
    }

    [Fact]
    public void Recommendations_leave_out_the_rated_and_the_excluded_and_ties_go_by_id()
    {
        StateMachineRecommender recommender = Create();
        recommender.Learn(new Rating(0, 1, 5f));
        recommender.Learn(new Rating(0, 6, 1f));
        ScoredItem[] best = new ScoredItem[Items];
        int count = recommender.Recommend(0, best, [0, 13, -7, Items]);

        Assert.Equal(Items - 4, count);
        int[] items = [.. best.Take(count).Select(scored => scored.Item)];
        Assert.Equal(Enumerable.Range(0, Items).Except([0, 1, 6, 13]), items.Order());
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(recommender.Predict(0, best[i].Item), best[i].Score);
            Assert.True(i == 0 || best[i - 1].Score > best[i].Score || (best[i - 1].Score == best[i].Score && items[i - 1] < items[i]));
        }

        Assert.True(best[0].Score > best[count - 1].Score);
        ScoredItem[] three = new ScoredItem[3];
        Assert.Equal(3, recommender.Recommend(0, three, [0, 13]));
        Assert.Equal(best.Take(3), three);
        Assert.Equal(5, recommender.Predict(0, 13));
        Assert.Equal(0, recommender.Recommend(0, []));
    }

    [Fact]
    public void An_unknown_user_gets_what_the_crowd_likes()
    {
        StateMachineRecommender recommender = Create();
        recommender.Learn(new Rating(0, 7, 5f));
        recommender.Learn(new Rating(0, 2, 1f));
        ScoredItem[] best = new ScoredItem[Items];

        Assert.Equal(Items, recommender.Recommend(4, best));
        Assert.Equal([7, 0, 1, 3], best.Take(4).Select(scored => scored.Item));
        Assert.Equal(2, best[^1].Item);
    }

    [Property(MaxTest = 60)]
    public void Order_does_not_matter_and_forgetting_is_exact(ulong seed)
    {
        SplitMix64 random = new(seed);
        Rating[] all = Ratings(ref random);
        HashSet<int> gone = [.. Enumerable.Range(0, all.Length).Where(i => i % 3 == 0)];
        StateMachineOptions few = new() { MaximumHotUsers = 1 + random.Next(4) };
        StateMachineRecommender recommender = Create(options: few);
        int[] order = [.. Enumerable.Range(0, all.Length)];
        random.Shuffle<int>(order);
        foreach (int i in order)
        {
            recommender.Learn(all[i] with { Value = 2f });
            recommender.Learn(all[i]);
            recommender.Predict(all[i].User, 5);
        }

        foreach (int i in gone)
        {
            Assert.True(recommender.Forget(all[i].User, all[i].Item));
            Assert.False(recommender.Forget(all[i].User, all[i].Item));
        }

        int ofUserTwo = Enumerable.Range(0, all.Length).Count(i => !gone.Contains(i) && all[i].User == 2);
        Assert.Equal(ofUserTwo, recommender.ForgetUser(2));
        StateMachineRecommender never = Create();
        for (int i = 0; i < all.Length; i++)
        {
            if (!gone.Contains(i) && all[i].User != 2)
            {
                never.Learn(all[i]);
            }
        }

        Assert.Equal(never.RatingCount, recommender.RatingCount);
        Assert.Equal(Answers(never), Answers(recommender));
    }

    [Fact]
    public void Bad_arguments_are_refused_and_nothing_is_learned()
    {
        StateMachineRecommender recommender = Create();
        foreach (Rating bad in new Rating[] { new(-1, 0, 1), new(0, Items, 1), new(0, -1, 1), new(0, 0, 5.5f), new(0, 0, float.NaN) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Learn(bad));
        }

        Assert.Equal(0, recommender.RatingCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(-1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.ForgetUser(-1));
        Assert.Throws<ArgumentNullException>(() => new StateMachineRecommender(null!, PaperScale));
        Assert.Equal("scale", Assert.Throws<ArgumentOutOfRangeException>(() => new StateMachineRecommender(Catalog, default)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateMachineOptions { RecallSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateMachineOptions { MaximumHotUsers = 0 });
        Assert.Throws<ArgumentException>(() => new StateMachineOptions { InputChannels = [] });
        Assert.Throws<ArgumentException>(() => new StateMachineOptions { InputChannels = [3, 0] });
        Assert.Throws<ArgumentNullException>(() => new StateMachineOptions { Connector = null! });
    }

    [Fact]
    public void Channels_other_than_the_fields_are_accepted_where_they_fit_the_bits()
    {
        Assert.Equal([1, 4], Create(options: new() { InputChannels = [1, 4] }).Architecture.InputChannels);
        Assert.Equal("options", Assert.Throws<ArgumentException>(() => Create(options: new() { InputChannels = [5, 1] })).ParamName);
    }

    [Fact]
    public void Items_without_bits_are_refused()
    {
        ItemCatalog bare = ItemCatalog.Create(new FeatureSchemaBuilder<int>().OneHot("none", _ => null).Fit([1]), [1, 2]);

        Assert.Equal("catalog", Assert.Throws<ArgumentException>(() => new StateMachineRecommender(bare, PaperScale)).ParamName);
    }

    [Fact]
    public async Task Many_threads_reach_the_same_state_as_one()
    {
        StateMachineRecommender together = Create(options: new() { MaximumHotUsers = 2 });
        StateMachineRecommender alone = Create();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(user => Task.Run(() =>
        {
            for (int item = 0; item < Items - user; item++)
            {
                together.Learn(new Rating(user, item, (item + user) % 6));
                together.Predict((user + item) % 4, item);
                together.Recommend(user, new ScoredItem[3]);
            }
        })));
        for (int user = 0; user < 4; user++)
        {
            for (int item = 0; item < Items - user; item++)
            {
                alone.Learn(new Rating(user, item, (item + user) % 6));
            }
        }

        Assert.Equal(Answers(alone), Answers(together));
    }

    [RealDataFact("the-movies-dataset")]
    public void Under_the_papers_protocol_it_is_as_accurate_as_the_papers_own()
    {
        RatingDataset data = TheMoviesDatasetReader.Read(RealData.PathOf("the-movies-dataset"), MetadataJoin.ThroughLinks);
        FeatureSchema<Movie> schema = PaperItemEncoding.CreateSchema<Movie>(
            movie => movie.Genres, movie => movie.VoteAverage, movie => movie.Language, movie => movie.VoteCount);
        ItemCatalog catalog = ItemCatalog.Create(schema, data.Movies);
        PaperReport report = new PaperProtocol(new PaperOptions { ReviewsPerUser = [25, 100], Repetitions = 2 }).Run(
            data.Ratings.Span, [new RecommenderCandidate("state machine", scale => new StateMachineRecommender(catalog, scale))]);

        foreach (PaperSummary summary in report.Summaries.Where(summary => summary.Name == "state machine"))
        {
            // The paper's table has .65 to .78 for its own.
            Assert.InRange(summary.MeanAccuracy.Mean, 0.78, 0.86);
        }
    }
}
