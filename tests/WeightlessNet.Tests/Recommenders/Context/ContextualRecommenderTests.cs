using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Context.ContextWorld;

namespace WeightlessNet.Tests.Recommenders.Context;

public sealed class ContextualRecommenderTests
{
    private static readonly Lazy<byte[]> Trained = new(static () => World.Saved(World.Trained()));

    [Fact]
    public void A_described_newcomer_gets_the_answers_of_users_alike()
    {
        ContextualRecommender recommender = Loaded();
        int newcomer = World.Users + 10;
        double unknown = Predict(0);
        recommender.Describe(newcomer, World.AgeOf(0));

        Assert.True(Predict(0) > unknown + 0.2, $"{Predict(0)}, {unknown} before");
        Assert.True(Predict(1) < Predict(0) - 0.5, $"{Predict(1)}, {Predict(0)}");

        recommender.Describe(newcomer, World.AgeOf(1));
        Assert.True(Predict(1) > Predict(0) + 0.5, $"{Predict(1)}, {Predict(0)}");

        double Predict(int item) => recommender.Predict(newcomer, item, World.Moment(true));
    }

    [Fact]
    public void A_moment_changes_the_answer()
    {
        ContextualRecommender recommender = Loaded();
        double evening = recommender.Predict(3, 2, World.Moment(true));
        double unknown = recommender.Predict(3, 2);
        double morning = recommender.Predict(3, 2, World.Moment(false));

        Assert.True(evening > unknown + 0.1 && unknown > morning + 0.1, $"{evening}, {unknown}, {morning}");
    }

    [Fact]
    public void Context_lowers_the_error_on_other_ratings_of_the_world()
    {
        ContextualRecommender recommender = Loaded();
        HybridRecommender hybrid = new(World.Catalog, RatingScale.HalfStars);
        foreach ((Rating rating, _) in World.Ratings())
        {
            hybrid.Learn(rating);
        }

        hybrid.Refit();
        var known = World.Ratings().Select(one => (one.Rating.User, one.Rating.Item)).ToHashSet();
        (double with, double without) = (0, 0);
        foreach ((Rating rating, bool evening) in World.Ratings(seed: 6).Where(one => !known.Contains((one.Rating.User, one.Rating.Item))))
        {
            with += Math.Pow(recommender.Predict(rating.User, rating.Item, World.Moment(evening)) - rating.Value, 2);
            without += Math.Pow(hybrid.Predict(rating.User, rating.Item) - rating.Value, 2);
        }

        Assert.True(with < 0.8 * without, $"{with} with context, {without} without");
    }

    [Fact]
    public void Without_descriptions_and_moments_the_answers_are_those_of_the_hybrid_to_the_byte()
    {
        ContextualRecommender recommender = World.Create();
        HybridRecommender hybrid = new(World.Catalog, RatingScale.HalfStars);
        foreach ((Rating rating, _) in World.Ratings())
        {
            recommender.Learn(rating);
            hybrid.Learn(rating);
        }

        recommender.Refit();
        hybrid.Refit();

        Assert.Equal(ObservedState.Of(hybrid, World.Users + 1), ObservedState.Of(recommender, World.Users + 1));
        Assert.Equal(hybrid.Calibration.Count, recommender.Calibration.Count(group => group.Weight > 0 || !IsOfContext(group)));
    }

    [Fact]
    public void The_order_of_learning_and_describing_does_not_matter()
    {
        ContextualRecommender there = Loaded();
        ContextualRecommender back = Loaded();
        (Rating, bool)[] later = [.. World.Ratings(seed: 7).Take(200)];
        Array.ForEach(later, one => there.Learn(one.Item1, World.Moment(one.Item2)));
        there.Describe(4, World.AgeOf(1));
        back.Describe(4, World.AgeOf(1));
        Array.Reverse(later);
        Array.ForEach(later, one => back.Learn(one.Item1, World.Moment(one.Item2)));

        Assert.Equal(World.Saved(there), World.Saved(back));
        Assert.Equal(World.Answers(there), World.Answers(back));
        Assert.Equal(World.Answers(there), World.Answers(Snapshot.Load<ContextualRecommender>(new MemoryStream(World.Saved(there)))));
    }

