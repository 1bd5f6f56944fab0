using ClusterHistory;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>A silo that cannot share a store with the others does not start.</summary>
public sealed class CrowdFingerprintTests
{
    [Fact]
    public async Task The_first_silo_says_what_the_scale_and_the_bits_are()
    {
        MemoryUserStore store = new();
        await CheckAsync(store, FilmWorld.Catalog, RatingScale.HalfStars);
        await CheckAsync(store, FilmWorld.Catalog, RatingScale.HalfStars);
        await CheckAsync(store, FilmWorld.CatalogOf(FilmWorld.Items + 5), RatingScale.HalfStars);
        string scale = await RefusedAsync(store, FilmWorld.Catalog, RatingScale.Stars);
        Assert.Contains("0.5 to 5 by 0.5", scale, StringComparison.Ordinal);
        Assert.Contains("1 to 5 by 1", scale, StringComparison.Ordinal);

        // The same number of bits with other meanings.
        string bits = await RefusedAsync(store, Other(), RatingScale.HalfStars);
        Assert.Contains("genre 7, year ", bits, StringComparison.Ordinal);
        await store.ReplaceBitsAsync(Other());
        await store.ReplaceBitsAsync(Other());
        await CheckAsync(store, Other(), RatingScale.HalfStars);
        await RefusedAsync(store, FilmWorld.Catalog, RatingScale.HalfStars);
        await Assert.ThrowsAsync<ArgumentNullException>(() => store.ReplaceBitsAsync(null!));
    }

    [Fact]
    public async Task A_silo_with_another_scale_does_not_start()
    {
        MemoryUserStore store = new();
        using (IHost first = HostOf(store, RatingScale.HalfStars))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        using IHost second = HostOf(store, RatingScale.Stars);
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => second.StartAsync());
        Assert.Contains("1 to 5 by 1", refused.ToString(), StringComparison.Ordinal);
    }

    private static IHost HostOf(MemoryUserStore store, RatingScale scale)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        (int silo, int gateway) = FreePorts.Two();
        builder.UseOrleans(orleans => orleans
            .UseLocalhostClustering(silo, gateway)
            .AddWeightlessNetGrains(store, CrowdModel.From(new HybridRecommender(FilmWorld.Catalog, scale))));
        return builder.Build();
    }

    private static Task CheckAsync(MemoryUserStore store, ItemCatalog items, RatingScale scale) =>
        CrowdFingerprint.CheckAsync(store, CrowdModel.From(new HybridRecommender(items, scale)), default);

    private static async Task<string> RefusedAsync(MemoryUserStore store, ItemCatalog items, RatingScale scale) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(store, items, scale))).Message;

    private static ItemCatalog Other()
    {
        (string Genre, double Year)[] films = [.. Enumerable.Range(0, 300).Select(i => ($"kind {i % 7}", 1950.0 + (i % 60)))];
        return ItemCatalog.Create(
            new Encoders.FeatureSchemaBuilder<(string Genre, double Year)>()
                .OneHot("genre", film => film.Genre)
                .LinearThermometer("year", film => film.Year, 1950, 2010, 6)
                .Fit(films),
            films);
    }
}
