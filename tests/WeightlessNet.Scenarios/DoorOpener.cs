using Microsoft.Extensions.DependencyInjection;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <inheritdoc cref="IDoorOpener"/>
internal sealed class DoorOpener<TKey>(KeyMaker<TKey> keys) : IDoorOpener
    where TKey : notnull
{
    public async Task<IDoor> OpenAsync(Setting setting, IReadOnlyList<Film> films)
    {
        RecommenderOptions<TKey> options = new()
        {
            UserKeys = keys.Format,
            Durability = setting.IsFlushedToDisk ? Durability.Disk : Durability.OperatingSystem,
            Training = setting.IsTrainedInBackground ? new TrainingRule { FirstAfter = 30, Growth = 0.1 } : TrainingRule.OnDemand,
            Decorate = setting.IsDecorated ? inner => new CountingRecommender(inner) : null,
            CheckpointAfter = 100,
            Users = setting.HasUsers ? new UserSchema().Word("country").Buckets("age", 18, 30, 50) : null,
            Events = setting.IsOfEvents ? new EventOptions { Decimals = Checks.Decimals } : null,
        };
        if (!setting.IsInContainer && setting.Name is null)
        {
            var opened = setting.Path.Length == 0
                ? Recommender<TKey, Film>.InMemory(Fill, films, options)
                : await Recommender<TKey, Film>.OpenAsync(setting.Path, Fill, films, options);
            return new Door<TKey>(opened, keys, opened, setting.IsOfEvents);
        }

        ServiceCollection services = new();
        WeightlessNetBuilder builder = services.AddWeightlessNet();
        if (setting.IsInContainer)
        {
            // If one has a name, the one without a name is another one beside it.
            string path = setting.Name is null ? setting.Path : setting.Path + ".unnamed";
            _ = builder.AddRecommender(path, Fill, _ => films, options);
        }

        if (setting.Name is not null)
        {
            _ = builder.AddNamedRecommender(setting.Name, setting.Path, Fill, _ => films, options);
        }

        ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        try
        {
            var resolved = setting.Name is null
                ? provider.GetRequiredService<Recommender<TKey, Film>>()
                : provider.GetRequiredKeyedService<Recommender<TKey, Film>>(setting.Name);
            if (setting.IsInContainer && setting.Name is not null)
            {
                var unnamed = provider.GetRequiredService<Recommender<TKey, Film>>();
                Assert.NotSame(resolved, unnamed);
                await (setting.IsOfEvents
                    ? unnamed.AddEventAsync(keys.OfUser(History.Users + 1), films[0], 5)
                    : unnamed.LearnAsync(keys.OfUser(History.Users + 1), films[0], 5));
                Assert.Single(unnamed.Users);
            }

            using IServiceScope scope = provider.CreateScope();
            Assert.Same(
                resolved,
                setting.Name is null
                    ? scope.ServiceProvider.GetRequiredService<Recommender<TKey, Film>>()
                    : scope.ServiceProvider.GetRequiredKeyedService<Recommender<TKey, Film>>(setting.Name));
            return new Door<TKey>(resolved, keys, provider, setting.IsOfEvents);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    private void Fill(ItemSchema<Film> schema)
    {
        _ = schema.Key(film => keys.OfFilm(film.Number), keys.Format);
        Film.Describe(schema);
    }
}
