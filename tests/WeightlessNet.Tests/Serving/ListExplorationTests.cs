using WeightlessNet.Recommenders;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ListExplorationTests
{
    private static readonly Film[] Films = Film.Some(400);

    [Fact]
    public async Task A_share_of_the_places_goes_to_items_that_would_not_be_listed()
    {
        await using var films = await TrainedAsync();
        IReadOnlyList<Film> plain = [.. films.Recommend("u0", 10).Select(one => one.Item)];
        int explored = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            IReadOnlyList<Suggestion<Film>> list = films.Recommend("u0", 10, new ListShape<Film> { Exploration = 0.25, Seed = seed });
            Suggestion<Film>[] found = [.. list.Where(one => one.IsExplored)];
            Assert.InRange(found.Length, 2, 3);
            Assert.Empty(found.Select(one => one.Item).Intersect(plain));

            // The other places have the best, in their order.
            Assert.Equal(plain.Take(10 - found.Length), list.Where(one => !one.IsExplored).Select(one => one.Item));
            Assert.Equal(10, list.Count);
            explored += found.Length;
        }

        Assert.InRange(explored / 200.0, 2.35, 2.65);
        Assert.All(films.Recommend("u0", 10, new ListShape<Film> { Exploration = 1 }), one => Assert.True(one.IsExplored));
        Assert.All(films.Recommend("u0", 10), one => Assert.False(one.IsExplored));
    }

    [Fact]
    public async Task Equal_seeds_give_equal_lists_and_others_give_others()
    {
        await using var films = await TrainedAsync();
        await using var same = await TrainedAsync();
        string[] ListOf(Recommender<string, Film> door, string user, ulong seed) =>
            [.. door.Recommend(user, 10, new ListShape<Film> { Exploration = 0.4, Seed = seed }).Select(one => one.Item.Id)];
        foreach (string user in new[] { "u1", "nobody" })
        {
            Assert.Equal(ListOf(films, user, 1), ListOf(films, user, 1));
            Assert.Equal(ListOf(films, user, 1), ListOf(same, user, 1));
            Assert.True(Enumerable.Range(0, 20).Select(seed => string.Join(' ', ListOf(films, user, (ulong)seed))).Distinct().Count() > 15);
        }
    }

    [Fact]
    public async Task Items_of_lower_scores_are_explored_because_they_are_less_certain()
    {
        // A new user's list is of what most people like. The odd films are liked by 14 of 20 users, the others by all.
        Film[] films = Film.Some(40);
        await using var door = Recommender<string, Film>.InMemory(Film.Schema, films, Film.Quiet);
        List<UserRating<string, Film>> ratings = [];
        for (int user = 0; user < 20; user++)
        {
            ratings.AddRange(films.Where((_, i) => i % 2 == 0 || (user + i) % 20 < 14)
                .Select(film => new UserRating<string, Film>($"u{user}", film, 5)));
        }

        await door.LearnAsync(ratings);
        int rare = 0;
        int frequent = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            IReadOnlyList<Suggestion<Film>> list = door.Recommend("new", 5, new ListShape<Film> { Exploration = 0.2, Seed = seed });
            foreach (Suggestion<Film> one in list.Where(one => one.IsExplored))
            {
                bool isRare = Array.IndexOf(films, one.Item) % 2 == 1;
                rare += isRare ? 1 : 0;
                frequent += isRare ? 0 : 1;
            }
        }

        // 15 frequent films have the better scores, so without uncertainty a rare one would never be shown.
        Assert.Equal(300, rare + frequent);
        Assert.InRange(rare, 5, 200);
    }

    [Fact]
    public async Task The_cells_of_a_user_tell_what_is_less_certain()
    {
        await using var films = await TrainedAsync();
        Assert.True(films.TryGetUserId("u0", out int user));
        double[] before = Deviations(films, user);

        // More ratings of dramas make the scores of dramas more certain, and nothing less certain.
        Film[] rated = [.. films.RatingsOf("u0").Select(one => one.Item)];
        Film[] dramas = [.. Films.Except(rated).Where(film => film.Genres[0] == "Drama")];
        await films.LearnAsync([.. dramas.Take(30).Select(film => new UserRating<string, Film>("u0", film, 4))]);
        double[] after = Deviations(films, user);
        Assert.All(before, deviation => Assert.InRange(deviation, 1e-6, 100));
        double[] gains = [.. before.Zip(after, (one, other) => one - other)];
        double ofDramas = Films.Index().Where(film => film.Item.Genres[0] == "Drama").Average(film => gains[film.Index]);
        double ofOthers = Films.Index().Where(film => film.Item.Genres[0] != "Drama").Average(film => gains[film.Index]);
        Assert.True(ofDramas > 2 * Math.Max(ofOthers, 0), $"{ofDramas}, {ofOthers}");
        Assert.All(gains, gain => Assert.True(gain > -0.05));
    }

    private static double[] Deviations(Recommender<string, Film> films, int user)
    {
        var tuned = (WeightlessNet.Recommenders.Tuning.TunableRecommender)films.Inner!;
        var pair = (WeightlessNet.Serving.Internals.RatingsAndLists)tuned.Inner;
        double[] deviations = new double[Films.Length];
        pair.Lists.WriteDeviations(
            user, [.. Enumerable.Range(0, Films.Length).Select(item => new ScoredItem(item, 0))], deviations);
        return deviations;
    }

    private static async Task<Recommender<string, Film>> TrainedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
        await films.TrainAsync();
        return films;
    }
}