    [Fact]
    public void What_is_forgotten_leaves_no_trace()
    {
        ContextualRecommender recommender = Loaded();
        double[] before = World.Answers(recommender);
        int stranger = World.Users + 1;
        recommender.Describe(stranger, World.AgeOf(0));
        for (int item = 0; item < World.Items; item++)
        {
            recommender.Learn(new Rating(stranger, item, 5), World.Moment(true));
        }

        Assert.NotEqual(before, World.Answers(recommender));
        Assert.True(recommender.Forget(stranger, 3));
        Assert.Empty(recommender.MomentOf(stranger, 3));
        Assert.Equal(World.Items - 1, recommender.ForgetUser(stranger));
        Assert.Empty(recommender.DescriptionOf(stranger));
        Assert.Equal(before, World.Answers(recommender));
        Assert.Equal(Trained.Value, World.Saved(recommender));
    }

    [Fact]
    public void A_rating_replaces_an_earlier_one_with_its_moment()
    {
        ContextualRecommender recommender = Loaded();
        recommender.Learn(new Rating(200, 0, 1), World.Moment(true));
        recommender.Learn(new Rating(200, 0, 4));
        ContextualRecommender other = Loaded();
        other.Learn(new Rating(200, 0, 4));

        Assert.Empty(recommender.MomentOf(200, 0));
        Assert.Equal(World.Answers(other), World.Answers(recommender));
        recommender.Learn(new Rating(200, 0, 4), World.Moment(false));
        Assert.Equal(World.Moment(false), recommender.MomentOf(200, 0));
    }

    [Fact]
    public void A_score_is_the_sum_of_its_parts_which_name_fields_and_values()
    {
        ContextualRecommender recommender = Loaded();
        ScoredItem[] list = new ScoredItem[World.Items];
        foreach (int user in (int[])[0, 1, World.Users])
        {
            int found = recommender.Recommend(user, list, World.Moment(true), default);
            foreach (ScoredItem one in list.AsSpan(0, found))
            {
                Explanation explained = recommender.Explain(user, one.Item, World.Moment(true));
                Assert.Equal(one.Score, explained.Score);
                Assert.Equal(one.Score, explained.Base.Concat(explained.ByField).Sum(part => part.Amount));
                Assert.Equal(
                    one.Score, explained.Base.Sum(part => part.Amount) + explained.ByRating.Sum(part => part.Amount));
                Assert.Equal(explained.Base.Count, explained.Base.Select(part => part.Name).Distinct().Count());
                Assert.Equal(
                    recommender.Predict(user, one.Item, World.Moment(true)), RatingScale.HalfStars.Clamp(explained.Score));
                Assert.Contains(explained.Base, part => part.Kind == ContributionKind.Context);
            }
        }

        IEnumerable<string> names = recommender.Explain(0, 2, World.Moment(true)).Base
            .Where(part => part.Kind == ContributionKind.Context).Select(part => part.Name);
        Assert.Contains("age old, this item", names);
        Assert.Contains("time evening", names);
    }

    [Fact]
    public void A_list_follows_the_moment_and_the_filter()
    {
        ContextualRecommender recommender = Loaded();
        ScoredItem[] list = new ScoredItem[3];
        recommender.Describe(300, World.AgeOf(1));
        RecommendationFilter filter = new() { Excluded = [1], Adjustments = [1 << 20] };
        int found = recommender.Recommend(300, list, World.Moment(true), filter);

        // Of odd items, which young users like, after the one that is raised by the whole range.
        Assert.Equal(3, found);
        Assert.Equal(0, list[0].Item);
        Assert.All(list[1..], one => Assert.True(one.Item % 2 == 1 && one.Item != 1));
    }

    [Fact]
    public void Items_are_added_and_changed_while_the_tables_are_in_use()
    {
        ContextualRecommender recommender = Loaded();
        Assert.Equal(World.Items, recommender.AddItem(World.Catalog.PatternOf(1)));
        recommender.Learn(new Rating(3, World.Items, 5), World.Moment(true));
        recommender.UpdateItem(2, World.Catalog.PatternOf(0));
        double[] changed = World.Answers(recommender);

        Assert.Equal(changed, World.Answers(Snapshot.Load<ContextualRecommender>(new MemoryStream(World.Saved(recommender)))));
        recommender.UpdateItem(2, World.Catalog.PatternOf(2));
        recommender.Forget(3, World.Items);
        Assert.Equal(World.Answers(Loaded()).Length, changed.Length);
        Assert.Equal(World.Answers(Loaded())[..36], World.Answers(recommender)[..36]);
    }

