using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ListShapeTests
{
    private static readonly Film[] Films = Film.Some(300);

    [Fact]
    public async Task A_shape_in_which_nothing_is_set_gives_the_same_list()
    {
        await using var films = await TrainedAsync();
        ListShape<Film> none = new()
        {
            Diversity = 0,
            Exploration = 0,
            Mix = new(0, film => film.Genres),
            Seed = 7,
        };
        ListShape<Film> wide = new() { Limits = [new(1000, film => film.Genres)] };
        foreach (string user in new[] { "u0", "u3", "nobody" })
        {
            Assert.Equal(Listed(films.Recommend(user, 20)), Listed(films.Recommend(user, 20, none)));
            Assert.Equal(Listed(films.Recommend(user, 20)), Listed(films.Recommend(user, 20, wide)));
            Assert.Equal(
                Listed(films.Recommend(user, 20, IsNew, [Films[1]])),
                Listed(films.Recommend(user, 20, none with { Where = IsNew, Never = [Films[1]] })));
        }
    }

    [Fact]
    public async Task Full_diversity_takes_what_is_most_unlike_all_before_it()
    {
        await using var films = await TrainedAsync();
        IReadOnlyList<Suggestion<Film>> near = films.Recommend("u1", 100);
        IReadOnlyList<Suggestion<Film>> varied = films.Recommend("u1", 8, new ListShape<Film> { Diversity = 1 });
        Assert.Equal(8, varied.Count);
        Assert.Equal(near[0].Item, varied[0].Item);
        for (int place = 1; place < varied.Count; place++)
        {
            Film[] before = [.. varied.Take(place).Select(one => one.Item)];
            double least = near.Where(one => !before.Contains(one.Item)).Min(one => Closeness(films, one.Item, before));
            Assert.Equal(least, Closeness(films, varied[place].Item, before), 1e-12);
        }
    }

    [Fact]
    public async Task More_diversity_makes_lists_less_alike_and_lowers_their_scores()
    {
        await using var films = await TrainedAsync();
        double[] values = [0, 0.3, 0.6, 1];
        double[] closeness = [.. values.Select(value => Mean(value, list => MeanCloseness(films, list)))];
        double[] scores = [.. values.Select(value => Mean(value, list => list.Average(one => one.Score)))];
        Assert.Equal(closeness.OrderDescending(), closeness);
        Assert.True(closeness[0] - closeness[3] > 0.1, $"{closeness[0]} to {closeness[3]}");
        Assert.Equal(scores.OrderDescending(), scores);
        double Mean(double diversity, Func<IReadOnlyList<Suggestion<Film>>, double> figure) => Enumerable.Range(0, 20)
            .Average(user => figure(films.Recommend($"u{user}", 10, new ListShape<Film> { Diversity = diversity })));
    }

    [Fact]
    public async Task Items_without_fields_are_not_told_apart()
    {
        await using var films = Recommender<string, Film>.InMemory(schema => schema.Key(film => film.Id), Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
        ListShape<Film> varied = new() { Diversity = 1 };
        Assert.Equal(Listed(films.Recommend("u1", 10)), Listed(films.Recommend("u1", 10, varied)));
        await films.TrainAsync();
        Assert.Equal(Listed(films.Recommend("u1", 10)), Listed(films.Recommend("u1", 10, varied)));
    }

    [Fact]
    public async Task A_mix_gives_a_list_the_proportions_of_what_the_user_likes()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));

        // Three dramas for each war film.
        Film[] dramas = [.. Films.Where(film => film.Genres is ["Drama", "Drama"]).Take(30)];
        Film[] wars = [.. Films.Where(film => film.Genres is ["War", "Comedy"]).Take(10)];
        await films.LearnAsync([.. dramas.Concat(wars).Select(film => new UserRating<string, Film>("ada", film, 5))]);
        ListShape<Film> mixed = new() { Mix = new(1, film => film.Genres[0]) };
        IReadOnlyList<Suggestion<Film>> list = films.Recommend("ada", 12, mixed);
        Assert.Equal(9, list.Count(one => one.Item.Genres[0] == "Drama"));
        Assert.Equal(3, list.Count(one => one.Item.Genres[0] == "War"));

        // Nothing is known of a new user's mix.
        Assert.Equal(Listed(films.Recommend("nobody", 12)), Listed(films.Recommend("nobody", 12, mixed)));
    }

    [Fact]
    public async Task Pinned_items_come_first_then_those_for_all_and_nothing_hidden_is_listed()
    {
        await using var films = await TrainedAsync();
        Film[] rated = [.. films.RatingsOf("u2").Select(one => one.Item)];
        Film[] free = [.. Films.Except(rated)];
        await films.PinAsync("u2", free[40]);
        await films.BanAsync("u2", free[41]);
        await films.TuneAsync("u2", TuningControl.Mute("genre", "Western"));
        Film[] shown = [.. free.Where(film => !film.Genres.Contains("Western"))];
        films.RemoveItem(shown[9]);
        foreach (ListShape<Film> shape in AllShapes())
        {
            ListShape<Film> ruled = shape with
            {
                Always = [shown[7], rated[0], free[41], shown[8], shown[9], shown[6], Films[0] with { Id = "nobody's" }],
                Never = [shown[6], shown[5]],
                Where = film => film.Id != "f200",
            };
            IReadOnlyList<Film> list = [.. films.Recommend("u2", 12, ruled).Select(one => one.Item)];
            Assert.Equal(12, list.Count);
            Assert.Equal(list.Distinct(), list);
            Film[] first = free[40].Genres.Contains("Western") ? [shown[7], shown[8]] : [free[40], shown[7], shown[8]];
            Assert.Equal(first, list.Take(first.Length));
            Assert.Empty(list.Intersect([.. rated, free[41], shown[9], shown[6], shown[5], Films[200]]));
            Assert.DoesNotContain(list, film => film.Genres.Contains("Western"));
        }
    }

    [Fact]
    public async Task Lists_are_full_as_long_as_there_are_items()
    {
        await using var films = await TrainedAsync();
        int unrated = Films.Length - films.RatingsOf("u4").Count;
        foreach (ListShape<Film> shape in AllShapes())
        {
            IReadOnlyList<Suggestion<Film>> all = films.Recommend("u4", 1000, shape with { Limits = [], Minimums = [] });
            Assert.Equal(unrated, all.Select(one => one.Item.Id).Distinct().Count());
            Assert.Equal(12, films.Recommend("nobody", 12, shape).Count);
            Assert.Empty(films.Recommend("u4", 0, shape));
        }
    }

    [Fact]
    public async Task An_empty_catalog_gives_an_empty_list_and_added_items_are_listed()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, null, Film.Quiet);
        foreach (ListShape<Film> shape in AllShapes())
        {
            Assert.Empty(films.Recommend("ada", 5, shape));
        }

        await films.AddItemAsync(Films[0]);
        await films.AddItemAsync(Films[1]);
        foreach (ListShape<Film> shape in AllShapes())
        {
            Assert.Equal(["f0", "f1"], films.Recommend("ada", 5, shape).Select(one => one.Item.Id).Order());
        }
    }

    [Fact]
    public async Task A_decorator_and_a_restart_see_shaped_lists_too()
    {
        using TemporaryFolder folder = new();
        RecommenderOptions<string> options = new() { Training = TrainingRule.OnDemand, Decorate = inner => new WithoutFirst(inner) };
        string[][] before;
        await using (var films = await Recommender<string, Film>.OpenAsync(folder.Path, Film.Schema, Films, options))
        {
            await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
            await films.TrainAsync();
            before = [.. AllShapes().Select(shape => Listed(films.Recommend("u5", 10, shape)))];
            Assert.DoesNotContain(Films[1], AllShapes().SelectMany(shape => films.Recommend("nobody", 300, shape)).Select(one => one.Item));
        }

        await using var reopened = await Recommender<string, Film>.OpenAsync(folder.Path, Film.Schema, Films, options);
        Assert.Equal(before, AllShapes().Select(shape => Listed(reopened.Recommend("u5", 10, shape))));
    }

    [Fact]
    public async Task Many_threads_get_the_same_lists_while_the_catalog_changes_elsewhere()
    {
        await using var films = await TrainedAsync();
        ListShape<Film>[] shapes = AllShapes();
        string[][] expected = [.. shapes.Select(shape => Listed(films.Recommend("u6", 10, shape)))];
        Parallel.For(0, 64, i => Assert.Equal(expected[i % shapes.Length], Listed(films.Recommend("u6", 10, shapes[i % shapes.Length]))));

        using CancellationTokenSource end = new();
        var changes = Task.Run(async () =>
        {
            for (int i = 0; !end.IsCancellationRequested; i++)
            {
                Film changed = Films[i % 50];
                films.RemoveItem(changed);
                await films.AddItemAsync(new Film($"n{i}", $"New {i}", ["War"], 2000));
                await films.LearnAsync($"u{i % 60}", Films[200 + (i % 50)], 4);
                await films.AddItemAsync(changed);
            }
        });
        for (int i = 0; i < 100; i++)
        {
            IReadOnlyList<Suggestion<Film>> list = films.Recommend($"u{i % 60}", 10, shapes[i % shapes.Length]);
            Assert.Equal(list.Count, list.Select(one => one.Item.Id).Distinct().Count());
            Assert.NotEmpty(list);
        }

        await end.CancelAsync();
        await changes;
    }

    [Fact]
    public async Task Wrong_shapes_are_refused_at_once()
    {
        await using var films = await TrainedAsync();
        foreach (double wrong in new[] { -0.1, 1.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("Diversity", () => new ListShape<Film> { Diversity = wrong });
            Assert.Throws<ArgumentOutOfRangeException>("Exploration", () => new ListShape<Film> { Exploration = wrong });
            Assert.Throws<ArgumentOutOfRangeException>("weight", () => new ListMix<Film>(wrong, film => film.Genres));
            Assert.Throws<ArgumentOutOfRangeException>("share", () => new ListMinimum<Film>(wrong, IsNew));
        }

        Assert.Throws<ArgumentOutOfRangeException>("most", () => new ListLimit<Film>(0, film => film.Title));
        Assert.Throws<ArgumentNullException>("value", () => new ListLimit<Film>(1, (Func<Film, string?>)null!));
        Assert.Throws<ArgumentNullException>("values", () => new ListLimit<Film>(1, (Func<Film, IEnumerable<string?>?>)null!));
        Assert.Throws<ArgumentNullException>("values", () => new ListMix<Film>(1, (Func<Film, IEnumerable<string?>?>)null!));
        Assert.Throws<ArgumentNullException>("which", () => new ListMinimum<Film>(1, null!));
        Assert.Throws<ArgumentNullException>("Always", () => new ListShape<Film> { Always = [null!] });
        Assert.Throws<ArgumentNullException>("Never", () => new ListShape<Film> { Never = null! });
        Assert.Throws<ArgumentNullException>("Limits", () => new ListShape<Film> { Limits = [null!] });
        Assert.Throws<ArgumentNullException>("Minimums", () => new ListShape<Film> { Minimums = null! });
        Assert.Throws<ArgumentNullException>("shape", () => films.Recommend("u1", 5, (ListShape<Film>)null!));
        Assert.Throws<ArgumentNullException>("user", () => films.Recommend(null!, 5, new ListShape<Film>()));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => films.Recommend("u1", -1, new ListShape<Film>()));

        // What an application's function throws comes through, and the recommender goes on.
        ListShape<Film> failing = new() { Limits = [new(1, string? (Film _) => throw new InvalidOperationException("mine"))] };
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => films.Recommend("u1", 5, failing)).Message);
        Assert.Equal(5, films.Recommend("u1", 5, new ListShape<Film> { Diversity = 0.5 }).Count);
    }

    private static ListShape<Film>[] AllShapes() =>
    [
        new(),
        new() { Diversity = 0.4 },
        new() { Diversity = 1 },
        new() { Mix = new(0.5, film => film.Genres) },
        new() { Exploration = 0.3, Seed = 5 },
        new() { Limits = [new(7, film => film.Genres)], Minimums = [new(0.2, IsNew)] },
        new()
        {
            Diversity = 0.3,
            Mix = new(0.3, film => film.Genres),
            Exploration = 0.2,
            Limits = [new(8, film => film.Genres)],
            Minimums = [new(0.1, IsNew)],
        },
    ];

    private static bool IsNew(Film film) => film.Year > 1990;

    private static string[] Listed(IReadOnlyList<Suggestion<Film>> list) => [.. list.Select(one => $"{one.Item.Id} {one.Score:R}")];

    private static double Closeness(Recommender<string, Film> films, Film item, Film[] before) =>
        before.Max(other => Likeness(films, item, other));

    private static double MeanCloseness(Recommender<string, Film> films, IReadOnlyList<Suggestion<Film>> list) =>
        (from one in list from other in list where one != other select Likeness(films, one.Item, other.Item)).Average();

    // By the bits of the two fields, counted one by one.
    private static double Likeness(Recommender<string, Film> films, Film one, Film other)
    {
        double genres = one.Genres.Intersect(other.Genres).Count() / (double)one.Genres.Union(other.Genres).Count();
        int[] levels = [.. new[] { one, other }.Select(film => LevelOf(films, film)).Order()];
        return levels[1] == 0 ? genres : (genres + (levels[0] / (double)levels[1])) / 2;
    }

    private static int LevelOf(Recommender<string, Film> films, Film film)
    {
        string[] levels = [.. films.TunableFields.Single(field => field.Name == "year").Values];
        return levels.Count(level => film.Year > double.Parse(level["above ".Length..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<Recommender<string, Film>> TrainedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
        await films.TrainAsync();
        return films;
    }

    private sealed class WithoutFirst(IRecommender inner) : DelegatingRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
        {
            int[] excluded = [1, .. filter.Excluded];
            return base.Recommend(user, destination, filter with { Excluded = excluded });
        }
    }
}
