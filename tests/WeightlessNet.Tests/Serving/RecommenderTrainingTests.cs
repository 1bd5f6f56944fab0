using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RecommenderTrainingTests
{
    private static readonly Film[] Films = Film.Some(60);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_changes_during_a_training_counts_after_it()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 12, 2));
        Film[] more = Film.Some(5, start: 60);
        int changes = 0;
        Changing during = new(() =>
        {
            // Called by the training's thread, while nobody else waits for it.
            Task.Run(async () =>
            {
                await films.LearnAsync("during", Films[changes % 50], 5);
                if (films.RatingsOf("u0") is [var rated, ..])
                {
                    await films.ForgetAsync("u0", rated.Item);
                }

                if (changes < more.Length)
                {
                    await films.AddItemAsync(more[changes]);
                    await films.LearnAsync("of new ones", more[changes], 4);
                }

                await films.ForgetUserAsync($"u{changes + 1}");
                await films.PinAsync("tuned", Films[changes % 60]);
                films.RemoveItem(Films[59]);
                changes++;
            }).Wait();
        });
        TrainingReport report = await films.TrainAsync(during);
        string[] ratings = RecommenderState.Ratings(films);

        Assert.Same(report, films.LastTraining);
        Assert.True(changes > 3, $"{changes} changes");
        Assert.Equal(Math.Min(changes, 5), films.RatingsOf("of new ones").Count);
        Assert.Equal(64 - Math.Max(0, 5 - changes), films.ItemCount);
        Assert.Equal(Math.Min(changes, 50), films.RatingsOf("during").Count);
        Assert.DoesNotContain("u1", films.Users);
        Assert.Equal(changes, films.ControlsOf("tuned").Count);
        Assert.DoesNotContain(films.Recommend("u40", 100), one => one.Item == Films[59]);

        // A second training has the same ratings.
        await films.TrainAsync();
        Assert.Equal(ratings, RecommenderState.Ratings(films));
        Assert.NotEmpty(films.LastTraining!.RatingParts);
    }

    [Fact]
    public async Task A_canceled_training_changes_nothing()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 12, 2));
        string[] answers = RecommenderState.Answers(films);
        using CancellationTokenSource cancel = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => films.TrainAsync(new Changing(cancel.Cancel), cancel.Token));
        Assert.Equal(answers, RecommenderState.Answers(films));
        Assert.Null(films.LastTraining);
        Assert.Null(films.Health.TrainingFailure);
        await films.TrainAsync();
        Assert.NotEqual(answers, RecommenderState.Answers(films));
    }

    [Fact]
    public async Task It_trains_in_the_background_as_the_rule_says()
    {
        RecommenderOptions<string> options = new()
        {
            Training = new TrainingRule { FirstAfter = 100, Growth = 0.5 },
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.LearnAsync(Film.Ratings(Films, 9, 11, 2));
        await Task.Delay(600);
        Assert.Null(films.LastTraining);

        await films.LearnAsync("ada", Films[0], 5);
        TrainingReport first = await NextAsync(films, null);
        Assert.Equal(films.RatingCount, first.RatingCount);
        await films.LearnAsync(Film.Ratings(Films, 20, 4, 3));
        TrainingReport second = await NextAsync(films, first);
        Assert.Equal(films.RatingCount, second.RatingCount);
        await films.AddItemsAsync(Film.Some(60, start: 60));
        Assert.Equal(120, (await NextAsync(films, second)).ItemCount);
    }

    [Fact]
    public async Task A_timeout_of_a_central_model_does_not_end_the_background()
    {
        int created = 0;
        RecommenderOptions<string> options = new()
        {
            Training = new TrainingRule { FirstAfter = 10 },
            CentralModel = (items, scale) => Interlocked.Increment(ref created) == 1
                ? throw new TaskCanceledException("The model was not downloaded in time.")
                : new MatrixFactorizationRecommender(items, scale),
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.LearnAsync(Film.Ratings(Films, 10, 4, 1));
        for (int wait = 0; films.LastTraining is null && wait < 300; wait++)
        {
            await Task.Delay(50);
        }

        Assert.True(created > 1);
        Assert.NotNull(films.LastTraining);
    }

    [Fact]
    public async Task Words_that_are_new_get_bits_by_a_training()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films[..1], Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        await films.AddItemAsync(new Film("opera", "An opera", ["Opera"], 2020));
        Assert.DoesNotContain("Opera", films.TunableFields.Single(field => field.Name == "genre").Values);
        await films.TrainAsync();
        Assert.Contains("Opera", films.TunableFields.Single(field => field.Name == "genre").Values);
    }

    [Fact]
    public async Task A_decorator_sees_the_questions_and_an_own_central_model_is_trained()
    {
        int lists = 0;
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            CentralModel = (items, scale) => new BiasRecommender(items, scale),
            Decorate = inner => new Counting(inner, () => lists++),
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.LearnAsync(Film.Ratings(Films, 60, 12, 2));
        films.Recommend("u1", 3);
        TrainingReport report = await films.TrainAsync();
        films.Recommend("u1", 3);
        Assert.Equal(2, lists);
        Assert.NotNull(films.Inner!.Get<Counting>());
        Assert.DoesNotContain(report.RatingParts, part => part.Name == "central model 2");
    }

    [Fact]
    public async Task A_training_that_fails_is_told_and_changes_nothing()
    {
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            CentralModel = (_, _) => throw new NotSupportedException("no model"),
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.LearnAsync(Film.Ratings(Films, 10, 12, 2));
        string[] answers = RecommenderState.Answers(films);

        await Assert.ThrowsAsync<NotSupportedException>(() => films.TrainAsync());
        Assert.IsType<NotSupportedException>(films.Health.TrainingFailure);
        Assert.Equal(answers, RecommenderState.Answers(films));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Recommender<string, Film>.InMemory(Film.Schema, options: Film.Quiet).TrainAsync());
    }

    [Fact]
    public async Task An_item_that_is_added_again_during_a_training_has_its_features()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        Film war = Films.First(film => film.Genres.Contains("War"));
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        films.RemoveItem(war);
        await films.TrainAsync(new Changing(() => films.AddItemAsync(war).Wait()));
        Assert.Contains(war, films.Items);
        Assert.DoesNotContain(films.Recommend("ada", Films.Length), one => one.Item == war);
    }

    [Fact]
    public async Task The_first_items_may_be_added_while_trainings_run()
    {
        const int Count = 3000;
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, null, Film.Quiet);
        var adding = Task.Run(() => films.AddItemsAsync(Film.Some(Count)));
        int trainings = 0;
        while (!adding.IsCompleted)
        {
            if (films.Inner is not null)
            {
                await films.TrainAsync();
                trainings++;
            }
        }

        await adding;
        await films.TrainAsync();
        await films.LearnAsync(Film.Some(Count).Select(film => new UserRating<string, Film>("ada", film, 4)));
        Assert.Equal(Count, films.RatingsOf("ada").Count);
    }

    [Fact]
    public async Task A_training_from_its_own_progress_is_refused()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        Exception? refused = null;
        await films.TrainAsync(new Changing(() => refused ??= Record.Exception(() => films.TrainAsync().Wait())));
        Assert.IsType<InvalidOperationException>(Assert.IsType<AggregateException>(refused).InnerException);
    }

    [Fact]
    public async Task An_exception_of_the_last_progress_is_thrown_and_the_training_counts()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        Reporting last = new(static done => done < 1);
        await Assert.ThrowsAsync<NotSupportedException>(() => films.TrainAsync(last));
        Assert.NotNull(films.LastTraining);
        Assert.Null(films.Health.TrainingFailure);
        Assert.Equal(1, last.Reported.Count(static done => done == 1));
        Assert.Equal(last.Reported.Order(), last.Reported);
    }

    [Fact]
    public async Task An_exception_of_an_earlier_progress_ends_the_training()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        await Assert.ThrowsAsync<NotSupportedException>(() => films.TrainAsync(new Reporting(static done => done < 0.5)));
        Assert.Null(films.LastTraining);
        Assert.IsType<NotSupportedException>(films.Health.TrainingFailure);
    }

    [Fact]
    public async Task Disposing_ends_a_training()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 12, 2));
        Task<TrainingReport>? training = null;
        TaskCompletionSource begun = new();
        training = films.TrainAsync(new Changing(() => begun.TrySetResult()));
        await begun.Task.WaitAsync(Long);
        await films.DisposeAsync().AsTask().WaitAsync(Long);
        await Assert.ThrowsAnyAsync<Exception>(() => training);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_rule_that_never_could_hold_is_refused(double growth)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(TrainingRule.Growth), () => new TrainingRule { Growth = growth });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(TrainingRule.FirstAfter), () => new TrainingRule { FirstAfter = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(TrainingRule.AtLeastEvery), () => new TrainingRule { AtLeastEvery = TimeSpan.Zero });
    }

    private static async Task<TrainingReport> NextAsync(Recommender<string, Film> films, TrainingReport? before)
    {
        for (DateTime end = DateTime.UtcNow + Long; DateTime.UtcNow < end; await Task.Delay(20))
        {
            if (films.LastTraining is { } report && report != before)
            {
                return report;
            }
        }

        throw new TimeoutException($"No training: {films.Health.TrainingFailure}");
    }

    private sealed class Changing(Action change) : IProgress<double>
    {
        public void Report(double value) => change();
    }

    private sealed class Reporting(Func<double, bool> mayGoOn) : IProgress<double>
    {
        public List<double> Reported { get; } = [];

        public void Report(double value)
        {
            Reported.Add(value);
            if (!mayGoOn(value))
            {
                throw new NotSupportedException("The application cannot show it.");
            }
        }
    }

    private sealed class Counting(ICounterfactualRecommender inner, Action count) : DelegatingRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
        {
            count();
            return base.Recommend(user, destination, filter);
        }
    }
}
