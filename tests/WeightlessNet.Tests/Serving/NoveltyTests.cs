using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class NoveltyTests
{
    private static readonly Film[] Films = Film.Some(300);

    [Fact]
    public async Task More_novelty_gives_less_popular_lists_of_more_items()
    {
        await using var films = await SkewedAsync();
        Dictionary<string, int> likes = LikesOf(films);
        (double Popularity, int Items)[] figures = [.. new[] { 0, 0.3, 0.6, 1 }.Select(novelty =>
        {
            Film[] all = [.. films.Users.SelectMany(user => films.Recommend(user, 10, new ListShape<Film> { Novelty = novelty }))
                .Select(one => one.Item)];
            return (all.Average(film => (double)likes.GetValueOrDefault(film.Id)), all.Distinct().Count());
        })];

        for (int i = 1; i < figures.Length; i++)
        {
            Assert.True(figures[i].Popularity < figures[i - 1].Popularity, $"{figures[i]} after {figures[i - 1]}");
            Assert.True(figures[i].Items > figures[i - 1].Items, $"{figures[i]} after {figures[i - 1]}");
        }
    }

    [Fact]
    public async Task Scores_and_reasons_are_those_without_it_and_rules_hold()
    {
        await using var films = await SkewedAsync();
        await films.BanAsync("u1", Films[250]);
        await films.PinAsync("u1", Films[251]);
        ListShape<Film> shape = new()
        {
            Novelty = 0.7,
            Diversity = 0.2,
            Exploration = 0.2,
            Where = film => film.Year < 2015,
            Never = [Films[3]],
        };
        Dictionary<Film, double> scores = films.Recommend("u1", 300).ToDictionary(one => one.Item, one => one.Score);
        foreach (ListShape<Film> one in (ListShape<Film>[])[shape, new() { Novelty = 0.7 }, new() { Novelty = 1 }])
        {
            IReadOnlyList<Suggestion<Film>> list = films.Recommend("u1", 40, one);
            Assert.Equal(40, list.Select(suggestion => suggestion.Item).Distinct().Count());
            Assert.Equal(Films[251], list[0].Item);
            Assert.All(list, suggestion =>
            {
                Assert.Equal(scores[suggestion.Item], suggestion.Score);
                Assert.Equal(suggestion.Score, suggestion.Explanation.Score);
            });
        }

        Assert.DoesNotContain(
            films.Recommend("u1", 300, shape), one => one.Item == Films[250] || one.Item == Films[3] || one.Item.Year >= 2015);
    }

    [Fact]
    public async Task Items_below_the_mean_keep_their_order_and_new_items_and_users_are_served()
    {
        await using var films = await SkewedAsync();
        Dictionary<string, int> likes = LikesOf(films);
        double mean = likes.Values.Sum() / (double)Films.Length;
        bool IsRare(Suggestion<Film> one) => likes.GetValueOrDefault(one.Item.Id) < (int)mean;
        ListShape<Film> shape = new() { Novelty = 1 };
        Film[] plain = [.. films.Recommend("u2", 300).Where(IsRare).Select(one => one.Item)];
        Assert.True(plain.Length > 50);
        Assert.Equal(plain, films.Recommend("u2", 300, shape).Where(IsRare).Select(one => one.Item));

        Film added = new("added", "Added", ["War"], 1990);
        await films.AddItemAsync(added);
        Assert.Contains(films.Recommend("u2", 400, shape), one => one.Item == added);
        Assert.Equal(10, films.Recommend("nobody", 10, shape).Count);
        using var none = Recommender<string, Film>.InMemory(Film.Schema);
        Assert.Empty(none.Recommend("nobody", 10, shape));
        using var unrated = Recommender<string, Film>.InMemory(Film.Schema, Films);
        Assert.Equal(unrated.Recommend("a", 10).Select(one => one.Item), unrated.Recommend("a", 10, shape).Select(one => one.Item));
        Assert.Throws<ArgumentOutOfRangeException>("Novelty", () => new ListShape<Film> { Novelty = 1.01 });
        Assert.Throws<ArgumentOutOfRangeException>("Novelty", () => new ListShape<Film> { Novelty = double.NaN });
    }

    private static Dictionary<string, int> LikesOf(Recommender<string, Film> films) => films.Users.SelectMany(films.RatingsOf)
        .Where(one => one.Value >= 4).GroupBy(one => one.Item.Id).ToDictionary(item => item.Key, item => item.Count());

    // Some films are rated by nearly all, most by few.
    private static async Task<Recommender<string, Film>> SkewedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        SplitMix64 random = new(5);
        List<UserRating<string, Film>> ratings = [];
        for (int user = 0; user < 60; user++)
        {
            for (int i = 0; i < 40; i++)
            {
                double draw = random.NextDouble();
                Film film = Films[(int)(Films.Length * draw * draw * draw)];
                ratings.Add(new($"u{user}", film, film.Genres.Contains(Films[user % 5].Genres[0]) ? 5 : 3 + random.Next(2)));
            }
        }

        await films.LearnAsync(ratings);
        await films.TrainAsync();
        return films;
    }
}
