using ClusterHistory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Tests;

/// <summary>An application asks a cluster by its own keys, as it asked the front door.</summary>
public sealed class ClusterRecommenderTests
{
    private static readonly Film[] Films =
    [
        .. Enumerable.Range(0, 40).Select(i => new Film($"Film {i}", i % 2 == 0 ? "Horror" : "Drama", 1960 + i)),
    ];

    [Fact]
    public async Task An_application_asks_by_its_keys_and_gets_what_one_process_answers()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        HybridRecommender expected = new(catalog.Items, RatingScale.HalfStars);
        using IHost host = await StartAsync(store, catalog);
        ClusterRecommender<Guid, Film> recommender = host.Services.GetRequiredService<ClusterRecommender<Guid, Film>>();
        Guid ada = Guid.NewGuid();
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        for (int i = 0; i < 10; i++)
        {
            float stars = i % 2 == 0 ? 5 : 1.5f;
            await recommender.LearnAsync(ada, Films[i], stars, i == 0 ? null : time);
            expected.Learn(new Rating(0, i, stars, i == 0 ? 0 : 1_700_000_000));
        }

        Assert.Equal(expected.Predict(0, 20), await recommender.PredictAsync(ada, Films[20]));
        Assert.Equal(expected.Predict(0, 40), await recommender.PredictAsync(ada, new Film("Unknown", "", 0)));
        Assert.Equal(expected.Explain(0, 21).Score, (await recommender.ExplainAsync(ada, Films[21])).Score);
        IReadOnlyList<ClusterSuggestion<Film>> list = await recommender.RecommendAsync(ada, 5);
        ScoredItem[] scored = new ScoredItem[5];
        expected.Recommend(0, scored);
        Assert.Equal(scored, list.Select(one => new ScoredItem(one.Explanation.Item, one.Score)));
        Assert.All(list, one => Assert.Equal("Horror", one.Item.Genre));
        Assert.Contains("Film", list[0].Why, StringComparison.Ordinal);
        Assert.Equal(list[0].Reason.ToString(), list[0].Why);
        Assert.EndsWith(list[0].Why, list[0].ToString(), StringComparison.Ordinal);

        IReadOnlyList<ItemRating<Film>> ratings = await recommender.RatingsOfAsync(ada);
        Assert.Equal(new ItemRating<Film>(Films[0], 5, null), ratings[0]);
        Assert.Equal(new ItemRating<Film>(Films[1], 1.5f, time), ratings[1]);
        using MemoryStream exported = new(await recommender.ExportUserAsync(ada));
        Assert.Equal(expected.Export(0).Ratings.ToArray(), Snapshot.Load<PersonalRatings>(exported).Ratings.ToArray());

