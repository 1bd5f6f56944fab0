using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders;

namespace WeightlessNet.Tests.Serving;

public class RecommenderTests
{
    private static readonly string[] Titles = ["Alien", "Heat", "Ran", "Scream"];

    public static TheoryData<string> All => [.. RecommenderCases.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Keys_answer_as_their_ids(string name)
    {
        IRecommender ids = RecommenderCases.Create(name, 4, RatingScale.Stars);
        Recommender<Guid, string> keys = new(RecommenderCases.Create(name, 4, RatingScale.Stars), Titles);
        Guid[] users = [.. Enumerable.Range(0, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];
        (int User, int Item, float Value)[] ratings = [(0, 0, 5), (1, 3, 2), (0, 2, 1), (2, 0, 4), (1, 1, 5)];
        foreach ((int user, int item, float value) in ratings)
        {
            ids.Learn(new Rating(user, item, value, 60));
            keys.Learn(users[user], Titles[item], value, DateTimeOffset.UnixEpoch.AddMinutes(1));
        }

        Assert.Equal(3, keys.UserCount);
        ScoredItem[] expected = new ScoredItem[4];
        for (int user = 0; user < 3; user++)
        {
            Assert.Equal(
                Enumerable.Range(0, 4).Select(item => ids.Predict(user, item)), Titles.Select(title => keys.Predict(users[user], title)));
            int count = ids.Recommend(user, expected);
            Assert.Equal(
                expected.Take(count).Select(found => new Recommendation<string>(Titles[found.Item], found.Score)),
                keys.Recommend(users[user], 100));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Unknown_users_and_items_are_answered(string name)
    {
        Recommender<string, string> keys = new(RecommenderCases.Create(name, 4, RatingScale.Stars), Titles);
        keys.Learn("Ann", "Heat", 4);

        Assert.InRange(keys.Predict("Ben", "Heat"), 1, 5);
        Assert.InRange(keys.Predict("Ann", "Solaris"), 1, 5);
        Assert.InRange(keys.Predict("Ben", "Solaris"), 1, 5);
        Assert.Equal(2, keys.Recommend("Ben", 2).Count);
        Assert.Empty(keys.Recommend("Ben", 0));
        Assert.Equal(1, keys.UserCount);
        Assert.False(keys.TryGetUserId("Ben", out _));
    }

    [Fact]
    public void A_forgotten_user_leaves_no_rating_and_the_id_is_retired()
    {
        WeightlessRecommender inner = Weightless();
        Recommender<string, string> keys = new(inner, Titles);
        keys.Learn("Ann", "Heat", 5);
        keys.Learn("Ben", "Ran", 1);
        keys.Learn("Ann", "Alien", 4);

        Assert.Equal(2, keys.ForgetUser("Ann"));
        Assert.Equal(0, keys.ForgetUser("Ann"));
        Assert.Equal(1, keys.UserCount);
        Assert.Equal(1, inner.RatingCount);
        keys.Learn("Cleo", "Scream", 3);

        Assert.True(keys.TryGetUserId("Cleo", out int id));
        Assert.Equal(2, id);
        Assert.Equal(3, keys.Recommend("Cleo", 4).Count);
        Assert.True(keys.Forget("Cleo", "Scream"));
        Assert.False(keys.Forget("Cleo", "Scream"));
        Assert.False(keys.Forget("Dora", "Scream"));
        Assert.False(keys.Forget("Ben", "Solaris"));
        Assert.Equal([new("Ben", 1), new("Cleo", 2)], keys.CopyUserIds().OrderBy(user => user.Key));
    }

    [Fact]
    public void A_refused_rating_adds_no_user()
    {
        Recommender<string, string> keys = new(Weightless(), Titles);

        Assert.Contains("Solaris", Assert.Throws<ArgumentException>(
            "item", () => keys.Learn("Ann", "Solaris", 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => keys.Learn("Ann", "Heat", 6));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => keys.Learn("Ann", "Heat", float.NaN));
        Assert.Throws<ArgumentNullException>("user", () => keys.Learn(null!, "Heat", 3));
        Assert.Throws<ArgumentNullException>("item", () => keys.Learn("Ann", null!, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => keys.Recommend("Ann", -1));
        Assert.Throws<ArgumentException>("item", () => keys.Explain("Ann", "Solaris"));
        Assert.Equal(0, keys.UserCount);
    }

    [Fact]
    public void Ids_of_users_outlive_the_object()
    {
        WeightlessRecommender inner = Weightless();
        Recommender<string, string> before = new(inner, Titles);
        before.Learn("Ann", "Heat", 5);
        before.Learn("Ben", "Ran", 1);
        before.Learn("Cleo", "Ran", 2);
        before.ForgetUser("Ben");

        Recommender<string, string> after = new(inner, Titles, before.CopyUserIds());
        after.Learn("Dora", "Ran", 2);

        Assert.Equal(before.Predict("Ann", "Ran"), after.Predict("Ann", "Ran"));
        Assert.Equal(before.CopyUserIds().Append(new("Dora", 3)), after.CopyUserIds());
    }

    [Fact]
    public void The_id_of_the_last_user_stays_retired_after_a_restart()
    {
        WeightlessRecommender inner = Weightless();
        Recommender<string, string> before = new(inner, Titles);
        before.Learn("Ann", "Heat", 5);
        before.Learn("Ben", "Ran", 1);
        before.ForgetUser("Ben");

        Recommender<string, string> after = new(inner, Titles, before.CopyUserIds(), before.NextUserId);
        after.Learn("Cleo", "Ran", 2);

        Assert.True(after.TryGetUserId("Cleo", out int id));
        Assert.Equal(2, id);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recommender<string, string>(inner, Titles, [], -1));
    }

    [Fact]
    public void An_item_added_to_the_inner_recommender_has_no_key_and_is_left_out()
    {
        WeightlessRecommender inner = Weightless();
        Recommender<string, string> keys = new(inner, Titles);
        keys.Learn("Ann", "Heat", 5);
        inner.AddItem([1]);

        Recommendation<string>[] rest = [.. keys.Recommend("Ann", 10)];
        Assert.Equal(Titles.Except(["Heat"]).Order(), rest.Select(found => found.Item).Order());
    }

    [Fact]
    public void A_new_user_gets_no_id_of_users_whom_the_inner_recommender_was_trained_on_since()
    {
        MatrixFactorizationRecommender inner = new(Titles.Length, RatingScale.Stars);
        Recommender<string, string> keys = new(inner, Titles);
        inner.Fit([new(0, 0, 5), new(4, 1, 1)]);

        keys.Learn("Ann", "Heat", 5);

        Assert.True(keys.TryGetUserId("Ann", out int id));
        Assert.Equal(5, id);
    }

    [Fact]
    public void A_rating_that_was_learned_although_the_call_failed_is_taken_back_or_can_be_forgotten()
    {
        WeightlessRecommender model = Weightless();
        FailsAfterLearning inner = new(model);
        Recommender<string, string> keys = new(inner, Titles);

        Assert.Throws<IOException>(() => keys.Learn("Ann", "Heat", 5));
        Assert.Equal(0, model.RatingCount);
        Assert.False(keys.TryGetUserId("Ann", out _));

        inner.FailsToForget = true;
        Assert.Throws<IOException>(() => keys.Learn("Ben", "Heat", 5));
        Assert.Equal(1, model.RatingCount);
        inner.FailsToForget = false;
        Assert.Equal(1, keys.ForgetUser("Ben"));
        Assert.Equal(0, model.RatingCount);
    }

    private sealed class FailsAfterLearning(IRecommender inner) : DelegatingRecommender(inner)
    {
        public bool FailsToForget { get; set; }

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            throw new IOException("The disk is full.");
        }

        public override int ForgetUser(int user) => FailsToForget ? throw new IOException("Still full.") : base.ForgetUser(user);
    }

    [Fact]
    public void An_id_is_never_assigned_twice()
    {
        HashSet<int> given = [];
        FailingDecorator inner = new(Weightless());
        Recommender<int, string> keys = new(inner, Titles);
        for (int user = 0; user < 100; user++)
        {
            inner.Fails = user % 3 == 2;
            if (inner.Fails)
            {
                Assert.Throws<IOException>(() => keys.Learn(user, "Heat", 5));
                Assert.False(keys.TryGetUserId(user, out _));
                inner.Fails = false;
            }

            keys.Learn(user, "Heat", 5);
            Assert.True(keys.TryGetUserId(user, out int id));
            Assert.True(given.Add(id));
            Assert.DoesNotContain(id, inner.Failed);
            keys.ForgetUser(user);
        }
    }

    [Fact]
    public void Running_out_of_ids_has_a_message_with_the_remedy()
    {
        Recommender<string, string> keys = new(Weightless(), Titles, [new("Ann", (1 << 26) - 1)]);

        Assert.Contains("new model", Assert.Throws<InvalidOperationException>(
            () => keys.Learn("Ben", "Heat", 5)).Message, StringComparison.Ordinal);
        Assert.Equal(1, keys.UserCount);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_model_that_knows_users_is_refused_without_their_keys(string name)
    {
        IRecommender inner = RecommenderCases.Create(name, 4, RatingScale.Stars);
        inner.Learn(new Rating(2, 0, 5));
        PlainDecorator decorated = new(inner);

        foreach (IRecommender front in new[] { inner, decorated })
        {
            ArgumentException refused = Assert.Throws<ArgumentException>("users", () => new Recommender<string, string>(front, Titles));
            Assert.Contains("CopyUserIds", refused.Message, StringComparison.Ordinal);
            Recommender<string, string> strangers = new(front, Titles, []);
            strangers.Learn("Ann", "Heat", 2);
            Assert.True(strangers.TryGetUserId("Ann", out int id));
            Assert.True(id > 2);
        }
    }

    [Fact]
    public void Keys_are_checked()
    {
        WeightlessRecommender inner = Weightless();

        Assert.Throws<ArgumentNullException>("inner", () => new Recommender<int, string>(null!, Titles));
        Assert.Throws<ArgumentNullException>("items", () => new Recommender<int, string>(inner, null!));
        Assert.Throws<ArgumentNullException>("items", () => new Recommender<int, string>(inner, ["a", "b", "c", null!]));
        Assert.Throws<ArgumentException>("items", () => new Recommender<int, string>(inner, ["a", "b", "c"]));
        Assert.Throws<ArgumentException>("items", () => new Recommender<int, string>(inner, ["a", "b", "c", "a"]));
        Assert.Throws<ArgumentException>("items", () => new Recommender<int, string>(
            inner, ["a", "b", "c", "A"], itemComparer: StringComparer.OrdinalIgnoreCase));
        Assert.Throws<ArgumentException>("users", () => new Recommender<int, string>(inner, Titles, [new(1, 0), new(2, 0)]));
        Assert.Throws<ArgumentException>("users", () => new Recommender<int, string>(inner, Titles, [new(1, 0), new(1, 1)]));
        Assert.Throws<ArgumentException>("users", () => new Recommender<int, string>(inner, Titles, [new(1, -1)]));
        Assert.Throws<ArgumentException>("users", () => new Recommender<int, string>(inner, Titles, [new(1, 1 << 26)]));
    }

    [Fact]
    public void Keys_are_compared_by_the_given_comparers()
    {
        Recommender<string, string> keys = new(
            Weightless(), Titles, userComparer: StringComparer.OrdinalIgnoreCase, itemComparer: StringComparer.OrdinalIgnoreCase);
        keys.Learn("Ann", "heat", 5);
        keys.Learn("ANN", "HEAT", 2);

        Assert.Equal(1, keys.UserCount);
        Assert.DoesNotContain("Heat", keys.Recommend("ann", 4).Select(found => found.Item));
        Assert.True(keys.TryGetItemId("HeAt", out int id));
        Assert.Equal(1, id);
    }

    [Fact]
    public void A_missing_capability_is_refused_by_name()
    {
        Recommender<int, string> keys = new(new EaseRecommender(4, RatingScale.Stars), Titles);

        Assert.Contains(nameof(IForgettingRecommender), Assert.Throws<NotSupportedException>(
            () => keys.ForgetUser(1)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => keys.Forget(1, "Heat"));
        Assert.Throws<NotSupportedException>(() => keys.Explain(1, "Heat"));
    }

    [Fact]
    public void Item_ids_of_an_explanation_are_positions_of_keys()
    {
        Recommender<string, string> keys = new(Weightless(), Titles);
        keys.Learn("Ann", "Heat", 5);

        Explanation explanation = keys.Explain("Ann", "Scream");

        Assert.Equal("Scream", keys.Items[explanation.Item]);
        Assert.Equal("Heat", keys.Items[Assert.Single(explanation.ByRating).Item]);
    }

    [Fact]
    public void Many_threads_never_see_another_users_answers()
    {
        Recommender<int, string> keys = new(Weightless(), Titles);
        Parallel.For(0, 2000, i =>
        {
            int user = i % 50;
            keys.Learn(user, Titles[user % 4], 1 + (user % 5));
            Assert.All(keys.Recommend(user, 4), found => Assert.NotEqual(Titles[user % 4], found.Item));
            // Other users are added and forgotten.
            keys.Learn(1000 + (i % 8), "Ran", 1);
            keys.ForgetUser(1000 + (i % 8));
        });

        Assert.Equal(50, keys.UserCount);
        Assert.Equal(50, keys.CopyUserIds().Select(user => user.Value).Distinct().Count());
        Assert.Equal(50, ((WeightlessRecommender)keys.Inner).RatingCount);
    }

    private sealed class FailingDecorator(IRecommender inner) : DelegatingRecommender(inner)
    {
        public bool Fails { get; set; }

        public HashSet<int> Failed { get; } = [];

        public override void Learn(in Rating rating)
        {
            base.Learn(rating);
            if (Fails)
            {
                Failed.Add(rating.User);
                throw new IOException("The disk is full.");
            }
        }
    }

    private static WeightlessRecommender Weightless() => new(
        ItemCatalog.Create(new FeatureSchemaBuilder<string>().OneHot("first letter", title => title[..1]).Fit(Titles), Titles),
        RatingScale.Stars);
}
