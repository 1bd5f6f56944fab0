using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;
using static WeightlessNet.Tests.Serving.EventFilms;

namespace WeightlessNet.Tests.Serving;

/// <summary>What lists, reasons and trainings make of events.</summary>
public sealed class EventListTests
{
    [Fact]
    public async Task Those_who_like_an_item_are_not_similar_to_those_who_gave_it_back()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], 2);
        await films.AddEventAsync("ada", Films[1], -2);
        await films.AddEventAsync("bob", Films[0], 5000);
        await films.AddEventAsync("bob", Films[1], -1);
        await films.AddEventAsync("cy", Films[0], -2);
        await films.AddEventAsync("cy", Films[1], 2);
        await films.AddEventAsync("dee", Films[1], -7);
        Assert.Equal(
            [new SimilarUser<string>("bob", 1, 2), new SimilarUser<string>("dee", 0.5, 1)],
            films.SimilarUsers("ada", 9));
    }

    [Fact]
    public async Task A_training_is_due_by_new_likes_and_not_by_more_of_the_same()
    {
        using var films = Recommender<string, Film>.InMemory(
            Film.Schema, Films, new() { Events = new EventOptions(), Training = new TrainingRule { FirstAfter = 30, Growth = 0.5 } });

        // Five totals pass 1, 2, 4, 8 and 16: 25 changes.
        for (int i = 0; i < 200; i++)
        {
            await films.AddEventAsync("ada", Films[i % 5], 1);
            if (i > 100)
            {
                await films.ForgetEventAsync("ada", Films[i % 5], 1);
            }
        }

        // Twice the pause between two looks.
        await Task.Delay(500);
        Assert.Null(films.LastTraining);
        for (int i = 5; i < 10; i++)
        {
            await films.AddEventAsync("ada", Films[i], 1);
        }

        for (int wait = 0; films.LastTraining is null && wait < 600; wait++)
        {
            await Task.Delay(50);
        }

        Assert.NotNull(films.LastTraining);
    }

    [Fact]
    public async Task How_large_totals_are_does_not_count_where_all_likes_count_alike()
    {
        RecommenderOptions<string> alike = new()
        {
            Training = TrainingRule.OnDemand,
            Events = new EventOptions { Weights = LikeWeights.Equal },
        };
        using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, alike);
        using var larger = Recommender<string, Film>.InMemory(Film.Schema, Films, alike);
        Random random = new(4);
        foreach (UserRating<string, Film> one in Film.Ratings(Films, 60, 15, 3))
        {
            await films.SetEventsAsync(one.User, one.Item, one.Value >= 3 ? 1 : -1, one.Time);
            await larger.SetEventsAsync(one.User, one.Item, (one.Value >= 3 ? 1 : -1) * (1 << random.Next(20)), one.Time);
        }

        await films.TrainAsync();
        await larger.TrainAsync();
        Assert.Equal(ListsOfAll(films), ListsOfAll(larger));

        static string ListsOfAll(Recommender<string, Film> films) => string.Join('\n', films.Users.Select(user =>
            string.Join(' ', films.Recommend(user, 30).Select(one => $"{one.Item.Id}:{one.Score:R}"))));
    }

    [Fact]
    public async Task What_was_given_back_is_no_reason()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], -3);
        Contribution[] byField = [new(ContributionKind.Field, "genre", 1)];
        Reason reason = films.ReasonOf(new Explanation(0, 5, 1, [], byField, [new RatingContribution(0, -3, 1)]));
        Assert.Equal(ReasonKind.Field, reason.Kind);
        reason = films.ReasonOf(new Explanation(0, 5, 1, [], byField, [new RatingContribution(0, -3, 2), new RatingContribution(1, 3, 1)]));
        Assert.Equal((ReasonKind.Rating, 1), (reason.Kind, reason.ItemId));
    }

    [Fact]
    public async Task Lists_follow_what_a_user_chose_more_often_in_any_unit()
    {
        using Recommender<string, Film> counted = await TrainedAsync(LikeWeights.ByAmount);
        using Recommender<string, Film> finer = await TrainedAsync(LikeWeights.ByAmount, unit: 1 << 12);
        using Recommender<string, Film> ignored = await TrainedAsync(LikeWeights.Equal);
        Assert.Equal(Scores(counted, "one"), Scores(finer, "one"));
        Assert.NotEqual(Scores(counted, "one"), Scores(counted, "other"));
        Assert.Equal(Scores(ignored, "one"), Scores(ignored, "other"));

        // The next amount counts without a training.
        string before = Scores(counted, "one");
        await counted.AddEventAsync("one", Films[1], 90);
        Assert.NotEqual(before, Scores(counted, "one"));
        await counted.ForgetEventAsync("one", Films[1], 90);
        Assert.Equal(before, Scores(counted, "one"));

        static string Scores(Recommender<string, Film> films, string user) =>
            string.Join(' ', films.Recommend(user, 20).Select(one => $"{one.Item.Id}:{one.Score:R}"));

        static async Task<Recommender<string, Film>> TrainedAsync(LikeWeights weights, int unit = 1)
        {
            RecommenderOptions<string> options = new()
            {
                Training = TrainingRule.OnDemand,
                Events = new EventOptions { Weights = weights },
            };
            var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
            foreach (UserRating<string, Film> one in Film.Ratings(Films, 60, 15, 3))
            {
                await films.AddEventAsync(one.User, one.Item, (int)(one.Value * one.Value) * unit, one.Time);
            }

            foreach ((string user, int first, int second) in ((string, int, int)[])[("one", 40, 2), ("other", 2, 40)])
            {
                await films.SetEventsAsync(user, Films[0], first * unit);
                await films.SetEventsAsync(user, Films[1], second * unit);
            }

            await films.TrainAsync();
            return films;
        }
    }

    [Fact]
    public async Task Lists_follow_what_a_user_chose_last_if_totals_age()
    {
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Recommender<string, Film> aging = await TrainedAsync(TimeSpan.FromDays(7));
        using Recommender<string, Film> ageless = await TrainedAsync(null);
        Assert.NotEqual(Scores(aging, "one"), Scores(aging, "other"));
        Assert.Equal(Scores(ageless, "one"), Scores(ageless, "other"));

        // A later event makes all others older, until it is forgotten.
        string before = Scores(aging, "one");
        await aging.AddEventAsync("one", Films[2], 1, now.AddDays(90));
        Assert.NotEqual(before, Scores(aging, "one"));
        await aging.ForgetAsync("one", Films[2]);
        Assert.Equal(before, Scores(aging, "one"));

        static string Scores(Recommender<string, Film> films, string user) =>
            string.Join(' ', films.Recommend(user, 20).Select(one => $"{one.Item.Id}:{one.Score:R}"));

        async Task<Recommender<string, Film>> TrainedAsync(TimeSpan? halfLife)
        {
            RecommenderOptions<string> options = new()
            {
                Training = TrainingRule.OnDemand,
                Events = new EventOptions { HalfLife = halfLife },
            };
            var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
            foreach (UserRating<string, Film> one in Film.Ratings(Films, 60, 15, 3))
            {
                await films.AddEventAsync(one.User, one.Item, (int)one.Value, one.Time);
            }

            foreach ((string user, int newer, int older) in ((string, int, int)[])[("one", 0, 1), ("other", 1, 0)])
            {
                await films.AddEventAsync(user, Films[newer], 1, now);
                await films.AddEventAsync(user, Films[older], 1, now.AddDays(-30));
            }

            await films.TrainAsync();
            return films;
        }
    }

    [Fact]
    public async Task What_speaks_against_an_item_is_no_like()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], 2);
        await films.AddEventAsync("bob", Films[1], -2);
        Assert.Equal(-2, TotalOf(films, "bob", Films[1]));
        Assert.Equal(Films[0], films.Recommend("eve", 1)[0].Item);
        Assert.True(films.StandingOf("eve", Films[0]).Score > films.StandingOf("eve", Films[1]).Score);

        // Bought and given back.
        await films.AddEventAsync("ada", Films[0], -2);
        Assert.Empty(films.EventsOf("ada"));
    }

    [Fact]
    public async Task A_training_loses_nothing_that_is_added_meanwhile()
    {
        using Recommender<string, Film> films = InMemory();
        await FillAsync(films);
        decimal before = TotalOf(films, "u1", Films[2]) ?? 0;
        Task<TrainingReport> training = films.TrainAsync();
        int count = 0;
        do
        {
            await films.AddEventAsync("u1", Films[2]);
            count++;
        }
        while (!training.IsCompleted || count < 3);
        TrainingReport report = await training;
        Assert.Empty(report.RatingParts);
        Assert.NotEmpty(report.ListParts);
        Assert.Equal(before + count, TotalOf(films, "u1", Films[2]) ?? 0);
    }

    [Fact]
    public async Task A_forgotten_event_is_in_no_central_model_of_a_checkpoint()
    {
        using TemporaryFolder folder = new();
        await using Recommender<string, Film> films = await OpenAsync(Path.Combine(folder.Path, "films.data"));
        await FillAsync(films);
        await films.TrainAsync();
        ItemEvents<Film> first = films.EventsOf("u7")[0];
        WeightlessRankingRecommender lists = ListsOf(films);
        Assert.True(films.TryGetUserId("u7", out int user) & films.TryGetItemId(first.Item, out int item));
        Assert.Contains(lists.TrainedRatings, one => one.User == user && one.Item == item);
        await films.AddEventAsync("u7", first.Item, 4);
        await films.ForgetEventAsync("u7", first.Item, first.Total);
        Assert.Equal(4, TotalOf(films, "u7", first.Item));
        Assert.DoesNotContain(lists.TrainedRatings, one => one.User == user && one.Item == item);
    }

    [Fact]
    public async Task Questions_are_about_what_was_chosen()
    {
        using Recommender<string, Film> films = InMemory();
        await FillAsync(films);
        await films.AddEventAsync("ada", Films[0], 150);
        Suggestion<Film> first = films.Recommend("ada", 3, film => film.Genres.Contains(Films[0].Genres[0]))[0];
        Assert.Equal($"because you chose Film 0 (genre {Films[0].Genres[0]})", films.Why(new Explanation(
            0, 5, 1, [], [new Contribution(ContributionKind.Field, "genre", 1)], [new RatingContribution(0, 150, 1)])));
        Assert.Equal(150, Assert.Single(first.Explanation.ByRating).Value);
        Assert.DoesNotContain("rate", first.Why, StringComparison.Ordinal);
        Assert.Equal(films.StandingOf("ada", Films[5]), films.IfRated("ada", Films[0], 150, Films[5]));
        Assert.Equal(150, films.WhatWouldChange("ada", Films[5], 1)[0].Rating!.Value.Value);
        Assert.NotEmpty(films.SimilarUsers("u1", 3));
        Assert.Equal(150, Assert.Single(films.RecommendByLikes("ada", 1, 3)).Rating);
    }

    private static WeightlessRankingRecommender ListsOf(Recommender<string, Film> films) =>
        Assert.IsType<RatingsAndLists>(Assert.IsAssignableFrom<DelegatingRecommender>(films.Inner).Inner).Lists;
}
