using System.Globalization;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class SimilarityTests
{
    private const int Groups = 4;
    private static readonly Film[] Films = Film.Some(60);

    [Fact]
    public async Task People_who_like_an_item_make_others_similar_across_genres()
    {
        await using var films = await TrainedAsync();

        // Films whose numbers have the same remainder are liked by the same people; they have different genres and years.
        IReadOnlyList<SimilarItem<Film>> similar = films.SimilarItems(Films[0], 10);
        Assert.Equal(10, similar.Count);
        Assert.DoesNotContain(Films[0], similar.Select(one => one.Item));
        Assert.All(similar, one => Assert.Equal(0, NumberOf(one.Item) % Groups));
        Assert.All(similar, one => Assert.Equal("people who like Film 0 like it too", one.Why));
        Assert.Equal(similar.OrderByDescending(one => one.Similarity).Select(one => one.Item), similar.Select(one => one.Item));
        Assert.All(similar, one => Assert.InRange(one.Similarity, 1e-9, 1));
        Assert.All(similar, one => Assert.Equal(one.Similarity, one.Parts.Sum(part => part.Amount)));
        Assert.Contains(similar, one => one.Parts.Any(part => part.Name == "audience"));
    }

    [Fact]
    public async Task Features_alone_count_before_a_training_and_for_an_item_without_ratings()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        IReadOnlyList<SimilarItem<Film>> before = films.SimilarItems(Films[0], 3);
        Assert.All(before, one => Assert.Contains(one.Item.Genres, genre => Films[0].Genres.Contains(genre)));

        // Film 0 is a drama and nothing else.
        Assert.Equal("same genre", before[0].Why);
        Assert.DoesNotContain("audience", before[0].Parts.Select(part => part.Name));

        await using var trained = await TrainedAsync();
        Film unrated = new("new", "New", ["War"], 1970);
        await trained.AddItemAsync(unrated);
        IReadOnlyList<SimilarItem<Film>> ofNew = trained.SimilarItems(unrated, 4);
        Assert.Equal(4, ofNew.Count);
        Assert.All(ofNew, one => Assert.Contains("War", one.Item.Genres));
        Assert.All(ofNew, one => Assert.DoesNotContain("audience", one.Parts.Select(part => part.Name)));
    }

    [Fact]
    public async Task The_audience_alone_counts_for_items_without_fields()
    {
        await using var trained = Recommender<string, Film>.InMemory(schema => schema.Key(film => film.Id), Films, Film.Quiet);
        await trained.LearnAsync(RatingsByGroup());
        Assert.Empty(trained.SimilarItems(Films[0], 5));
        await trained.TrainAsync();
        IReadOnlyList<SimilarItem<Film>> similar = trained.SimilarItems(Films[3], 5);
        Assert.Equal(1, similar[0].Similarity, 0.5);
        Assert.All(similar, one => Assert.Equal(3, NumberOf(one.Item) % Groups));
        Assert.All(similar, one => Assert.Equal(["audience"], one.Parts.Select(part => part.Name)));
        Assert.Equal("people who like f3 like it too", similar[0].Why);
    }

    [Fact]
    public async Task Items_are_filtered_and_unknown_ones_refused()
    {
        await using var films = await TrainedAsync();
        films.RemoveItem(Films[4]);
        IReadOnlyList<SimilarItem<Film>> some = films.SimilarItems(Films[0], 60, film => NumberOf(film) < 9);
        Assert.All(some, one => Assert.InRange(NumberOf(one.Item), 1, 8));
        Assert.Contains(Films[8], some.Select(one => one.Item));
        Assert.DoesNotContain(Films[4], some.Select(one => one.Item));
        Assert.NotEmpty(films.SimilarItems(Films[4], 3));
        Assert.Empty(films.SimilarItems(Films[0], 0));
        Assert.Throws<ArgumentException>("item", () => films.SimilarItems(Films[0] with { Id = "nobody's" }, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => films.SimilarItems(Films[0], -1));
    }

    [Fact]
    public async Task Users_are_similar_by_what_they_agree_on()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(
        [
            new("ada", Films[0], 5), new("ada", Films[1], 0.5f),
            new("twin", Films[0], 5), new("twin", Films[1], 0.5f),
            new("half", Films[0], 5), new("half", Films[2], 3),
            new("opposite", Films[0], 0.5f), new("opposite", Films[1], 5),
            new("stranger", Films[7], 5),
            new("gone", Films[0], 5), new("gone", Films[1], 0.5f),
        ]);
        await films.ForgetUserAsync("gone");

        Assert.Equal(
            [new SimilarUser<string>("twin", 1, 2), new SimilarUser<string>("half", 1 / 3.0, 1)], films.SimilarUsers("ada", 10));
        Assert.Equal(["twin"], films.SimilarUsers("ada", 1).Select(one => one.User));
        Assert.Empty(films.SimilarUsers("nobody", 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => films.SimilarUsers("ada", -1));
    }

    private static int NumberOf(Film film) => int.Parse(film.Id.AsSpan(1), CultureInfo.InvariantCulture);

    private static async Task<Recommender<string, Film>> TrainedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(RatingsByGroup());
        await films.TrainAsync();
        return films;
    }

    private static IEnumerable<UserRating<string, Film>> RatingsByGroup() =>
        from user in Enumerable.Range(0, 80)
        from number in Enumerable.Range(0, Films.Length)
        where number % Groups == user % Groups && ((number / Groups) + (user / Groups)) % 4 > 0
        select new UserRating<string, Film>($"u{user}", Films[number], 5);
}