    [Fact]
    public void What_changes_during_a_training_counts_after_it()
    {
        ContextualRecommender during = Loaded();
        ContextualRecommender before = Loaded();
        bool isDone = false;
        during.Refit(new Reports(_ =>
        {
            if (!isDone)
            {
                isDone = true;
                Change(during);
            }
        }));
        before.Refit();
        Change(before);

        Assert.True(isDone);
        Assert.Equal(World.Answers(before), World.Answers(during));

        static void Change(ContextualRecommender recommender)
        {
            recommender.Learn(new Rating(World.Users, 0, 5), World.Moment(true));
            recommender.Describe(World.Users, World.AgeOf(1));
            recommender.Describe(0, []);
            recommender.UpdateItem(5, World.Catalog.PatternOf(1));
            recommender.ForgetUser(1);
        }
    }

    [Fact]
    public void Questions_and_changes_of_many_threads_end_as_those_of_one()
    {
        ContextualRecommender recommender = Loaded();
        ContextualRecommender alone = Loaded();
        (Rating Rating, bool IsEvening)[] later = [.. World.Ratings(seed: 8)];
        Parallel.For(0, 8, thread =>
        {
            foreach ((Rating rating, bool evening) in later.Where(one => one.Rating.User % 8 == thread))
            {
                recommender.Learn(rating, World.Moment(evening));
                Assert.InRange(recommender.Predict(rating.User, rating.Item, World.Moment(evening)), 0.5, 5);
            }
        });
        Array.ForEach(later, one => alone.Learn(one.Rating, World.Moment(one.IsEvening)));

        Assert.Equal(World.Saved(alone), World.Saved(recommender));
    }

    [Fact]
    public void Wrong_input_is_refused_and_changes_nothing()
    {
        ContextualRecommender recommender = Loaded();
        Assert.Throws<ArgumentException>("description", () => recommender.Describe(1, [1, 2]));
        Assert.Throws<ArgumentException>("description", () => recommender.Describe(1, [1UL << 63]));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Describe(-1, World.AgeOf(0)));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.Describe(1 << 26, World.AgeOf(0)));
        Assert.Throws<ArgumentException>("moment", () => recommender.Learn(new Rating(1, 1, 3), [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Learn(new Rating(1, 1, 9), World.Moment(true)));
        Assert.Throws<ArgumentException>("moment", () => recommender.Predict(1, 1, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Explain(1, World.Items, World.Moment(true)));
        Assert.Equal(Trained.Value, World.Saved(recommender));
    }

    [Fact]
    public void Too_many_fields_twins_and_unsuitable_options_are_refused()
    {
        FeatureSchemaBuilder<int> many = new();
        for (int field = 0; field < 9; field++)
        {
            many.OneHot($"field {field}", static id => id % 2 == 0 ? "a" : "b");
        }

        ContextFields nine = ContextFields.Of(many.Fit([0, 1]));
        string message = Assert.Throws<ArgumentException>(
            () => new ContextualRecommender(World.Catalog, RatingScale.HalfStars, nine, ContextFields.None)).Message;
        Assert.Contains("9 fields", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(
            () => new ContextualRecommender(World.Catalog, RatingScale.HalfStars, World.UserFields, World.UserFields)).Message;
        Assert.Contains("'age'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("options", () => World.Create(new HybridOptions { RefitGrowth = 1 }));
        Assert.Throws<ArgumentException>(
            "options", () => World.Create(new HybridOptions { Personal = new WeightlessOptions { MaximumRatingsPerUser = 3 } }));
    }

    private static ContextualRecommender Loaded() => Snapshot.Load<ContextualRecommender>(new MemoryStream(Trained.Value));

    private static bool IsOfContext(CalibratedGroup group) =>
        group.Name.Contains("age", StringComparison.Ordinal) || group.Name.Contains("time", StringComparison.Ordinal);

    private sealed class Reports(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
