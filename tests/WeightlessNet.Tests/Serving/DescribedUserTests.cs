using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;
using World = WeightlessNet.Tests.Serving.DescribedWorld;

namespace WeightlessNet.Tests.Serving;

/// <summary>What descriptions of users change in answers.</summary>
public sealed class DescribedUserTests(DescribedUserTests.Trained trained) : IClassFixture<DescribedUserTests.Trained>
{
    private static readonly UserValue[] Young = [new("age", 20)];
    private static readonly UserValue[] Old = [new("age", 60), new("country", "AT")];

    private Recommender<string, Film> Films => trained.Films;

    [Fact]
    public async Task A_newcomer_who_has_rated_nothing_gets_the_list_of_users_alike()
    {
        await Films.DescribeUserAsync("young newcomer", Young);
        await Films.DescribeUserAsync("old newcomer", Old);
        Assert.InRange(World.ShareForYoung(Films, "nobody"), 0.2, 0.8);
        Assert.InRange(World.ShareForYoung(Films, "young newcomer"), 0.9, 1);
        Assert.InRange(World.ShareForYoung(Films, "old newcomer"), 0, 0.1);

        // Unknown words and fields that are not said say nothing.
        await Films.DescribeUserAsync("stranger", new UserValue("country", "Atlantis"));
        Assert.Equal(ListOf("nobody"), ListOf("stranger"));
    }

