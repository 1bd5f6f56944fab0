using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ListRulesTests
{
    private static readonly Film[] Films = Film.Some(300);

    [Fact]
    public async Task A_limit_leaves_out_what_comes_after_it_is_reached_and_nothing_else()
    {
        await using var films = await LearnedAsync();
        IReadOnlyList<Suggestion<Film>> all = films.Recommend("u0", 300);
        foreach (int most in new[] { 1, 2, 3 })
        {
            ListShape<Film> shape = new() { Limits = [new(most, film => film.Genres[0])] };
            IReadOnlyList<Suggestion<Film>> list = films.Recommend("u0", 5, shape);
            Assert.Equal(5, list.Count);
            Assert.True(list.GroupBy(one => one.Item.Genres[0]).All(group => group.Count() <= most));

            // Every item before the last that is not listed would have been one too many.
            int[] ranks = [.. list.Select(one => all.Select(other => other.Item).ToList().IndexOf(one.Item))];
            Assert.Equal(ranks.Order(), ranks);
            Assert.All(Enumerable.Range(0, ranks[^1]).Except(ranks), rank =>
            {
                string genre = all[rank].Item.Genres[0];
                Assert.Equal(most, list.Where((_, place) => ranks[place] < rank).Count(one => one.Item.Genres[0] == genre));
            });
        }
    }

    [Fact]
    public async Task Each_of_several_values_is_limited_and_items_without_a_value_are_not()
    {
        await using var films = await LearnedAsync();
        ListShape<Film> shape = new() { Limits = [new(2, film => film.Genres), new(1, film => film.Year < 1990 ? "old" : null)] };
        IReadOnlyList<Suggestion<Film>> list = films.Recommend("u1", 4, shape);
        Assert.Equal(4, list.Count);
        Assert.True(list.SelectMany(one => one.Item.Genres.Distinct()).CountBy(genre => genre).All(genre => genre.Value <= 2));
        Assert.True(list.Count(one => one.Item.Year < 1990) <= 1);

        // There are five genres, so with one of each nothing further may be listed.
        Assert.InRange(films.Recommend("u1", 50, new ListShape<Film> { Limits = [new(1, film => film.Genres)] }).Count, 1, 5);
        Assert.Equal(5, films.Recommend("u1", 50, new ListShape<Film> { Limits = [new(1, film => film.Genres[0])] }).Count);
        ListShape<Film> unlimited = new() { Limits = [new(1, IEnumerable<string?>? (Film _) => null)] };
        Assert.Equal(10, films.Recommend("u1", 10, unlimited).Count);
        Assert.Equal(10, films.Recommend("u1", 10, new ListShape<Film> { Limits = [new(1, film => [film.Id, null])] }).Count);
    }

    [Fact]
    public async Task Items_for_all_count_in_a_limit_and_are_shown_beyond_it()
    {
        await using var films = await LearnedAsync();
        Film[] rated = [.. films.RatingsOf("u2").Select(one => one.Item)];
        Film[] dramas = [.. Films.Except(rated).Where(film => film.Genres[0] == "Drama").Take(3)];
        ListShape<Film> shape = new() { Always = dramas, Limits = [new(2, film => film.Genres[0])] };
        IReadOnlyList<Film> list = [.. films.Recommend("u2", 9, shape).Select(one => one.Item)];
        Assert.Equal(9, list.Count);
        Assert.Equal(dramas, list.Take(3));
        Assert.Equal(3, list.Count(film => film.Genres[0] == "Drama"));
    }

    [Fact]
    public async Task A_minimum_is_met_with_the_best_of_its_kind_in_the_last_places()
    {
        await using var films = await LearnedAsync();
        IReadOnlyList<Suggestion<Film>> all = films.Recommend("u3", 300);

        // The worst for the user, which no hundred best contain.
        HashSet<Film> rare = [.. all.TakeLast(20).Select(one => one.Item)];
        ListShape<Film> quarter = new() { Minimums = [new(0.25, rare.Contains)] };
        IReadOnlyList<Film> list = [.. films.Recommend("u3", 10, quarter).Select(one => one.Item)];
        Assert.Equal(all.Take(7).Select(one => one.Item), list.Take(7));
        Assert.Equal(all.Select(one => one.Item).Where(rare.Contains).Take(3), list.Skip(7));

        // A share that needs no rounding is not rounded up.
        ListShape<Film> three = new() { Minimums = [new(0.3, rare.Contains)] };
        Assert.Equal(3, films.Recommend("u3", 10, three).Count(one => rare.Contains(one.Item)));
        Assert.Equal(
            all.Take(10).Select(one => one.Item),
            films.Recommend("u3", 10, new ListShape<Film> { Minimums = [new(0.5, film => film.Year > 0)] }).Select(one => one.Item));
    }

    [Fact]
    public async Task A_minimum_that_cannot_be_met_is_met_as_far_as_possible()
    {
        await using var films = await LearnedAsync();
        Film[] rated = [.. films.RatingsOf("u4").Select(one => one.Item)];
        Film only = Films.Except(rated).Last();
        ListShape<Film> shape = new() { Minimums = [new(0.5, film => film == only), new(0.2, film => film.Year > 2015)] };
        IReadOnlyList<Film> list = [.. films.Recommend("u4", 10, shape).Select(one => one.Item)];
        Assert.Equal(10, list.Count);
        Assert.Contains(only, list);
        Assert.True(list.Count(film => film.Year > 2015) >= 2);
        Assert.Equal(10, films.Recommend("u4", 10, new ListShape<Film> { Minimums = [new(1, _ => false)] }).Count);
    }

    [Fact]
    public async Task A_minimum_within_a_limit_keeps_the_limit()
    {
        await using var films = await LearnedAsync();
        ListShape<Film> shape = new()
        {
            Limits = [new(3, film => film.Genres[0])],
            Minimums = [new(0.6, film => film.Genres[0] == "War")],
        };
        IReadOnlyList<Suggestion<Film>> list = films.Recommend("u0", 10, shape);
        Assert.Equal(10, list.Count);
        Assert.Equal(3, list.Count(one => one.Item.Genres[0] == "War"));
        Assert.True(list.CountBy(one => one.Item.Genres[0]).All(genre => genre.Value <= 3));
    }

    private static async Task<Recommender<string, Film>> LearnedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
        return films;
    }
}
