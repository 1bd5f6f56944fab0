using WeightlessNet.Recommenders;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
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
    public async Task Every_allowed_item_can_be_explored_and_no_other()
    {
        await using var films = await TrainedAsync();
        IReadOnlyList<Film> all = [.. films.Recommend("u0", 400).Select(one => one.Item)];
        HashSet<Film> never = [.. all.TakeLast(20)];
        ListShape<Film> shape = new() { Exploration = 1, Never = [.. never], Where = film => film.Year < 2010 };
        HashSet<Film> explored = [];
        for (ulong seed = 0; seed < 500; seed++)
        {
            IReadOnlyList<Suggestion<Film>> list = films.Recommend("u0", 10, shape with { Seed = seed });
            Assert.Equal(10, list.Select(one => one.Item).Distinct().Count());
            explored.UnionWith(list.Select(one => one.Item));
        }

        Assert.All(explored, film => Assert.True(film.Year < 2010 && !never.Contains(film)));

        // More than the first hundred of the ranking.
        Assert.Subset(all.ToHashSet(), explored);
        Assert.True(explored.Max(film => all.ToList().IndexOf(film)) > 250);
    }

    [Fact]
    public void A_sample_has_as_many_items_as_wanted_and_all_have_the_same_chance()
    {
        ulong[] allowed = new ulong[4];
        int[] items = [.. Enumerable.Range(0, 200).Where(item => item % 3 != 0)];
        Array.ForEach(items, item => allowed[item >> 6] |= 1ul << item);
        int[] drawn = new int[300];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            ulong[] sample = ListExploration.Sample(allowed, 190, 30, seed);
            Assert.Equal(30, sample.Sum(word => System.Numerics.BitOperations.PopCount(word)));
            for (int item = 0; item < 190; item++)
            {
                drawn[item] += (int)(sample[item >> 6] >> item) & 1;
            }
        }

        // 126 of the first 190 items are allowed: each is drawn 476 times on average.
        Assert.All(items.Where(item => item < 190), item => Assert.InRange(drawn[item], 400, 560));
        Assert.Equal(2000 * 30, items.Sum(item => drawn[item]));
        Assert.Equal([ulong.MaxValue, 0b111], ListExploration.Sample(null, 67, 67, 5));
        Assert.Equal([0b101], ListExploration.Sample([0b101], 3, 40, 5));
        Assert.Equal([0], ListExploration.Sample([0], 3, 40, 5));
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