    [Fact]
    public async Task Predicted_ratings_are_those_of_users_alike()
    {
        await Films.DescribeUserAsync("a young one", Young);
        Film horror = World.Films[2];
        Film drama = World.Films[0];
        Assert.True(Films.Predict("a young one", horror) > Films.Predict("nobody", horror) + 0.3);
        Assert.True(Films.Predict("a young one", drama) < Films.Predict("nobody", drama) - 0.3);
        Assert.Contains(
            Films.ExplainRating("a young one", horror).Base,
            part => part.Kind == ContributionKind.Context && part.Name.Contains("age 18 to under 30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reasons_name_the_field_of_users_and_the_value()
    {
        await Films.DescribeUserAsync("a reader", Young);
        Suggestion<Film> first = Films.Recommend("a reader", 1)[0];
        Assert.Equal((ReasonKind.UsersAlike, "age", "18 to under 30"), (first.Reason.Kind, first.Reason.Field, first.Reason.Value));
        Assert.Equal(new FieldLevel { AtLeast = 18, Below = 30 }, first.Reason.Level);
        Assert.Equal("because people with age 18 to under 30 like it", first.Why);
        Explanation explained = Films.Explain("a reader", first.Item);
        Assert.Equal(first.Score, explained.Score);
        Assert.Equal(first.Score, explained.Base.Sum(part => part.Amount), 9);
        Assert.Equal(first.Score, Films.StandingOf("a reader", first.Item).Score);
        Assert.Equal(1, Films.StandingOf("a reader", first.Item).Rank);
        Assert.Equal(explained.Base.Count, explained.Base.Select(part => (part.Kind, part.Name)).Distinct().Count());
    }

    [Fact]
    public async Task Ratings_count_beside_the_description()
    {
        await Films.DescribeUserAsync("odd", Young);
        foreach (Film film in World.Films.Where(film => film.Genres[0] == "War").Take(8))
        {
            await Films.LearnAsync("odd", film, 5);
        }

        foreach (Film film in World.Films.Where(film => film.Genres[0] == "Horror").Take(8))
        {
            await Films.LearnAsync("odd", film, 1);
        }

        Assert.InRange(World.ShareForYoung(Films, "odd"), 0, 0.5);
    }

    [Fact]
    public async Task Counterfactuals_are_what_happens()
    {
        await Films.DescribeUserAsync("what if", Young);
        Film[] rated = [World.Films[10], World.Films[20]];
        Film item = World.Films[30];
        Standing ifRated = Films.IfRated("what if", rated[0], 5, item);
        await Films.LearnAsync("what if", rated[0], 5);
        Assert.Equal(ifRated, Films.StandingOf("what if", item));
        await Films.LearnAsync("what if", rated[1], 4.5f);
        IReadOnlyList<Counterfactual> changes = Films.WhatWouldChange("what if", item, 5);
        Standing without = Films.WithoutRating("what if", rated[1], item);
        Assert.True(Films.TryGetItemId(rated[1], out int id));
        Assert.Equal(without, Assert.Single(changes, change => change.Rating?.Item == id).Then);
        await Films.ForgetAsync("what if", rated[1]);
        Assert.Equal(without, Films.StandingOf("what if", item));
    }

    [Fact]
    public async Task A_changed_description_counts_at_once_and_a_forgotten_one_not_at_all()
    {
        await Films.DescribeUserAsync("changing", Young);
        string[] young = ListOf("changing");
        await Films.DescribeUserAsync("changing", Old);
        Assert.NotEqual(young, ListOf("changing"));
        Assert.Equal(["age 60", "country AT"], Films.DescriptionOf("changing").Select(value => value.ToString()));
        await Films.DescribeUserAsync("changing");
        Assert.Empty(Films.DescriptionOf("changing"));
        Assert.Equal(ListOf("nobody"), ListOf("changing"));
        Assert.Contains("changing", Films.Users);
        await Films.ForgetUserAsync("changing");
        Assert.DoesNotContain("changing", Films.Users);

        // Nobody becomes known by a description without values.
        await Films.DescribeUserAsync("nobody");
        Assert.DoesNotContain("nobody", Films.Users);
    }

    [Fact]
    public void The_report_tells_how_much_each_field_counts()
    {
        CalibratedGroup ages = Assert.Single(trained.Report.ListParts, part => part.Name == "age x item's genre");
        Assert.InRange(ages.Weight, 0.1, 16);
        Assert.True(ages.With > ages.Without + 0.02, $"{ages.With}, {ages.Without}");
        Assert.Contains(trained.Report.RatingParts, part => part.Name.StartsWith("age x", StringComparison.Ordinal) && part.Weight > 0);
    }

    [Fact]
    public async Task Fields_that_say_nothing_get_no_weight_in_lists()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, World.Films, World.Options);
        await World.FillAsync(films, mixedUp: static user => user / 2);
        TrainingReport report = await films.TrainAsync();
        CalibratedGroup[] ofUsers = [.. report.ListParts.Where(part => part.Name.Contains(" x ", StringComparison.Ordinal))];
        Assert.NotEmpty(ofUsers);
        Assert.All(ofUsers, part => Assert.Equal(0, part.Weight));
        await films.DescribeUserAsync("newcomer", Young);
        Assert.Equal(
            films.Recommend("nobody", 20).Select(one => (one.Item.Id, one.Score)),
            films.Recommend("newcomer", 20).Select(one => (one.Item.Id, one.Score)));
    }

    [Fact]
    public async Task Before_a_training_and_without_descriptions_all_answers_are_those_without_fields_of_users()
    {
        await using var without = Recommender<string, Film>.InMemory(Film.Schema, World.Films, Film.Quiet);
        await using var with = Recommender<string, Film>.InMemory(Film.Schema, World.Films, World.Options);
        await without.LearnAsync(World.Ratings());
        await World.FillAsync(with);
        Assert.Equal(RecommenderState.Answers(without), RecommenderState.Answers(with));
        foreach (string user in with.Users.ToArray())
        {
            await with.DescribeUserAsync(user);
        }

        await without.TrainAsync();
        await with.TrainAsync();
        Assert.Equal(RecommenderState.Answers(without), RecommenderState.Answers(with));
    }

    [Fact]
    public async Task A_recommender_of_events_lists_by_description()
    {
        RecommenderOptions<string> options = new() { Training = TrainingRule.OnDemand, Events = new EventOptions(), Users = World.Schema };
        await using var shop = Recommender<string, Film>.InMemory(Film.Schema, World.Films, options);
        foreach (int user in Enumerable.Range(0, World.Users))
        {
            await shop.DescribeUserAsync($"u{user}", World.DescriptionOf(user));
        }

        await shop.AddEventsAsync(World.Ratings().Select(
            rating => new UserEvent<string, Film>(rating.User, rating.Item, rating.Value >= 4 ? 3 : -1)));
        await shop.TrainAsync();
        await shop.DescribeUserAsync("young newcomer", Young);
        Assert.InRange(World.ShareForYoung(shop, "young newcomer"), 0.9, 1);
        Assert.Equal("because people with age 18 to under 30 like it", shop.Recommend("young newcomer", 1)[0].Why);
    }

    [Fact]
    public async Task Items_that_come_later_are_listed_by_their_fields()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, World.Films, World.Options);
        await World.FillAsync(films);
        await films.TrainAsync();
        await films.DescribeUserAsync("newcomer", Young);
        Film horror = new("new horror", "New horror", ["Horror"], 2000);
        Film war = new("new war", "New war", ["War"], 2000);
        await films.AddItemsAsync([horror, war]);
        Assert.True(films.StandingOf("newcomer", horror).Score > films.StandingOf("newcomer", war).Score + 0.3);
        films.UpdateItem(horror with { Genres = ["War"] });
        Assert.Equal(films.StandingOf("newcomer", war).Score, films.StandingOf("newcomer", horror).Score);
    }

    [Fact]
    public async Task Wrong_input_is_refused_and_nothing_is_changed()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, World.Films, World.Options);
        await Assert.ThrowsAsync<ArgumentNullException>(() => films.DescribeUserAsync(null!, Young));
        await Assert.ThrowsAsync<ArgumentNullException>(() => films.DescribeUserAsync("ada", (IEnumerable<UserValue>)null!));
        UserValue size = new("size", 3);
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(() => films.DescribeUserAsync("ada", size));
        Assert.Equal("values", unknown.ParamName);
        Assert.Contains("no field 'size'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("age, country", unknown.Message, StringComparison.Ordinal);
        UserValue word = new("age", "old");
        ArgumentException type = await Assert.ThrowsAsync<ArgumentException>(() => films.DescribeUserAsync("ada", word));
        Assert.Contains("'age' takes a number", type.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => films.DescribeUserAsync("ada", new("age", 3), new("age", 4)));
        await Assert.ThrowsAsync<ArgumentException>(() => films.DescribeUserAsync("ada", default(UserValue)));
        Assert.Throws<ArgumentNullException>(() => films.DescriptionOf(null!));
        Assert.Empty(films.Users);

        await using var without = Recommender<string, Film>.InMemory(Film.Schema, World.Films, Film.Quiet);
        InvalidOperationException none = await Assert.ThrowsAsync<InvalidOperationException>(() => without.DescribeUserAsync("ada", Young));
        Assert.Contains(nameof(RecommenderOptions<>.Users), none.Message, StringComparison.Ordinal);
        await films.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => films.DescribeUserAsync("ada", Young));
    }

    [Fact]
    public async Task A_user_can_be_described_and_forgotten_before_there_are_items()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, null, World.Options);
        await films.DescribeUserAsync("ada", Young);
        await films.DescribeUserAsync("bob", Old);
        await films.ForgetUserAsync("ada");
        Assert.Equal(["bob"], films.Users);
        await films.AddItemsAsync(World.Films);
        await World.FillAsync(films);
        await films.TrainAsync();
        Assert.InRange(World.ShareForYoung(films, "bob"), 0, 0.1);
    }

    [Fact]
    public async Task Whoever_is_forgotten_while_the_first_items_are_added_is_in_no_table()
    {
        Recommender<string, Film>? described = null;
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            Users = World.Schema,
            Decorate = inner =>
            {
                // The models are made, and do not answer yet.
                described!.ForgetUserAsync("ada").AsTask().Wait();
                described.DescribeUserAsync("eve").Wait();
                return inner;
            },
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, null, options);
        described = films;
        await films.DescribeUserAsync("bob", Old);
        await films.DescribeUserAsync("eve", Young);
        await films.DescribeUserAsync("ada", Young);
        await films.AddItemsAsync(World.Films);
        Assert.Equal(["bob", "eve"], films.Users);
        IDescribedUsers tables = ((RatingsAndLists)((TunableRecommender)films.Inner!).Inner).Users!;
        Assert.Equal([0], Enumerable.Range(0, 10).Where(tables.Knows));
    }

    private string[] ListOf(string user) => [.. Films.Recommend(user, 20).Select(one => one.Item.Id)];

    public sealed class Trained : IAsyncLifetime
    {
        internal Recommender<string, Film> Films { get; } = Recommender<string, Film>.InMemory(Film.Schema, World.Films, World.Options);

        internal TrainingReport Report { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await World.FillAsync(Films);
            Report = await Films.TrainAsync();
        }

        public async Task DisposeAsync() => await Films.DisposeAsync();
    }
}
