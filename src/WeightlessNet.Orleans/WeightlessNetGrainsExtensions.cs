using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans;

/// <summary>Adds the grains of users to a silo, and the recommender that asks them to an application.</summary>
public static class WeightlessNetGrainsExtensions
{
    /// <summary>
    /// Adds the grains of users, and the exchange of what they change for all. At its start, a silo compares its scale and the bits of its
    /// items with those of the first silo of the store; if they are others, the start fails with an
    /// <see cref="InvalidOperationException"/> that names both.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="store">The store of the cluster, which the application opens and disposes of after the silo.</param>
    /// <param name="crowd">
    /// What users share before they change anything: the same for all silos, such as <see cref="CrowdModel.From(HybridRecommender)"/> of a
    /// recommender of other people's ratings, or of none. It must know no ratings of users of the store.
    /// </param>
    /// <param name="users">How users are stored; the defaults if null.</param>
    /// <param name="exchange">How silos exchange changes; the defaults if null.</param>
    /// <param name="training">
    /// When and how this silo trains for all; never if null. It takes over what other silos train all the same.
    /// </param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="silo"/>, <paramref name="store"/> or <paramref name="crowd"/> is null.
    /// </exception>
    public static ISiloBuilder AddWeightlessNetGrains(
        this ISiloBuilder silo,
        IUserStore store,
        CrowdModel crowd,
        UserGrainOptions? users = null,
        CrowdOptions? exchange = null,
        CrowdTrainingOptions? training = null) => Add(silo, store, crowd, null, users, exchange, training);

    /// <summary>Adds the grains of users over a catalog, with a crowd that begins with nobody's ratings.</summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="silo">The silo.</param>
    /// <param name="store">The store of the cluster, which the application opens and disposes of after the silo.</param>
    /// <param name="catalog">The items, see <see cref="StoredCatalog.CatalogAsync"/>. Absent ones are not recommended.</param>
    /// <param name="scale">The scale of the ratings; half stars if null. It must not change as long as there are users.</param>
    /// <param name="users">How users are stored; the defaults if null.</param>
    /// <param name="exchange">How silos exchange changes; the defaults if null.</param>
    /// <param name="training">
    /// When and how this silo trains for all; never if null. It takes over what other silos train all the same.
    /// </param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="silo"/>, <paramref name="store"/> or <paramref name="catalog"/> is null.
    /// </exception>
    public static ISiloBuilder AddWeightlessNetGrains<TItem>(
        this ISiloBuilder silo,
        IUserStore store,
        KeyedCatalog<TItem> catalog,
        RatingScale? scale = null,
        UserGrainOptions? users = null,
        CrowdOptions? exchange = null,
        CrowdTrainingOptions? training = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(catalog);
        HybridRecommender recommender = new(catalog.Items, scale ?? RatingScale.HalfStars);
        foreach (int absent in catalog.Absent)
        {
            recommender.RemoveItem(absent);
        }

        return Add(silo, store, CrowdModel.From(recommender), WithdrawnItems.Of(catalog), users, exchange, training);
    }

    /// <summary>
    /// Adds a <see cref="ClusterRecommender{TUser, TItem}"/> to the services of a silo or of a client of Orleans, as a singleton. In a
    /// client, <see cref="ClusterRecommender{TUser, TItem}.AddItemsAsync"/> needs an <see cref="IUserStore"/> among the services.
    /// </summary>
    /// <typeparam name="TUser">The type of the users' keys.</typeparam>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="catalog">The items: those of the silos.</param>
    /// <param name="userKeys">How users' keys are written; null if the library knows the type.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="catalog"/> is null.</exception>
    public static IServiceCollection AddClusterRecommender<TUser, TItem>(
        this IServiceCollection services, KeyedCatalog<TItem> catalog, KeyFormat<TUser>? userKeys = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(catalog);
        return services.AddSingleton(
            provider => new ClusterRecommender<TUser, TItem>(
                provider.GetRequiredService<IGrainFactory>(), catalog, userKeys, provider.GetService<IUserStore>()));
    }

    private static ISiloBuilder Add(
        ISiloBuilder silo,
        IUserStore store,
        CrowdModel crowd,
        IReadOnlyDictionary<int, long>? withdrawn,
        UserGrainOptions? users,
        CrowdOptions? exchange,
        CrowdTrainingOptions? training)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(crowd);
        silo.Services.AddSingleton(store);
        silo.Services.AddSingleton(users ?? new UserGrainOptions());
        silo.Services.AddSingleton(exchange ?? new CrowdOptions());
        silo.Services.AddSingleton(services => new SiloCrowd(
            services.GetRequiredService<IUserStore>(),
            crowd,
            withdrawn,
            services.GetRequiredService<CrowdOptions>(),
            services.GetService<ILogger<SiloCrowd>>()));
        silo.Services.AddSingleton<UserLoads>();

        // Before the silo joins the others.
        silo.AddStartupTask(
            (services, cancel) => CrowdFingerprint.CheckAsync(services.GetRequiredService<IUserStore>(), crowd, cancel),
            ServiceLifecycleStage.ApplicationServices);
        silo.Services.AddHostedService<CrowdExchange>();
        if (training is not null)
        {
            silo.Services.AddSingleton(training);
            silo.Services.AddSingleton(services => new CrowdTrainer(
                services.GetRequiredService<IUserStore>(),
                services.GetRequiredService<SiloCrowd>(),
                training,
                services.GetService<TimeProvider>(),
                services.GetService<ILogger<CrowdTrainer>>()));
            silo.Services.AddHostedService<CrowdTraining>();
        }

        return silo;
    }
}