        Assert.True(await recommender.ForgetAsync(ada, Films[0]));
        Assert.False(await recommender.ForgetAsync(ada, Films[0]));
        Guid operation = Guid.NewGuid();
        Assert.True(await recommender.ForgetUserAsync(ada, operation));
        Assert.True(await recommender.ForgetUserAsync(ada, operation));
        Assert.False(await recommender.ForgetUserAsync(ada));
        Assert.Empty(await recommender.RatingsOfAsync(ada));
        await host.StopAsync();
    }

    [Fact]
    public async Task Users_tune_their_lists()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        using IHost host = await StartAsync(store, catalog);
        ClusterRecommender<Guid, Film> recommender = host.Services.GetRequiredService<ClusterRecommender<Guid, Film>>();
        Guid ada = Guid.NewGuid();
        await recommender.PinAsync(ada, Films[7]);
        await recommender.BanAsync(ada, Films[9]);
        await recommender.TuneAsync(ada, TuningControl.Mute("genre", "Horror"));
        IReadOnlyList<ClusterSuggestion<Film>> list = await recommender.RecommendAsync(ada, 40);
        Assert.Equal(19, list.Count);
        Assert.Equal((Films[7], ReasonKind.Pinned), (list[0].Item, list[0].Reason.Kind));
        Assert.Equal(
            [TuningControl.Pin(7), TuningControl.Ban(9), TuningControl.Mute("genre", "Horror")], await recommender.ControlsOfAsync(ada));

        // Twice, as by a double click: to take it back once is enough.
        await recommender.BanAsync(ada, Films[9]);
        Assert.True(await recommender.UnpinAsync(ada, Films[7]));
        Assert.True(await recommender.UnbanAsync(ada, Films[9]));
        Assert.False(await recommender.UnbanAsync(ada, Films[9]));
        Assert.True(await recommender.UntuneAsync(ada, TuningControl.Mute("genre", "Horror")));
        Assert.Equal(40, (await recommender.RecommendAsync(ada, 40)).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => recommender.TuneAsync(ada, TuningControl.Pin(1)));
        await Assert.ThrowsAsync<ArgumentException>(() => recommender.LearnAsync(ada, new Film("Unknown", "", 0), 3));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => recommender.LearnAsync(ada, Films[0], 7));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => recommender.RecommendAsync(ada, -1));
        await Assert.ThrowsAsync<ArgumentNullException>(() => recommender.LearnAsync(ada, null!, 3));
        await host.StopAsync();
    }

    [Fact]
    public async Task Ids_stay_with_their_keys_when_the_catalog_changes()
    {
        StoreServerFolder folder = new();
        await using (folder)
        {
            Guid ada = Guid.NewGuid();
            await folder.RunAsync(Films, recommender => recommender.LearnAsync(ada, Films[3], 5));

            // The catalog comes in another order, without a film and with a new one.
            Film[] later = [new("New", "Drama", 2020), .. Films.Reverse().Where(film => film != Films[5])];
            await folder.RunAsync(later, async recommender =>
            {
                Assert.Equal(new ItemRating<Film>(Films[3], 5, null), Assert.Single(await recommender.RatingsOfAsync(ada)));
                IReadOnlyList<ClusterSuggestion<Film>> list = await recommender.RecommendAsync(ada, 100);
                Assert.Equal(39, list.Count);
                Assert.Contains(later[0], list.Select(one => one.Item));
                Assert.DoesNotContain(Films[5], list.Select(one => one.Item));
            });
        }
    }

    [Fact]
    public async Task What_passes_is_repeated_with_the_same_operation()
    {
        FailingStore store = new();
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        using IHost host = await StartAsync(store, catalog);
        ClusterRecommender<Guid, Film> recommender = host.Services.GetRequiredService<ClusterRecommender<Guid, Film>>();
        Guid ada = Guid.NewGuid();
        (store.FailsBefore, store.FailsAfter) = (true, true);
        await recommender.LearnAsync(ada, Films[0], 5);
        Assert.Equal(1, (await store.LoadAsync($"{ada}")).Version);
        await host.StopAsync();
    }

    [Fact]
    public void Users_have_keys_of_any_known_type()
    {
        KeyedCatalog<Film> catalog = new(Schema, Films);
        ServiceCollection services = new();
        services.AddClusterRecommender<long, Film>(catalog);
        Assert.Single(services);
        Assert.Throws<ArgumentNullException>(() => services.AddClusterRecommender<long, Film>(null!));
        Assert.Throws<ArgumentNullException>(() => new ClusterRecommender<long, Film>(null!, catalog));
    }

    private static async Task<IHost> StartAsync(IUserStore store, KeyedCatalog<Film> catalog)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        (int silo, int gateway) = FreePorts.Two();
        builder.UseOrleans(orleans => orleans
            .UseLocalhostClustering(silo, gateway)
            .AddWeightlessNetGrains(store, catalog, exchange: new CrowdOptions { Interval = TimeSpan.FromHours(1) }));
        builder.Services.AddClusterRecommender<Guid, Film>(catalog);
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static void Schema(ItemSchema<Film> schema) =>
        schema.Key(film => film.Title).Word("genre", film => film.Genre).Number("year", film => film.Year);

    private sealed record Film(string Title, string Genre, int Year);

    /// <summary>A file of users that clusters open one after the other.</summary>
    private sealed class StoreServerFolder : IAsyncDisposable
    {
        private readonly WeightlessNet.Tests.TemporaryFolder _folder = new();

        public async Task RunAsync(Film[] films, Func<ClusterRecommender<Guid, Film>, Task> use)
        {
            SqliteUserStore store = await SqliteUserStore.OpenAsync(Path.Combine(_folder.Path, "users.db"));
            await using (store)
            {
                using IHost host = await StartAsync(store, await store.CatalogAsync<Film>(Schema, films));
                await use(host.Services.GetRequiredService<ClusterRecommender<Guid, Film>>());
                await host.StopAsync();
            }
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
