using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Orleans.Tests.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans.Tests;

/// <summary>Items come while silos run, and all silos and processes have the same bits for them.</summary>
public sealed class AddedItemsTests
{
    private static readonly Film[] Films =
    [
        .. Enumerable.Range(0, 40).Select(i => new Film($"Film {i}", i % 2 == 0 ? "Horror" : "Drama", 1960 + i)),
    ];

    private static readonly Film[] New = [new("New horror", "Horror", 1999), new("New western", "Western", 1950)];

    [Fact]
    public Task Items_are_rated_at_once_and_silos_answer_as_one_process_does() => AddAsync("memory");

    [StoreFact("postgres")]
    public Task Items_over_postgres_are_rated_at_once() => AddAsync("postgres");

    [StoreFact("redis")]
    public Task Items_over_redis_are_rated_at_once() => AddAsync("redis");

    [Fact]
    public async Task What_was_withdrawn_is_offered_again()
    {
        MemoryUserStore store = new();
        await store.CatalogAsync<Film>(Schema, [.. Films, .. New]);
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        CrowdModel origin = CrowdOf(catalog);
        UserCluster cluster = await UserCluster.StartAsync(store, origin);
        await using (cluster)
        {
            ClusterRecommender<string, Film> recommender = new(cluster.Grains, catalog, store: store);
            SiloCrowd crowd = cluster.Crowds.Single();
            await crowd.RefreshAsync();
            Assert.Equal([40, 41], crowd.Current.Model.RemovedItems);

            // The bits of those that are withdrawn are known, so ratings of them count as before.
            KeyedCatalog<Film> all = await store.CatalogAsync<Film>(Schema, [.. Films, .. New]);
            Assert.Equal(FilmWorld.BytesOf(all.Items), FilmWorld.BytesOf(crowd.Current.Model.Catalog));
            await recommender.AddItemsAsync([New[0]]);
            await crowd.RefreshAsync();
            Assert.Equal([41], crowd.Current.Model.RemovedItems);
            Assert.Contains(New[0], (await recommender.RecommendAsync("ada", 100)).Select(one => one.Item));
            CrowdVersion before = crowd.Current;
            await recommender.AddItemsAsync([New[0], Films[3]]);
            Assert.Same(before, await crowd.RefreshAsync());
        }
    }

