using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using WeightlessNet.Encoders;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace UserStoreWriter;

/// <summary>How much memory users take in a silo of this process: when they are active, and after a list.</summary>
internal static class ActiveUsers
{
    private const int Items = 1000;
    private const int AtOnce = 16;

    public static async Task RunAsync(int users, int ratings)
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .OneHot("genre", item => $"genre {item % 18}")
            .LinearThermometer("year", item => 1950 + (item % 70), 1950, 2020, 8)
            .Fit(items);
        CrowdModel crowd = CrowdModel.From(new HybridRecommender(ItemCatalog.Create(schema, items), RatingScale.HalfStars));
        await using MemoryUserStore store = new();
        Random random = new(1);
        long stored = 0;
        for (int user = 0; user < users; user++)
        {
            random.Shuffle(items);
            PersonalModel model = new(crowd);
            foreach (int item in items.AsSpan(0, ratings))
            {
                model.Learn(new RatedItem(item, random.Next(1, 11) / 2f, 1_700_000_000 + item));
            }

            await store.AddUserAsync(Key(user), model.Export());
            stored += (await store.LoadAsync(Key(user))).Snapshot!.Value.Length;
        }

        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddWeightlessNetGrains(store, crowd));
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<SiloCrowd>().RefreshAsync();
        IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();

        // What all share is there before anything is measured.
        await grains.GetGrain<IUserGrain>("somebody else").ListAsync(10);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await AskAsync(users, user => grains.GetGrain<IUserGrain>(user).RatingsAsync());
        long active = GC.GetTotalMemory(forceFullCollection: true);
        await AskAsync(users, user => grains.GetGrain<IUserGrain>(user).ListAsync(10));
        long asked = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(FormattableString.Invariant(
            $"{users} users of {ratings} ratings, {Items} items, bytes of each: stored {stored / users}, ")
            + FormattableString.Invariant(
                $"in memory {(active - before) / users} when active, {(asked - before) / users} after a list"));
        await host.StopAsync();
    }

    private static Task AskAsync(int users, Func<string, Task> ask) => Parallel.ForEachAsync(
        Enumerable.Range(0, users),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (user, _) => await ask(Key(user)));

    private static string Key(int user) => $"user {user}";
}
