using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>Lists with items that the user has already chosen.</summary>
public class RatedItemsTests
{
    private static readonly Film[] Films = Film.Some(40);
    private static readonly ListShape<Film> Again = new() { RanksRated = true };

    [Fact]
    public async Task What_a_user_chose_is_listed_again_where_the_shape_says_so()
    {
        using Recommender<string, Film> films = await TrainedAsync();
        string[] chosen = [.. films.EventsOf("u0").Where(one => one.Total > 0).Select(one => one.Item.Id)];
        string[] refused = [.. films.EventsOf("u0").Where(one => one.Total < 0).Select(one => one.Item.Id)];
        Assert.NotEmpty(chosen);
        Assert.NotEmpty(refused);

        foreach (ListShape<Film> shape in (ListShape<Film>[])[Again, Again with { Diversity = 0.3 }, Again with { Exploration = 0.5 }])
        {
            string[] all = Ids(films.Recommend("u0", Films.Length, shape));
            Assert.Equal(Films.Select(film => film.Id).Except(refused).Order(), all.Order());
        }

        Assert.Empty(Ids(films.Recommend("u0", Films.Length, new ListShape<Film>())).Intersect(chosen));
        Assert.Empty(Ids(films.Recommend("u0", Films.Length)).Intersect(chosen));
    }

    [Fact]
    public async Task Other_items_keep_their_order_and_all_rules_hold()
    {
        using Recommender<string, Film> films = await TrainedAsync();
        string[] chosen = [.. films.EventsOf("u0").Select(one => one.Item.Id)];
        string[] all = Ids(films.Recommend("u0", Films.Length, Again));
        Assert.Equal(Ids(films.Recommend("u0", Films.Length)), all.Except(chosen));

        Film[] own = [.. films.EventsOf("u0").Where(one => one.Total > 0).Select(one => one.Item)];
        Assert.Equal(own[1].Id, Ids(films.Recommend("u0", 5, Again with { Always = [own[1]] }))[0]);
        Assert.DoesNotContain(own[0].Id, Ids(films.Recommend("u0", Films.Length, Again with { Never = [own[0]] })));
        Assert.DoesNotContain(own[0].Id, Ids(films.Recommend("u0", Films.Length, Again with { Where = film => film != own[0] })));
        await films.BanAsync("u0", own[0]);
        Assert.DoesNotContain(own[0].Id, Ids(films.Recommend("u0", Films.Length, Again)));
    }

    [Fact]
    public async Task What_a_user_knows_is_not_explored()
    {
        using Recommender<string, Film> films = await TrainedAsync();
        string[] known = [.. films.EventsOf("u0").Select(one => one.Item.Id)];
        int explored = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            Suggestion<Film>[] list = [.. films.Recommend("u0", 8, Again with { Exploration = 0.5, Seed = seed })];
            string[] found = Ids(list.Where(one => one.IsExplored));
            Assert.Empty(found.Intersect(known));
            explored += found.Length;
        }

        Assert.InRange(explored, 300, 500);
    }

    [Fact]
    public async Task Users_without_events_and_empty_recommenders_get_what_they_got()
    {
        using Recommender<string, Film> films = await TrainedAsync();
        Assert.Equal(Ids(films.Recommend("nobody", 9)), Ids(films.Recommend("nobody", 9, Again)));
        using var none = Recommender<string, Film>.InMemory(Film.Schema, [], new RecommenderOptions<string>());
        Assert.Empty(none.Recommend("nobody", 9, Again));
    }

    private static string[] Ids(IEnumerable<Suggestion<Film>> list) => [.. list.Select(one => one.Item.Id)];

    private static async Task<Recommender<string, Film>> TrainedAsync()
    {
        RecommenderOptions<string> options = new() { Training = TrainingRule.OnDemand, Events = new EventOptions() };
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        foreach (UserRating<string, Film> one in Film.Ratings(Films, 30, 15, 3))
        {
            await films.SetEventsAsync(one.User, one.Item, one.Value >= 3 ? (int)(one.Value * 2) : -1, one.Time);
        }

        await films.TrainAsync();
        return films;
    }
}
