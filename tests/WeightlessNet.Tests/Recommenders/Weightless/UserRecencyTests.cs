using FsCheck.Xunit;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Storage;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class UserRecencyTests
{
    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void A_user_who_follows_drift_gets_the_answers_of_that_option_and_others_do_not(World world)
    {
        const int User = 0;
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender plain = world.Taught(options, world.Ratings);
            WeightlessRecommender drift = world.Taught(
                options with { Recency = WeightlessOptions.FollowDrift, Twicing = Math.Min(options.Twicing, 0.25) },
                world.Ratings);
            WeightlessRecommender mixed = world.Taught(options, world.Ratings);
            mixed.Predict(User, 0);
            mixed.SetRecency(User, UserRecency.FollowDrift);

            Assert.Equal(UserRecency.FollowDrift, mixed.RecencyOf(User));
            AssertAnswersAlike(drift, mixed, User, world.Items);
            for (int other = 1; other <= world.Users; other++)
            {
                AssertAnswersAlike(plain, mixed, other, world.Items);
            }

            Assert.Equal(plain.StandingOf(User, 0), mixed.StandingWith(User, UserRecency.AsConfigured, 0));
            AssertAnswersAlike(drift, mixed, User, world.Items);
            mixed.SetRecency(User, UserRecency.AsConfigured);
            AssertAnswersAlike(plain, mixed, User, world.Items);
        }
    }

    [Fact]
    public void The_control_weighs_recent_ratings_until_it_is_removed()
    {
        (WeightlessRecommender inner, ItemCatalog catalog) = Drifted();
        TunableRecommender tunable = new(inner, catalog);
        Standing before = tunable.StandingOf(0, 5);

        int first = tunable.Apply(0, TuningControl.WeighRecent());
        Standing recent = tunable.StandingOf(0, 5);
        int second = tunable.Apply(0, TuningControl.WeighRecent());

        Assert.NotEqual(before.Score, recent.Score);
        Assert.Equal(recent, tunable.StandingOf(0, 5));
        Assert.Equal(recent, tunable.WithoutControl(0, first, 5));
        Assert.True(tunable.Remove(0, first));
        Assert.Equal(recent, tunable.StandingOf(0, 5));
        Assert.Equal(before, tunable.WithoutControl(0, second, 5));
        Assert.Equal(recent, tunable.StandingOf(0, 5));
        Counterfactual without = Assert.Single(tunable.WhatWouldChange(0, 5, 20), found => found.Control is not null);
        Assert.Equal((recent, before), (without.Now, without.Then));
        Assert.Equal(TuningKind.WeighRecent, tunable.Undo(0)!.Kind);
        Assert.Equal(before, tunable.StandingOf(0, 5));
        Assert.Equal(UserRecency.AsConfigured, inner.RecencyOf(0));
    }

    [Fact]
    public void Removing_the_control_returns_the_recency_that_the_application_has_set()
    {
        (WeightlessRecommender inner, ItemCatalog catalog) = Drifted();
        TunableRecommender tunable = new(inner, catalog);
        Standing plain = tunable.StandingOf(0, 5);
        tunable.SetRecency(0, UserRecency.FollowDrift);
        Standing recent = tunable.StandingOf(0, 5);

        int id = tunable.Apply(0, TuningControl.WeighRecent());
        Assert.Equal(recent, tunable.WithoutControl(0, id, 5));
        tunable.Undo(0);
        Assert.Equal(UserRecency.FollowDrift, tunable.RecencyOf(0));
        Assert.Equal(recent, tunable.StandingOf(0, 5));

        id = tunable.Apply(0, TuningControl.WeighRecent());
        tunable.SetRecency(0, UserRecency.AsConfigured);
        Assert.Equal((UserRecency.FollowDrift, recent), (tunable.RecencyOf(0), tunable.StandingOf(0, 5)));
        Assert.Equal(plain, tunable.WithoutControl(0, id, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tunable.SetRecency(0, (UserRecency)2));
        Assert.True(tunable.Remove(0, id));
        Assert.Equal((UserRecency.AsConfigured, plain), (tunable.RecencyOf(0), tunable.StandingOf(0, 5)));
    }

    [Fact]
    public void Equally_old_ratings_weigh_equally()
    {
        const int Items = 41;
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>().OneHot("kind", _ => "same").Fit([0]), [.. Enumerable.Range(0, Items)]);
        WeightlessOptions options = new() { Recency = WeightlessOptions.FollowDrift };
        WeightlessRecommender lowLiked = new(catalog, RatingScale.Stars, options);
        WeightlessRecommender highLiked = new(catalog, RatingScale.Stars, options);
        for (int item = 0; item < Items - 1; item++)
        {
            lowLiked.Learn(new Rating(0, item, item < 20 ? 5 : 1));
            highLiked.Learn(new Rating(0, item, item < 20 ? 1 : 5));
        }

        Assert.Equal(lowLiked.Predict(0, Items - 1), highLiked.Predict(0, Items - 1));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void The_numbering_of_items_changes_no_prediction(World world)
    {
        const int Items = 30;
        (string[] Genres, double? Year)[] films =
            [.. Enumerable.Range(0, Items).Select(i => (new[] { $"genre {(i * 7) % 4}" }, (double?)(1950 + ((i * 13) % 40))))];
        (ItemCatalog forth, ItemCatalog back) = (World.CatalogOf(films), World.CatalogOf([.. films.Reverse()]));
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender plain = new(forth, world.Scale, options);
            WeightlessRecommender renumbered = new(back, world.Scale, options);
            foreach (Rating rating in world.Ratings.Where(rating => rating.Item < Items))
            {
                Rating tied = rating with { Timestamp = rating.Timestamp / 10 };
                plain.Learn(tied);
                renumbered.Learn(tied with { Item = Items - 1 - tied.Item });
            }

            for (int user = 0; user <= world.Users; user++)
            {
                for (int item = 0; item < Items; item++)
                {
                    Assert.Equal(plain.Predict(user, item), renumbered.Predict(user, Items - 1 - item));
                }
            }
        }
    }

    [Fact]
    public void A_forgotten_user_no_longer_follows_drift()
    {
        (WeightlessRecommender inner, ItemCatalog catalog) = Drifted();
        TunableRecommender tunable = new(inner, catalog);
        tunable.Apply(0, TuningControl.WeighRecent());

        tunable.ForgetUser(0);

        Assert.Equal(UserRecency.AsConfigured, inner.RecencyOf(0));
        inner.SetRecency(1, UserRecency.FollowDrift);
        inner.ForgetUser(1);
        Assert.Equal(UserRecency.AsConfigured, inner.RecencyOf(1));
    }

    [Fact]
    public async Task A_control_applied_while_its_user_is_forgotten_acts_fully_or_is_gone()
    {
        (WeightlessRecommender weightless, ItemCatalog catalog) = Drifted();
        Task applying = Task.CompletedTask;
        Interrupted inner = new(weightless);
        TunableRecommender tunable = new(inner, catalog);
        inner.BeforeForgetting = () =>
        {
            applying = Task.Factory.StartNew(
                () => tunable.Apply(0, TuningControl.WeighRecent()),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            applying.Wait(500);
        };

        Assert.Equal(80, tunable.ForgetUser(0));
        await applying;

        Assert.Equal(
            tunable.ControlsOf(0).Count == 0 ? UserRecency.AsConfigured : UserRecency.FollowDrift,
            weightless.RecencyOf(0));
    }

    [Fact]
    public void A_snapshot_keeps_the_recency_of_users()
    {
        (WeightlessRecommender recommender, _) = Drifted();
        recommender.SetRecency(0, UserRecency.FollowDrift);
        recommender.SetRecency(9, UserRecency.FollowDrift);
        using MemoryStream stream = new();
        recommender.Save(stream);
        stream.Position = 0;

        WeightlessRecommender loaded = Snapshot.Load<WeightlessRecommender>(stream);

        Assert.Equal(UserRecency.FollowDrift, loaded.RecencyOf(0));
        Assert.Equal(UserRecency.FollowDrift, loaded.RecencyOf(9));
        Assert.Equal(UserRecency.AsConfigured, loaded.RecencyOf(1));
        AssertAnswersAlike(recommender, loaded, 0, recommender.ItemCount);
    }

    [Fact]
    public void The_hybrid_keeps_the_recency_of_users_through_a_training()
    {
        (_, ItemCatalog catalog) = Drifted();
        HybridRecommender hybrid = new(catalog, RatingScale.Stars, () => new BiasRecommender(catalog.Count, RatingScale.Stars));
        hybrid.SetRecency(0, UserRecency.FollowDrift);

        hybrid.Fit([new Rating(0, 1, 5, 1), new Rating(0, 2, 1, 2)]);

        Assert.Equal(UserRecency.FollowDrift, hybrid.RecencyOf(0));
    }

    [Fact]
    public void Invalid_users_and_recencies_are_refused()
    {
        (WeightlessRecommender recommender, ItemCatalog catalog) = Drifted();

        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.SetRecency(-1, UserRecency.FollowDrift));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.RecencyOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>("recency", () => recommender.SetRecency(0, (UserRecency)2));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.StandingWith(0, UserRecency.FollowDrift, catalog.Count));
        Assert.Throws<ArgumentException>("control", () => new TunableRecommender(recommender, catalog)
            .Apply(0, TuningControl.WeighRecent() with { Amount = 1 }));
    }

    // A user whose taste is reversed over time, and another user.
    private static (WeightlessRecommender Recommender, ItemCatalog Catalog) Drifted()
    {
        int[] items = [.. Enumerable.Range(0, 200)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().OneHot("kind", item => item % 2 == 0 ? "even" : "odd").Fit(items);
        ItemCatalog catalog = ItemCatalog.Create(schema, items);
        WeightlessRecommender recommender = new(catalog, RatingScale.Stars);
        for (int i = 0; i < 80; i++)
        {
            bool likesEven = i < 40;
            recommender.Learn(new Rating(0, i + 10, (i % 2 == 0) == likesEven ? 5 : 1, i));
            recommender.Learn(new Rating(1, i + 10, 3, i));
        }

        return (recommender, catalog);
    }

    private static void AssertAnswersAlike(WeightlessRecommender expected, WeightlessRecommender actual, int user, int items)
    {
        ScoredItem[] best = new ScoredItem[items];
        ScoredItem[] found = new ScoredItem[items];
        Assert.Equal(expected.Recommend(user, best), actual.Recommend(user, found));
        Assert.Equal(best, found);
        for (int item = 0; item < items; item++)
        {
            Assert.Equal(expected.Predict(user, item), actual.Predict(user, item));
        }
    }

    /// <summary>A recommender with an action that runs just before it forgets a user.</summary>
    private sealed class Interrupted(WeightlessRecommender inner) : ICounterfactualRecommender, IRecencyRecommender
    {
        public Action BeforeForgetting { get; set; } = () => { };

        public int ItemCount => inner.ItemCount;

        public RatingScale Scale => inner.Scale;

        public void Learn(in Rating rating) => inner.Learn(rating);

        public bool Forget(int user, int item) => inner.Forget(user, item);

        public int ForgetUser(int user)
        {
            BeforeForgetting();
            return inner.ForgetUser(user);
        }

        public double Predict(int user, int item) => inner.Predict(user, item);

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded) =>
            inner.Recommend(user, destination, excluded);

        public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
            inner.Recommend(user, destination, filter);

        public Explanation Explain(int user, int item) => inner.Explain(user, item);

        public Standing StandingOf(int user, int item, in RecommendationFilter filter) => inner.StandingOf(user, item, filter);

        public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter) =>
            inner.WithoutRating(user, ratedItem, item, filter);

        public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter) => inner.IfRated(rating, item, filter);

        public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter) =>
            inner.WhatWouldChange(user, item, count, filter);

        public UserRecency RecencyOf(int user) => inner.RecencyOf(user);

        public void SetRecency(int user, UserRecency recency) => inner.SetRecency(user, recency);

        public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter) =>
            inner.StandingWith(user, recency, item, filter);
    }
}
