using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;

namespace WeightlessNet.DependencyInjection;

/// <summary>Adds recommenders to a service collection: a default one, and any number by name.</summary>
/// <remarks>
/// <para>
/// Recommenders are singletons. The default one is resolved as its own type, as <see cref="IRecommender"/> and as each of the following
/// that it offers: <see cref="IForgettingRecommender"/>, <see cref="IExplainingRecommender"/>, <see cref="IFilteringRecommender"/>,
/// <see cref="ICounterfactualRecommender"/>, <see cref="IRecencyRecommender"/>, <see cref="IBatchRecommender"/>,
/// <see cref="IItemScoringRecommender"/>, <see cref="IPortableRecommender"/> and <see cref="IKnownUsersRecommender"/>. All resolve to the
/// same object. A named recommender is resolved as the same types with its name as the service key.
/// </para>
/// <para>
/// The last default registration replaces earlier ones. An earlier default can then be resolved only as its own type, so that a decorator
/// can be put around it.
/// </para>
/// <para>
/// What a <see cref="DelegatingRecommender"/> offers shows when it is created. Resolving a capability that it does not offer throws a
/// <see cref="NotSupportedException"/> with the names of both, because a container would pass a null to constructors. To ask whether it is
/// offered, resolve <see cref="IRecommender"/> and call <see cref="RecommenderCapabilities.Get{T}(IRecommender)"/>.
/// </para>
/// <para>Not thread-safe, like the service collection itself.</para>
/// </remarks>
public sealed class WeightlessNetBuilder
{
    private static readonly Type[] Capabilities =
    [
        typeof(IRecommender), typeof(IForgettingRecommender), typeof(IExplainingRecommender), typeof(IFilteringRecommender),
        typeof(ICounterfactualRecommender), typeof(IRecencyRecommender), typeof(IBatchRecommender), typeof(IItemScoringRecommender),
        typeof(IKnownUsersRecommender), typeof(IPortableRecommender),
    ];

    internal WeightlessNetBuilder(IServiceCollection services) => Services = services;

    /// <summary>The service collection.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds the default recommender; it replaces an earlier default.</summary>
    /// <typeparam name="TRecommender">
    /// The type of the recommender. It must differ from the type of an earlier default that is used inside it.
    /// </typeparam>
    /// <param name="create">Creates the recommender when it is first resolved.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public WeightlessNetBuilder AddRecommender<TRecommender>(Func<IServiceProvider, TRecommender> create)
        where TRecommender : class, IRecommender
    {
        ArgumentNullException.ThrowIfNull(create);
        DefaultCapabilities defaults = DefaultCapabilities.In(Services);
        defaults.RemoveFrom(Services);
        Services.AddSingleton(create);
        foreach (Type capability in CapabilitiesOf(typeof(TRecommender)))
        {
            defaults.Add(Services, ServiceDescriptor.Singleton(
                capability, provider => Offered(provider.GetRequiredService<TRecommender>(), capability)));
        }

        return this;
    }

    /// <summary>Adds a named recommender; the name is its service key.</summary>
    /// <typeparam name="TRecommender">The type of the recommender.</typeparam>
    /// <param name="name">The name, not empty and not used by another recommender.</param>
    /// <param name="create">Creates the recommender when it is first resolved.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or already used.</exception>
    public WeightlessNetBuilder AddRecommender<TRecommender>(string name, Func<IServiceProvider, TRecommender> create)
        where TRecommender : class, IRecommender
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (Services.Any(service => service.ServiceType == typeof(IRecommender) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException($"There is already a recommender '{name}'. Choose another name.", nameof(name));
        }

        Services.AddKeyedSingleton(name, (provider, _) => create(provider));
        foreach (Type capability in CapabilitiesOf(typeof(TRecommender)))
        {
            Services.AddKeyedSingleton(
                capability,
                name,
                (provider, key) => Offered(provider.GetRequiredKeyedService<TRecommender>(key), capability));
        }

        return this;
    }

