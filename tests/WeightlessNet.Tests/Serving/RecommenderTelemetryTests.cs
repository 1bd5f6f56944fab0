using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals.Telemetry;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>Listeners see every recommender of the process, so each test has names of its own.</summary>
public sealed class RecommenderTelemetryTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(40);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Instruments_have_the_units_of_open_telemetry()
    {
        using Listener listener = new();
        using var films = InMemory("units");
        Assert.Equal(
            [
                "weightlessnet.checkpoint.duration s", "weightlessnet.flush.changes {change}", "weightlessnet.flush.duration s",
                "weightlessnet.item.count {item}", "weightlessnet.list.duration s", "weightlessnet.lists {list}",
                "weightlessnet.log.size By", "weightlessnet.rating.count {rating}", "weightlessnet.ratings.forgotten {rating}",
                "weightlessnet.ratings.learned {rating}", "weightlessnet.training.duration s", "weightlessnet.user.count {user}",
                "weightlessnet.users.forgotten {user}",
            ],
            listener.Units.Select(one => $"{one.Key} {one.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_listener_that_throws_fails_nothing()
    {
        static bool IsMine(object? name) => name as string == "throws";
        using MeterListener meters = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == RecommenderTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        int thrown = 0;
        void Throw(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (IsMine(tags[0].Value))
            {
                Interlocked.Increment(ref thrown);
                throw new FormatException("a listener's mistake");
            }
        }

        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Throw(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Throw(tags));
        using ActivityListener activities = new()
        {
            ShouldListenTo = static source => source.Name == RecommenderTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Throw([new("", activity.GetTagItem(RecommenderTelemetry.NameTag))]),
        };
        ActivitySource.AddActivityListener(activities);
        meters.Start();

        Film[] added = Film.Some(2, 100);
        await using (var films = await OpenAsync("throws"))
        {
            await films.AddItemAsync(added[0]);
            await films.AddItemAsync(added[1]);
            await films.LearnAsync("ada", added[1], 5);
            await films.LearnAsync("bob", added[1], 5);
            await films.ForgetUserAsync("bob");
            _ = films.Recommend("ada", 3);
            await films.TrainAsync();
        }

        Assert.True(thrown > 10);
        await using var opened = await OpenAsync("throws", [.. Films, .. added]);
        Assert.Equal(["ada"], opened.Users);
        Assert.Equal(added[1], Assert.Single(opened.RatingsOf("ada")).Item);
    }

    [Fact]
    public async Task Two_recommenders_are_told_apart_by_name()
    {
        using Listener listener = new();
        await using var durable = await OpenAsync("durable");
        await using var memory = InMemory("in memory");

        await durable.LearnAsync(Film.Ratings(Films, 5, 4, 1));
        await memory.LearnAsync("ada", Films[0], 4);
        await memory.LearnAsync("ada", Films[1], 4);
        durable.Recommend("u1", 3);
        memory.Recommend("ada", 3);
        memory.Recommend("nobody", 3);
        int ratings = durable.RatingCount;
        await durable.ForgetAsync("u0", durable.RatingsOf("u0")[0].Item);
        int ofUser = (await durable.ForgetUserAsync("u1")).Ratings;
        await memory.ForgetUserAsync("nobody");

        Assert.Equal(20, listener.Values("durable", "weightlessnet.ratings.learned").Sum());
        Assert.Equal(2, listener.Values("in memory", "weightlessnet.ratings.learned").Sum());
        Assert.Equal(1 + ofUser, listener.Values("durable", "weightlessnet.ratings.forgotten").Sum());
        Assert.Empty(listener.Values("in memory", "weightlessnet.ratings.forgotten"));
        Assert.Equal([1], listener.Values("durable", "weightlessnet.users.forgotten"));
        Assert.Equal([1], listener.Values("durable", "weightlessnet.lists"));
        Assert.Equal([1, 1], listener.Values("in memory", "weightlessnet.lists"));
        Assert.All(listener.Values("in memory", "weightlessnet.list.duration"), seconds => Assert.InRange(seconds, 1e-9, 60));
        Assert.Equal(2, listener.Values("in memory", "weightlessnet.list.duration").Length);
        Assert.Equal([ratings - 1 - ofUser], listener.Read("durable", "weightlessnet.rating.count"));
        Assert.Equal([4], listener.Read("durable", "weightlessnet.user.count"));
        Assert.Equal([40], listener.Read("durable", "weightlessnet.item.count"));
        Assert.Equal([1], listener.Read("in memory", "weightlessnet.user.count"));
        Assert.Equal([0], listener.Read("in memory", "weightlessnet.log.size"));
    }

    [Fact]
    public async Task Writes_checkpoints_and_trainings_are_counted_and_timed()
    {
        using Listener listener = new();
        await using var films = await OpenAsync("work");
        await films.LearnAsync("ada", Films[0], 5);
        await films.LearnAsync("ada", Films[1], 3);
        Assert.Equal([films.Health.LogBytes], listener.Read("work", "weightlessnet.log.size"));
        Assert.True(films.Health.LogBytes > 0);

        // The items, then a key and a rating, then a rating.
        Assert.Equal([40, 2, 1], listener.Values("work", "weightlessnet.flush.changes"));
        Assert.Equal(3, listener.Values("work", "weightlessnet.flush.duration").Length);

        // The first checkpoint is written when the items of a new folder are known.
        Assert.Single(listener.Values("work", "weightlessnet.checkpoint.duration"));
        await films.TrainAsync();
        Assert.Equal(2, listener.Values("work", "weightlessnet.checkpoint.duration").Length);
        Assert.Equal([""], listener.Errors("work", "weightlessnet.training.duration"));
        Assert.Equal(films.LastTraining!.Duration.TotalSeconds, listener.Values("work", "weightlessnet.training.duration")[0], 0.05);
    }

    [Fact]
    public async Task What_fails_has_the_type_of_its_error()
    {
        using Listener listener = new();
        await using var empty = Recommender<string, Film>.InMemory(Film.Schema, null, Named("failing"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => empty.TrainAsync());
        Assert.Equal(["System.InvalidOperationException"], listener.Errors("failing", "weightlessnet.training.duration"));
        Activity training = Assert.Single(listener.Activities("failing"));
        Assert.Equal((ActivityStatusCode.Error, "System.InvalidOperationException"), (training.Status, training.GetTagItem("error.type")));

        await using (await OpenAsync("locked"))
        {
            await Assert.ThrowsAsync<IOException>(() => OpenAsync("locked"));
        }

        Assert.Equal(
            [ActivityStatusCode.Unset, ActivityStatusCode.Error],
            listener.Activities("locked").Where(one => one.OperationName == "weightlessnet.open").Select(one => one.Status));
    }

    [Fact]
    public async Task Activities_belong_to_what_asked_for_them_and_the_writes_to_nobody()
    {
        using Listener listener = new();
        using Activity request = new Activity("request").Start();
        await using var films = await OpenAsync("traced");
        await films.LearnAsync("ada", Films[0], 5);
        await films.TrainAsync();

        ILookup<string, Activity> activities = listener.Activities("traced").ToLookup(one => one.OperationName);
        Assert.Equal(request.Id, Assert.Single(activities["weightlessnet.open"]).ParentId);
        Assert.Equal(request.Id, Assert.Single(activities["weightlessnet.train"]).ParentId);
        Assert.Contains(activities["weightlessnet.checkpoint"], one => one.ParentId == request.Id);
        Assert.NotEmpty(activities["weightlessnet.flush"]);
        Assert.All(activities["weightlessnet.flush"], one => Assert.Null(one.ParentId));
        Assert.Same(request, Activity.Current);
    }

    [Fact]
    public async Task Work_in_the_background_belongs_to_no_request()
    {
        using Listener listener = new();
        using (new Activity("request").Start())
        {
            RecommenderOptions<string> eager = new() { Name = "background", Training = new TrainingRule { FirstAfter = 1 } };
            await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, eager);
            await films.LearnAsync("ada", Films[0], 5);
            for (int wait = 0; wait < 300 && listener.Activities("background").Length == 0; wait++)
            {
                await Task.Delay(50);
            }
        }

        Assert.Null(listener.Activities("background")[0].ParentId);
    }

    [Fact]
    public async Task A_disposed_recommender_is_not_reported_and_not_kept_alive()
    {
        using Listener listener = new();
        WeakReference disposed = await UsedAndDisposedAsync(listener);
        Assert.Empty(listener.Read("disposed", "weightlessnet.user.count"));
        for (int attempt = 0; attempt < 20 && disposed.IsAlive; attempt++)
        {
            await Task.Delay(50);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(disposed.IsAlive);
    }

    [Fact]
    public async Task A_registration_names_its_recommender()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddNamedRecommender<string, Film>("registered", Path.Combine(_folder.Path, "a"), Film.Schema, _ => Films, Film.Quiet)
            .AddNamedRecommender<string, Film>("b", Path.Combine(_folder.Path, "b"), Film.Schema, _ => Films, Named("own name"))
            .AddRecommender<string, Film>(Path.Combine(_folder.Path, "folder.data"), Film.Schema, _ => Films, Film.Quiet);
        await using ServiceProvider provider = services.BuildServiceProvider();
        _ = provider.GetRequiredKeyedService<Recommender<string, Film>>("registered");
        _ = provider.GetRequiredKeyedService<Recommender<string, Film>>("b");
        _ = provider.GetRequiredService<Recommender<string, Film>>();

        using Listener listener = new();
        Assert.All(["registered", "own name", "folder.data"], name => Assert.Equal([40], listener.Read(name, "weightlessnet.item.count")));
        Assert.Empty(listener.Read("b", "weightlessnet.item.count"));
    }

    [Fact]
    public void Nothing_is_measured_and_no_memory_taken_when_nobody_listens()
    {
        using var films = InMemory("silent");
        RecommenderMeter meter = new("silent too");
        int round = 0;
        Learn();
        Measure();

        AllocationAssert.None(Learn);
        AllocationAssert.None(Measure);
        Assert.Equal(0, RecommenderMeter.BeginList());
        Assert.Null(meter.BeginFlush());
        Assert.Null(meter.BeginTraining());

        void Learn()
        {
            round++;
            for (int i = 0; i < 30; i++)
            {
                float rating = films.Scale.ValueOf((i + round) % films.Scale.LevelCount);
                Assert.True(films.LearnAsync("ada", Films[i], rating).AsTask().IsCompletedSuccessfully);
            }
        }

        void Measure()
        {
            meter.EndList(RecommenderMeter.BeginList());
            meter.Learned(1);
            meter.Forgot(1, 1);
            meter.Flushed(1);
            meter.BeginFlush()?.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UsedAndDisposedAsync(Listener listener)
    {
        var films = InMemory("disposed");
        await films.LearnAsync("ada", Films[0], 5);
        Assert.Equal([1], listener.Read("disposed", "weightlessnet.user.count"));
        await films.DisposeAsync();
        return new WeakReference(films);
    }

    private static RecommenderOptions<string> Named(string name) => new() { Name = name, Training = TrainingRule.OnDemand };

    private static Recommender<string, Film> InMemory(string name) =>
        Recommender<string, Film>.InMemory(Film.Schema, Films, Named(name));

    private Task<Recommender<string, Film>> OpenAsync(string name, Film[]? catalog = null) =>
        Recommender<string, Film>.OpenAsync(Path.Combine(_folder.Path, "films.data"), Film.Schema, catalog ?? Films, Named(name));
}