    [Fact]
    public async Task What_is_offered_before_the_first_reading_is_not_withdrawn()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> all = await store.CatalogAsync<Film>(Schema, [.. Films, .. New]);
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        using SiloCrowd crowd = new(store, CrowdOf(catalog), WithdrawnItems.Of(catalog), null, null);
        await store.AddItemsAsync(catalog, [New[0]]);
        Assert.Equal([41], (await crowd.RefreshAsync()).Model.RemovedItems);
        Assert.Null(WithdrawnItems.Of(new KeyedCatalog<Film>(Schema, Films)));
        Assert.Empty(all.Absent);
    }

    [Fact]
    public async Task Processes_with_other_items_have_the_same_bits()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> first = await store.CatalogAsync<Film>(Schema, Films);
        KeyedCatalog<Film> second = await store.CatalogAsync<Film>(Schema, [.. New, .. Films[30..]]);
        Assert.Equal(42, second.Keys.Count);
        for (int id = 30; id < 40; id++)
        {
            Assert.Equal(first.Items.PatternOf(id).ToArray(), second.Items.PatternOf(id).ToArray());
        }

        // An application with other fields is refused, until it takes the place of the first one.
        static void Other(ItemSchema<Film> schema) => schema.Key(film => film.Title).Number("year", film => film.Year);
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => store.CatalogAsync<Film>(Other, Films));
        Assert.Contains(nameof(CatalogFeatures.Anew), refused.Message, StringComparison.Ordinal);
        Assert.Equal(first.SaveFeatures(), (await store.CatalogAsync<Film>(Schema, Films)).SaveFeatures());
        KeyedCatalog<Film> anew = await store.CatalogAsync<Film>(Other, Films, CatalogFeatures.Anew);
        Assert.Equal(first.Keys, anew.Keys.Take(40));
        Assert.Equal(anew.SaveFeatures(), (await store.CatalogAsync<Film>(Other, Films[..10])).SaveFeatures());
        await Assert.ThrowsAsync<InvalidDataException>(() => store.CatalogAsync<Film>(Schema, Films));
        using SiloCrowd crowd = new(store, CrowdOf(anew));
        Assert.Equal(42, (await crowd.RefreshAsync()).Model.ItemCount);
    }

    [Fact]
    public async Task A_key_that_another_process_has_added_in_other_letters_is_the_same_item()
    {
        static void AnyCase(ItemSchema<Film> schema) => schema
            .Key(film => film.Title, comparer: StringComparer.OrdinalIgnoreCase).Word("genre", film => film.Genre);

        MemoryUserStore store = new();
        KeyedCatalog<Film> first = await store.CatalogAsync<Film>(AnyCase, Films);
        KeyedCatalog<Film> second = await store.CatalogAsync<Film>(AnyCase, Films);
        first = await store.AddItemsAsync(first, [new Film("Brazil", "Horror", 1985)]);
        second = await store.AddItemsAsync(second, [new Film("BRAZIL", "Horror", 1985)]);
        Assert.Equal(first.Keys, second.Keys);
        Assert.Equal(41, (await store.ReadItemsAsync(0)).Items.Count);
        Assert.Equal(41, (await store.CatalogAsync<Film>(AnyCase, Films)).Keys.Count);
    }

    [Fact]
    public async Task Wrong_input_is_refused_and_nothing_is_added()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        UserCluster cluster = await UserCluster.StartAsync(store, CrowdOf(catalog));
        await using (cluster)
        {
            ClusterRecommender<string, Film> without = new(cluster.Grains, catalog);
            await Assert.ThrowsAsync<InvalidOperationException>(() => without.AddItemsAsync(New));
            ClusterRecommender<string, Film> recommender = new(cluster.Grains, catalog, store: store);
            await Assert.ThrowsAsync<ArgumentNullException>(() => recommender.AddItemsAsync(null!));
            await Assert.ThrowsAsync<ArgumentNullException>(() => recommender.AddItemsAsync([null!]));
            await Assert.ThrowsAsync<ArgumentException>(() => recommender.AddItemsAsync([new Film(new string('x', 2001), "", 1)]));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => store.CatalogAsync<Film>(Schema, Films, (CatalogFeatures)7));
            Assert.Equal(40, (await store.ReadItemsAsync(0)).Items.Count);
            Assert.False(recommender.TryGetItem("New horror", out _));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => cluster.User("ada").LearnAsync(Guid.NewGuid(), new RatedItem(40, 4, 0)));
        }
    }

    [Fact]
    public async Task A_catalog_of_another_store_is_refused_and_nothing_is_added()
    {
        MemoryUserStore store = new();
        KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
        using SiloCrowd crowd = new(store, CrowdOf(catalog));

        // Another order of the ids, items that the store does not have, and other bits of the same items.
        static void Other(ItemSchema<Film> schema) => schema.Key(film => film.Title).Number("year", film => film.Year);
        foreach (KeyedCatalog<Film> foreign in (KeyedCatalog<Film>[])
            [new(Schema, [.. Films.Reverse()]), new(Schema, [.. Films, .. New]), new(Other, Films)])
        {
            await store.AddItemsAsync(catalog, []);
            await Assert.ThrowsAsync<ArgumentException>("catalog", () => store.AddItemsAsync(foreign, New));
            Assert.Equal(Films.Length, (await store.ReadItemsAsync(0)).Items.Count);
            await crowd.RefreshAsync();
        }

        Assert.Equal(42, (await store.AddItemsAsync(catalog, New)).Keys.Count);
        Assert.Equal(42, (await crowd.RefreshAsync()).Model.ItemCount);
    }

    private static async Task AddAsync(string kind)
    {
        StoreServer server = await StoreServer.CreateAsync(kind);
        await using (server)
        {
            IUserStore store = await server.OpenAsync();
            KeyedCatalog<Film> catalog = await store.CatalogAsync<Film>(Schema, Films);
            HybridRecommender expected = new(catalog.Items, RatingScale.HalfStars);
            UserCluster cluster = await UserCluster.StartAsync(store, CrowdOf(catalog), 2);
            await using (cluster)
            {
                ClusterRecommender<string, Film> recommender = new(cluster.Grains, catalog, store: store);
                ClusterRecommender<string, Film> client = new(cluster.Grains, catalog);
                await LearnAsync("ada", 0, 5);
                await recommender.AddItemsAsync(New);
                KeyedCatalog<Film> more = catalog.With(New, catalog.Keys);
                expected.AddItem(more.Items.PatternOf(40));
                expected.AddItem(more.Items.PatternOf(41));

                // The first change of a user whose silo has not read the items.
                await LearnAsync("bob", 40, 4.5f);
                await LearnAsync("ada", 41, 1);
                await recommender.PinAsync("eve", New[1]);
                Assert.Equal(TuningControl.Pin(41), Assert.Single(await recommender.ControlsOfAsync("eve")));
                foreach (SiloCrowd crowd in cluster.Crowds)
                {
                    await crowd.RefreshAsync();
                    Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(expected)), FilmWorld.BytesOf(crowd.Current.Model));
                }

                ScoredItem[] scored = new ScoredItem[40];
                int count = expected.Recommend(0, scored);
                Assert.Equal(
                    scored[..count], (await cluster.User("ada").ListAsync(40)).ToArray());

                // A process without the record leaves the item out, and can say why others are there.
                Assert.Contains(New[0], (await recommender.RecommendAsync("ada", 100)).Select(one => one.Item));
                IReadOnlyList<ClusterSuggestion<Film>> list = await client.RecommendAsync("bob", 100);
                Assert.Equal(40, list.Count);
                Assert.DoesNotContain(New[1], list.Select(one => one.Item));
                Assert.Empty(await client.RatingsOfAsync("bob"));
                Assert.Equal(New[0], Assert.Single(await recommender.RatingsOfAsync("bob")).Item);

                // Other features of a known item.
                Film changed = Films[8] with { Genre = "Drama" };
                await recommender.AddItemsAsync([changed]);
                expected.UpdateItem(8, catalog.With([changed], catalog.Keys).Items.PatternOf(8));
                Assert.True(recommender.TryGetItem("Film 8", out Film? record));
                Assert.Equal("Drama", record.Genre);
                foreach (SiloCrowd crowd in cluster.Crowds)
                {
                    await crowd.RefreshAsync();
                    Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(expected)), FilmWorld.BytesOf(crowd.Current.Model));
                }

                // A silo that starts later with the old list, and a training.
                using SiloCrowd later = new(store, CrowdOf(catalog));
                Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(expected)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
                Assert.True(await new CrowdTrainer(store, later).TrainAsync());
                await recommender.AddItemsAsync([new Film("Newer", "Drama", 2001)]);
                foreach (SiloCrowd crowd in cluster.Crowds)
                {
                    Assert.Equal((1, 43), ((await crowd.RefreshAsync()).Training, crowd.Current.Model.ItemCount));
                }

                async Task LearnAsync(string user, int item, float stars)
                {
                    await cluster.User(user).LearnAsync(Guid.NewGuid(), new RatedItem(item, stars, 0));
                    expected.Learn(new Rating(user == "ada" ? 0 : 1, item, stars));
                }
            }

            await store.DisposeAsync();
        }
    }

    private static CrowdModel CrowdOf(KeyedCatalog<Film> catalog)
    {
        HybridRecommender recommender = new(catalog.Items, RatingScale.HalfStars);
        foreach (int absent in catalog.Absent)
        {
            recommender.RemoveItem(absent);
        }

        return CrowdModel.From(recommender);
    }

    private static void Schema(ItemSchema<Film> schema) =>
        schema.Key(film => film.Title).Word("genre", film => film.Genre).Number("year", film => film.Year);

    private sealed record Film(string Title, string Genre, int Year);
}