    /// <summary>Adds a <see cref="WeightlessRecommender"/> as the default. The arguments are checked immediately.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <returns>This builder.</returns>
    /// <inheritdoc cref="WeightlessRecommender(ItemCatalog, RatingScale, WeightlessOptions?)" path="/exception"/>
    public WeightlessNetBuilder AddWeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null) =>
        AddRecommender(CheckedNow(() => new WeightlessRecommender(catalog, scale, options)));

    /// <summary>Adds a named <see cref="WeightlessRecommender"/>. The arguments are checked immediately.</summary>
    /// <param name="name">The name, not empty and not used by another recommender.</param>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or already used.</exception>
    /// <inheritdoc cref="WeightlessRecommender(ItemCatalog, RatingScale, WeightlessOptions?)" path="/exception"/>
    public WeightlessNetBuilder AddWeightlessRecommender(
        string name, ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null) =>
        AddRecommender(name, CheckedNow(() => new WeightlessRecommender(catalog, scale, options)));

    /// <summary>
    /// Adds an application's durable <see cref="Recommender{TUser, TItem}"/>. It replaces an earlier one of the same types without a name.
    /// </summary>
    /// <typeparam name="TUser">The type of the users' keys.</typeparam>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="path">The folder, see <see cref="Recommender{TUser, TItem}.OpenAsync"/>.</param>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="catalog">Provides the present items; null for none.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// <para>
    /// One object serves everybody. It is opened when it is first resolved, and closed with the container: trainings and checkpoints run
    /// inside it, so no hosted service is needed. Opening reads the folder, so resolve it before the application takes requests:
    /// <c>app.Services.GetRequiredService&lt;Recommender&lt;string, Film&gt;&gt;()</c>.
    /// </para>
    /// <para>The schema and the options are checked immediately; nothing is read or written before the first resolve.</para>
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The schema names no key, or one twice.</exception>
    /// <exception cref="NotSupportedException">The type of a key needs a <see cref="KeyFormat{TKey}"/>.</exception>
    public WeightlessNetBuilder AddRecommender<TUser, TItem>(
        string path,
        Action<ItemSchema<TItem>> schema,
        Func<IServiceProvider, IEnumerable<TItem>>? catalog = null,
        RecommenderOptions<TUser>? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Recommender<TUser, TItem>.Check(schema, options);
        Services.Replace(ServiceDescriptor.Singleton(provider => Opened(path, schema, catalog?.Invoke(provider), options)));
        return this;
    }

    /// <summary>Adds an application's durable <see cref="Recommender{TUser, TItem}"/> by name; the name is its service key.</summary>
    /// <param name="name">The name, not empty and not used by another one of the same types.</param>
    /// <param name="path">The folder, see <see cref="Recommender{TUser, TItem}.OpenAsync"/>; another one than those of others.</param>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="catalog">Provides the present items; null for none.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is empty or already used, or <paramref name="path"/> is null or empty.
    /// </exception>
    /// <inheritdoc
    /// cref="AddRecommender{TUser, TItem}(string, Action{ItemSchema{TItem}}, Func{IServiceProvider, IEnumerable{TItem}},
    /// RecommenderOptions{TUser})"/>
    public WeightlessNetBuilder AddNamedRecommender<TUser, TItem>(
        string name,
        string path,
        Action<ItemSchema<TItem>> schema,
        Func<IServiceProvider, IEnumerable<TItem>>? catalog = null,
        RecommenderOptions<TUser>? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Recommender<TUser, TItem>.Check(schema, options);
        if (Services.Any(service => service.ServiceType == typeof(Recommender<TUser, TItem>) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException($"There is already a recommender '{name}'. Choose another name.", nameof(name));
        }

        RecommenderOptions<TUser> named = (options ?? new RecommenderOptions<TUser>()).NamedOr(name);
        Services.AddKeyedSingleton(name, (provider, _) => Opened(path, schema, catalog?.Invoke(provider), named));
        return this;
    }

    // A container creates its singletons without waiting for tasks. On a thread of the pool, so that no context can be waited for.
    private static Recommender<TUser, TItem> Opened<TUser, TItem>(
        string path, Action<ItemSchema<TItem>> schema, IEnumerable<TItem>? catalog, RecommenderOptions<TUser>? options)
        where TUser : notnull
        where TItem : notnull =>
        Task.Run(() => Recommender<TUser, TItem>.OpenAsync(path, schema, catalog, options)).GetAwaiter().GetResult();

    // Creates the first recommender now, so that invalid arguments fail at the call; the first container that resolves it gets this one.
    private static Func<IServiceProvider, WeightlessRecommender> CheckedNow(Func<WeightlessRecommender> create)
    {
        WeightlessRecommender? first = create();
        return _ => Interlocked.Exchange(ref first, null) ?? create();
    }

    // Whether a decorator, or a recommender known only by an interface, offers a capability shows when it is created.
    private static IEnumerable<Type> CapabilitiesOf(Type recommender) => Capabilities.Where(capability =>
        capability != recommender
        && (capability.IsAssignableFrom(recommender)
            || recommender.IsInterface
            || typeof(DelegatingRecommender).IsAssignableFrom(recommender)));

    private static object Offered(IRecommender recommender, Type capability) =>
        RecommenderCapabilities.Find(recommender, capability) ?? throw RecommenderCapabilities.Missing(recommender, capability);
}
