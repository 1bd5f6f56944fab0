using WeightlessNet.Recommenders;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>How many items of a list the user knows.</summary>
public sealed class KnownShareTests : IAsyncLifetime
{
    private const int Liked = 20;
    private const int Disliked = 5;

    private static readonly Film[] Films = Film.Some(60);
    private readonly Recommender<string, Film> _films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);

    public async Task InitializeAsync()
    {
        await _films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        for (int film = 0; film < Liked + Disliked; film++)
        {
            await _films.LearnAsync("ada", Films[film], film < Liked ? 5 : 1);
        }
    }

    public async Task DisposeAsync() => await _films.DisposeAsync();

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.25, 3)]
    [InlineData(0.3, 3)]
    [InlineData(0.5, 5)]
    [InlineData(1.0, 10)]
    public void So_many_items_are_known_as_the_share_says(double share, int known)
    {
        foreach (ListShape<Film> shape in (ListShape<Film>[])[
            new() { KnownShare = share },
            new() { KnownShare = share, RanksRated = true, Diversity = 0.5 },
            new() { KnownShare = share, Novelty = 0.5, Mix = new ListMix<Film>(0.5, film => film.Genres) }])
        {
            IReadOnlyList<Suggestion<Film>> list = _films.Recommend("ada", 10, shape);
            Assert.Equal((10, known), (list.Count, list.Count(IsKnown)));
            Assert.All(list, one => Assert.Equal(IsKnown(one), one.IsKnown));
            Assert.DoesNotContain(list, one => IndexOf(one) is >= Liked and < Liked + Disliked);
            Assert.DoesNotContain(list, one => one.Reason.ItemId is int because && _films.ItemOf(because) == one.Item);
        }
    }

    [Fact]
    public void Without_a_share_the_best_are_listed_and_say_whether_they_are_known()
    {
        IReadOnlyList<Suggestion<Film>> list = _films.Recommend("ada", 30, new ListShape<Film> { RanksRated = true });
        Assert.Contains(list, IsKnown);
        Assert.All(list, one => Assert.Equal(IsKnown(one), one.IsKnown));
        Assert.Equal(list.Select(one => one.Score).OrderDescending(), list.Select(one => one.Score));
        Assert.DoesNotContain(_films.Recommend("ada", 30), one => one.IsKnown);
        Assert.DoesNotContain(_films.Recommend("ada", 30, new ListShape<Film> { Diversity = 0.2 }), one => one.IsKnown);
    }

    [Fact]
    public void Where_too_few_are_of_a_kind_the_other_fills_the_list()
    {
        IReadOnlyList<Suggestion<Film>> known = _films.Recommend("ada", 40, new ListShape<Film> { KnownShare = 1 });
        Assert.Equal((40, Liked), (known.Count, known.Count(IsKnown)));
        IReadOnlyList<Suggestion<Film>> few = _films.Recommend(
            "ada", 10, new ListShape<Film> { KnownShare = 0.2, Where = film => IndexOf(film) < Liked + 3 + Disliked });
        Assert.Equal((10, 7), (few.Count, few.Count(IsKnown)));
        Assert.DoesNotContain(_films.Recommend("nobody", 10, new ListShape<Film> { KnownShare = 0.5 }), one => one.IsKnown);
        Assert.Equal(10, _films.Recommend("nobody", 10, new ListShape<Film> { KnownShare = 0.5 }).Count);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public async Task What_was_chosen_most_comes_first_among_the_known(double diversity)
    {
        RecommenderOptions<string> options = Film.Quiet with { Events = new EventOptions() };
        await using Recommender<string, Film> shop = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        foreach (UserRating<string, Film> rating in Film.Ratings(Films, 30, 12, 2))
        {
            await shop.AddEventAsync(rating.User, rating.Item);
        }

        // Films that others choose seldom, again and again, and many once.
        Film[] staples = [Films[57], Films[33], Films[51]];
        foreach (Film film in Films[..30])
        {
            await shop.AddEventAsync("ada", film);
        }

        for (int week = 0; week < 8; week++)
        {
            foreach (Film film in staples[..(week < 6 ? 3 : 8 - week)])
            {
                await shop.AddEventAsync("ada", film);
            }
        }

        await shop.BanAsync("ada", Films[51]);
        ListShape<Film> shape = new() { KnownShare = 0.3, Diversity = diversity };
        Suggestion<Film>[] known = [.. shop.Recommend("ada", 10, shape).Where(one => one.IsKnown)];
        Assert.Equal(3, known.Length);
        Assert.True(
            diversity > 0 || known is [{ Item.Id: "f57" }, { Item.Id: "f33" }, ..], string.Join(" ", known.Select(one => one.Item.Id)));
        Assert.Contains("f57", known.Select(one => one.Item.Id));
        Assert.Contains("f33", known.Select(one => one.Item.Id));
        Assert.All(known, one => Assert.Equal(one.Score, one.Explanation.Score, 9));
    }

    [Fact]
    public async Task Lists_by_likes_reach_for_known_items_that_are_less_alike()
    {
        // The last hundred films have one genre of the liked one, the others both.
        Film[] films = [.. Film.Some(400).Select((film, i) => film with { Genres = ["Drama", i < 300 ? "War" : "Comedy"] })];
        await using Recommender<string, Film> many = Recommender<string, Film>.InMemory(Film.Schema, films, Film.Quiet);
        await many.LearnAsync("ada", films[0], 5);
        for (int film = 390; film < 400; film++)
        {
            await many.LearnAsync("ada", films[film], 4.5f);
        }

        LikedList<Film> list = many.RecommendByLikes("ada", 1, 6, new ListShape<Film> { KnownShare = 0.5 })[0];
        Assert.Equal(films[0], list.Liked);
        Assert.Equal((6, 3), (list.Items.Count, list.Items.Count(one => one.IsKnown)));
    }

    [Fact]
    public async Task Rules_hold_beside_the_share()
    {
        await _films.PinAsync("ada", Films[40]);
        ListShape<Film> shape = new()
        {
            KnownShare = 0.5,
            Limits = [new ListLimit<Film>(3, film => film.Genres[0])],
            Minimums = [new ListMinimum<Film>(0.3, film => film.Genres[0] == "War")],
            Exploration = 0.2,
            Always = [Films[2]],
        };
        IReadOnlyList<Suggestion<Film>> list = _films.Recommend("ada", 10, shape);
        Assert.Equal(["f40", "f2"], list.Take(2).Select(one => one.Item.Id));
        Assert.Equal((10, 5), (list.Count, list.Count(IsKnown)));
        Assert.Equal(3, list.Count(one => one.Item.Genres[0] == "War"));
        Assert.All(list.GroupBy(one => one.Item.Genres[0]), genre => Assert.InRange(genre.Count(), 1, 3));
        Assert.Contains(list, one => one.IsExplored);
        Assert.DoesNotContain(list, one => one.IsKnown && one.IsExplored);
    }

    [Fact]
    public void Lists_by_likes_take_a_shape()
    {
        ListShape<Film> shape = new()
        {
            Limits = [new ListLimit<Film>(2, film => film.Genres[0])],
            Never = [Films[59]],
            Always = [Films[58]],
            Where = film => film.Id != "f57",
        };
        IReadOnlyList<LikedList<Film>> lists = _films.RecommendByLikes("ada", 3, 6, shape);
        Assert.Equal(3, lists.Count);
        Suggestion<Film>[] all = [.. lists.SelectMany(list => list.Items)];
        Assert.Equal(all.Length, all.Select(one => one.Item).Distinct().Count());
        Assert.DoesNotContain(all, one => one.Item.Id is "f59" or "f57" || IndexOf(one) < Liked + Disliked);
        Assert.All(lists, list => Assert.All(list.Items.GroupBy(one => one.Item.Genres[0]), genre => Assert.InRange(genre.Count(), 1, 2)));
        Assert.Contains(lists, list => list.Items.Count == 6);
        Assert.All(all, one => Assert.False(one.IsKnown));

        IReadOnlyList<LikedList<Film>> again = _films.RecommendByLikes("ada", 2, 6, new ListShape<Film> { KnownShare = 0.5 });
        Assert.All(again, list => Assert.Equal((6, 3), (list.Items.Count, list.Items.Count(one => one.IsKnown))));
        Assert.DoesNotContain(again.SelectMany(list => list.Items), one => IndexOf(one) is >= Liked and < Liked + Disliked);
        Assert.All(again, list => Assert.DoesNotContain(list.Items, one => one.Item == list.Liked));
        IReadOnlyList<LikedList<Film>> ranked = _films.RecommendByLikes("ada", 1, 6, new ListShape<Film> { RanksRated = true });
        Assert.Contains(ranked[0].Items, one => one.IsKnown);
    }

    [Fact]
    public void Lists_by_likes_without_anything_in_the_shape_are_those_without_one()
    {
        Assert.Equal(Texts(_films.RecommendByLikes("ada", 4, 5)), Texts(_films.RecommendByLikes("ada", 4, 5, new ListShape<Film>())));
        Assert.Throws<ArgumentNullException>("shape", () => _films.RecommendByLikes("ada", 1, 1, (ListShape<Film>)null!));
        Assert.Throws<ArgumentOutOfRangeException>("lists", () => _films.RecommendByLikes("ada", -1, 1, new ListShape<Film>()));
        Assert.Throws<ArgumentOutOfRangeException>("KnownShare", () => new ListShape<Film> { KnownShare = 1.01 });
        Assert.Throws<ArgumentOutOfRangeException>("KnownShare", () => new ListShape<Film> { KnownShare = double.NaN });

        static IEnumerable<string> Texts(IReadOnlyList<LikedList<Film>> lists) =>
            lists.SelectMany(list => list.Items.Select(one => $"{list.Liked.Id} {one.Item.Id} {one.Score:R} {one.Why}"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("ada")]
    public async Task Known_items_that_are_not_there_are_not_looked_for(string user)
    {
        // More items than a list looks at first.
        Film[] films = Film.Some(3000);
        int asked = 0;
        RecommenderOptions<string> options = Film.Quiet with { Decorate = inner => new Asked(inner, () => asked++) };
        await using Recommender<string, Film> many = Recommender<string, Film>.InMemory(Film.Schema, films, options);
        await many.LearnAsync("ada", films[0], 5);
        await many.LearnAsync("ada", films[1], 5);
        await many.LearnAsync("ada", films[2], 5);
        await many.BanAsync("ada", films[1]);
        Assert.True(many.RemoveItem(films[2]));
        ListShape<Film> shape = new() { KnownShare = 0.5, Where = film => film != films[0] };
        IReadOnlyList<Suggestion<Film>> list = many.Recommend(user, 10, shape);
        Assert.Equal(10, list.Count);
        Assert.DoesNotContain(list, one => one.IsKnown);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(0.145, 100, 15)]
    [InlineData(0.145, 1000, 145)]
    [InlineData(0.285, 100, 29)]
    [InlineData(0.25, 10, 3)]
    [InlineData(0.3, 10, 3)]
    [InlineData(1, 10, 10)]
    [InlineData(0, 10, 0)]
    public void A_share_gives_the_nearest_number_of_places(double share, int count, int places)
    {
        HashSet<int> known = [.. Enumerable.Range(0, 2000)];
        var divided = ListShare.Of(known, share, count);
        for (int place = 0; place < places; place++)
        {
            Assert.True(divided.Allows(place));
            divided.Take(place);
        }

        Assert.False(divided.Allows(places));
        Assert.Equal(places < count, divided.Allows(5000));
    }

    [Fact]
    public void Null_in_the_place_of_a_condition_or_a_shape_means_no_condition()
    {
        Assert.Equal(_films.Recommend("ada", 4).Select(one => one.Item), _films.Recommend("ada", 4, null).Select(one => one.Item));
        Assert.Equal(
            _films.RecommendByLikes("ada", 2, 4).Select(list => list.Liked),
            _films.RecommendByLikes("ada", 2, 4, null).Select(list => list.Liked));
    }

    private static bool IsKnown(Suggestion<Film> one) => IndexOf(one) < Liked + Disliked;

    private static int IndexOf(Suggestion<Film> one) => IndexOf(one.Item);

    private static int IndexOf(Film film) => Array.IndexOf(Films, film);

    private sealed class Asked(ICounterfactualRecommender inner, Action ask) : DelegatingRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
        {
            ask();
            return base.Recommend(user, destination, filter);
        }
    }
}
