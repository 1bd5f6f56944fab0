using FsCheck.Xunit;
using JournalWriter;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>A personal model answers as the recommender that its crowd was copied from.</summary>
public sealed class PersonalModelTests
{
    private const int Newcomer = 99;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 2_000).Select(i => ((string[])[$"genre {i % 7}"], (double?)(1950 + (i % 60))))]);

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void Answers_are_those_of_the_recommender_to_the_byte(World world)
    {
        foreach (WeightlessOptions options in world.Options.Append(world.Shape with { MaximumRatingsPerUser = 3 }))
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            recommender.RemoveItem(0);
            foreach (int user in (int[])[0, Newcomer])
            {
                CrowdModel crowd = Loaded(CrowdModel.From(recommender));
                AssertFollows(world, crowd, recommender, user);
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void Over_central_models_too(World world)
    {
        foreach (HybridRecommender recommender in (HybridRecommender[])[Fitted(world), HybridWorld.Taught(world, world.Ratings)])
        {
            foreach (int user in (int[])[0, Newcomer])
            {
                CrowdModel crowd = Loaded(CrowdModel.From(recommender));
                AssertFollows(world, crowd, recommender, user);
            }
        }
    }

    [Fact]
    public void A_calibrated_hybrid_in_its_defaults_is_shared_without_its_users()
    {
        HybridRecommender recommender = new(Films, RatingScale.HalfStars);
        recommender.Fit(Ratings(5_000, 200));
        CrowdModel crowd = Loaded(CrowdModel.From(recommender));
        PersonalModel model = new(crowd, recommender.Export(3));
        Assert.Contains(recommender.Calibration, group => group.Weight != 0);
        Assert.Equal(AnswersOf(recommender, 3), AnswersOf(model, Films.Count));

        // Two factorizations of 32 and fewer factors for 200 users would take more.
        Assert.InRange(SnapshotCase.Save(crowd).Length, 1, SnapshotCase.Save(recommender).Length - (200 * 32 * sizeof(float)));
    }

    [Fact]
    public void What_a_model_learns_changes_neither_the_crowd_nor_another_model()
    {
        WeightlessRecommender recommender = Taught();
        var crowd = CrowdModel.From(recommender);
        byte[] before = SnapshotCase.Save(crowd);
        (PersonalModel first, PersonalModel second) = (new(crowd, recommender.Export(1)), new(crowd, recommender.Export(2)));
        List<double> answers = AnswersOf(second, Films.Count);

        for (int item = 0; item < 300; item++)
        {
            first.Learn(new RatedItem(item, 0.5f, item));
            first.Predict(item);
        }

        Assert.NotEqual(AnswersOf(new PersonalModel(crowd, recommender.Export(1)), Films.Count), AnswersOf(first, Films.Count));
        Assert.Equal(answers, AnswersOf(second, Films.Count));
        Assert.InRange(first.Export().Ratings.Length, 300, 400);
        Assert.Equal(first.Export().Ratings.Length, first.ForgetAll());
        Assert.Equal(0, first.Export().Ratings.Length);
        Assert.Equal(answers, AnswersOf(new PersonalModel(crowd, recommender.Export(2)), Films.Count));
        Assert.Equal(before, SnapshotCase.Save(crowd));
    }

    [Fact]
    public void A_hundred_ratings_take_less_than_a_kilobyte_whether_the_crowd_knows_them_or_not()
    {
        WeightlessRecommender recommender = Taught();
        CrowdModel empty = Loaded(CrowdModel.From(recommender));
        PersonalModel newcomer = new(empty);
        for (int i = 0; i < 100; i++)
        {
            RatedItem rated = new(i * 19, 0.5f * ((i % 10) + 1), 1_600_000_000 + (i * 7919L * 997));
            newcomer.Learn(rated);
            recommender.Learn(new Rating(Newcomer, rated.Item, rated.Value, rated.Timestamp));
        }

        PersonalModel known = new(CrowdModel.From(recommender), recommender.Export(Newcomer));
        for (int i = 0; i < 25; i++)
        {
            known.Learn(new RatedItem(i * 19, 3.5f, 1_700_000_000));
        }

        Assert.All((PersonalRatings[])[newcomer.Export(), recommender.Export(Newcomer), known.Export()], ratings =>
        {
            Assert.Equal(100, ratings.Ratings.Length);
            Assert.InRange(SnapshotCase.Save(ratings).Length, 100, 1024);
        });
    }

    [Fact]
    public void Another_process_gives_the_same_answers_and_leaves_the_same_bytes()
    {
        WeightlessRecommender recommender = Taught();
        var crowd = CrowdModel.From(recommender);
        PersonalModel here = new(crowd, recommender.Export(1));
        string folder = Directory.CreateTempSubdirectory("weightless").FullName;
        try
        {
            (string crowdPath, string ratingsPath) = (Path.Combine(folder, "crowd"), Path.Combine(folder, "ratings"));
            crowd.Save(crowdPath);
            here.Export().Save(ratingsPath);

            string answers = OtherProcess.Run(crowdPath, ratingsPath);

            Assert.Equal(PersonalSession.Run(here, Films.Count), answers);
            Assert.Equal(SnapshotCase.Save(here.Export()), File.ReadAllBytes(ratingsPath));
            PersonalModel back = new(crowd, Snapshot.Load<PersonalRatings>(ratingsPath));
            Assert.Equal(AnswersOf(here, Films.Count), AnswersOf(back, Films.Count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Threads_see_the_answers_of_the_model_before_or_after_a_change()
    {
        WeightlessRecommender recommender = Taught();
        PersonalModel model = new(CrowdModel.From(recommender), recommender.Export(1));
        RatedItem rating = new(1_999, 5, 7);
        model.Learn(rating);
        double with = model.Predict(0);
        model.Forget(rating.Item);
        double without = model.Predict(0);
        Assert.NotEqual(with, without);

        Parallel.For(0, 2_000, i =>
        {
            if (i % 10 == 0)
            {
                model.Learn(rating);
                model.Forget(rating.Item);
            }
            else
            {
                Assert.Contains(model.Predict(0), (double[])[with, without]);
            }
        });
        Assert.Equal(without, model.Predict(0));
    }

    [Fact]
    public void Answers_between_two_changes_allocate_nothing()
    {
        WeightlessRecommender recommender = Taught();
        PersonalModel model = new(CrowdModel.From(recommender), recommender.Export(1));
        model.Learn(new RatedItem(5, 4, 9));
        ScoredItem[] list = new ScoredItem[10];
        double sum = Ask();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            sum += Ask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));

        double Ask() => model.Predict(7) + model.Recommend(list) + model.StandingOf(8).Score;
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        WeightlessRecommender recommender = Taught();
        var crowd = CrowdModel.From(recommender);
        Assert.Equal((Films.Count, RatingScale.HalfStars), (crowd.ItemCount, crowd.Scale));
        WeightlessRecommender stars = new(Films, RatingScale.Stars);
        Assert.Throws<ArgumentException>(() => new PersonalModel(crowd, stars.Export(0)));
        recommender.Learn(new Rating(1, 1_999, 5));
        Assert.Equal(0, CountOf(crowd, 1_999));
        Assert.Throws<ArgumentException>(() => new PersonalModel(crowd, recommender.Export(1)));
        ItemCatalog oneMore = World.CatalogOf([.. Enumerable.Range(0, 2_001).Select(_ => (Array.Empty<string>(), (double?)1))]);
        WeightlessRecommender many = new(oneMore, RatingScale.HalfStars);
        many.Learn(new Rating(0, 2_000, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalModel(crowd, many.Export(0)));
        Assert.Throws<ArgumentNullException>(() => new PersonalModel(null!));
        Assert.Throws<ArgumentNullException>(() => CrowdModel.From((WeightlessRecommender)null!));
        Assert.Throws<ArgumentNullException>(() => CrowdModel.From((HybridRecommender)null!));

        PersonalModel model = new(crowd);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new RatedItem(2_000, 3, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new RatedItem(0, 5.5f, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Forget(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Explain(2_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.StandingOf(2_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Recency = (UserRecency)7);
        Assert.Throws<ArgumentException>(() => model.WithoutRating(0, 0));
        Assert.False(model.Forget(0));
    }

    [Fact]
    public void A_central_model_that_needs_its_users_is_not_shared()
    {
        HybridRecommender recommender = new(
            Films, RatingScale.HalfStars, () => new BiasRecommender(Films.Count, RatingScale.HalfStars));
        Assert.NotNull(CrowdModel.From(recommender));
        recommender.Fit(Ratings(600, 30));
        Assert.Throws<NotSupportedException>(() => CrowdModel.From(recommender));
    }

    private static void AssertFollows<T>(World world, CrowdModel crowd, T recommender, int user)
        where T : ICounterfactualRecommender, IPortableRecommender, IRecencyRecommender
    {
        SplitMix64 random = new(world.Seed);
        PersonalModel model = new(crowd, user == Newcomer ? null : Loaded(recommender.Export(user)));
        Assert.Equal(AnswersOf(recommender, user), AnswersOf(model, world.Items));
        for (int change = 0; change < 12; change++)
        {
            int item = random.Next(world.Items);
            RatedItem rated = new(item, world.RandomValue(ref random), random.Next(30));
            switch (random.Next(6))
            {
                case 0:
                    Assert.Equal(recommender.Forget(user, item), model.Forget(item));
                    break;
                case 1:
                    model.Recency = (UserRecency)random.Next(2);
                    recommender.SetRecency(user, model.Recency);
                    break;
                case 2:
                    model = new PersonalModel(crowd, Loaded(model.Export()));
                    break;
                case 3 when random.Next(3) == 0:
                    Assert.Equal(recommender.ForgetUser(user), model.ForgetAll());
                    break;
                default:
                    recommender.Learn(new Rating(user, rated.Item, rated.Value, rated.Timestamp));
                    model.Learn(rated);
                    break;
            }

            Assert.Equal(AnswersOf(recommender, user), AnswersOf(model, world.Items));
            Rating supposed = new(user, random.Next(world.Items), rated.Value, rated.Timestamp);
            Assert.Equal(
                recommender.IfRated(supposed, item), model.IfRated(new RatedItem(supposed.Item, supposed.Value, supposed.Timestamp), item));
            AssertSame(recommender.WhatWouldChange(user, item, 3), model.WhatWouldChange(item, 3));
        }

        // The recommender learns from the model.
        PersonalRatings exported = Loaded(model.Export());
        recommender.ForgetUser(user);
        recommender.Import(user, exported);
        Assert.Equal(AnswersOf(recommender, user), AnswersOf(model, world.Items));
        foreach (RatedItem own in exported.Ratings)
        {
            Assert.Equal(recommender.WithoutRating(user, own.Item, 1), model.WithoutRating(own.Item, 1));
        }
    }

    private static void AssertSame(IReadOnlyList<Counterfactual> expected, IReadOnlyList<Counterfactual> actual) => Assert.Equal(
        expected.Select(found => (found.Rating, found.Now, found.Then)), actual.Select(found => (found.Rating, found.Now, found.Then)));

    private static List<double> AnswersOf(ICounterfactualRecommender recommender, int user)
    {
        ScoredItem[] list = new ScoredItem[recommender.ItemCount];
        return Numbers(
            recommender.ItemCount,
            item => recommender.Predict(user, item),
            list[..recommender.Recommend(user, list)],
            item => recommender.Explain(user, item),
            item => recommender.StandingOf(user, item));
    }

    private static List<double> AnswersOf(PersonalModel model, int items)
    {
        ScoredItem[] list = new ScoredItem[items];
        return Numbers(items, model.Predict, list[..model.Recommend(list)], model.Explain, item => model.StandingOf(item));
    }

    private static List<double> Numbers(
        int items, Func<int, double> predict, ScoredItem[] list, Func<int, Explanation> explain, Func<int, Standing> standing)
    {
        Explanation[] explanations = [.. Enumerable.Range(0, 4).Select(explain)];
        return
        [
            .. Enumerable.Range(0, items + 1).Select(predict),
            .. list.SelectMany(scored => (double[])[scored.Item, scored.Score]),
            .. explanations.SelectMany(explanation => (double[])
            [
                explanation.Score,
                .. explanation.Base.Select(part => part.Amount),
                .. explanation.ByField.Select(part => part.Amount),
                .. explanation.ByRating.Select(part => part.Amount),
            ]),
            .. Enumerable.Range(0, 4).Select(standing).SelectMany(one => (double[])[one.Score, one.Rank ?? -1]),
        ];
    }

    private static int CountOf(CrowdModel crowd, int item) => crowd.Crowd.Shared.Catalog.CountOf(item);

    private static T Loaded<T>(T snapshot)
        where T : ISnapshot<T>
    {
        using MemoryStream stream = new(SnapshotCase.Save(snapshot));
        return Snapshot.Load<T>(stream);
    }

    private static HybridRecommender Fitted(World world)
    {
        HybridRecommender recommender = HybridWorld.Taught(world, []);
        recommender.Fit(world.Ratings);
        return recommender;
    }

    private static WeightlessRecommender Taught()
    {
        WeightlessRecommender recommender = new(Films, RatingScale.HalfStars);
        foreach (Rating rating in Ratings(3_000, 50))
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    // Nobody has rated the last items.
    private static Rating[] Ratings(int count, int users)
    {
        SplitMix64 random = new(3);
        Rating[] ratings = new Rating[count];
        for (int i = 0; i < count; i++)
        {
            ratings[i] = new Rating(random.Next(users), random.Next(Films.Count - 50), 0.5f + (0.5f * random.Next(10)), i);
        }

        return ratings;
    }
}
