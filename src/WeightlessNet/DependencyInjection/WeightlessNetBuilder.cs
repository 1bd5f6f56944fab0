using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;

namespace WeightlessNet.DependencyInjection;

/// <summary>Adds recommenders to a service collection: one by default, and any number by name.</summary>
/// <remarks>
/// <para>
/// Recommenders are singletons. The default one is resolved as its own type, as <see cref="IRecommender"/> and as each of
/// <see cref="IForgettingRecommender"/>, <see cref="IExplainingRecommender"/>, <see cref="IFilteringRecommender"/>,
/// <see cref="ICounterfactualRecommender"/>, <see cref="IRecencyRecommender"/>, <see cref="IBatchRecommender"/> and
/// <see cref="IItemScoringRecommender"/> that it implements; a named one as the same types with its name for a key. The first default
/// registration of a type counts, further ones are passed over, so that a library can register a default which the application has set
/// already.
/// </para>
/// <para>Not safe for concurrent use, as the service collection is not.</para>
/// </remarks>
public sealed class WeightlessNetBuilder
{
    private static readonly Type[] Capabilities =
    [
        typeof(IRecommender), typeof(IForgettingRecommender), typeof(IExplainingRecommender), typeof(IFilteringRecommender),
        typeof(ICounterfactualRecommender), typeof(IRecencyRecommender), typeof(IBatchRecommender), typeof(IItemScoringRecommender),
    ];

    internal WeightlessNetBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are added to.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a recommender as the default.</summary>
    /// <typeparam name="TRecommender">The type of the recommender.</typeparam>
    /// <param name="create">Makes the recommender when it is first asked for.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public WeightlessNetBuilder AddRecommender<TRecommender>(Func<IServiceProvider, TRecommender> create)
        where TRecommender : class, IRecommender
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.TryAddSingleton(create);
        foreach (Type capability in CapabilitiesOf(typeof(TRecommender)))
        {
            Services.TryAdd(ServiceDescriptor.Singleton(capability, provider => provider.GetRequiredService<TRecommender>()));
        }

        return this;
    }

    /// <summary>Adds a recommender under a name, which is the key of its services.</summary>
    /// <typeparam name="TRecommender">The type of the recommender.</typeparam>
    /// <param name="name">The name, not empty; no other recommender has it.</param>
    /// <param name="create">Makes the recommender when it is first asked for.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or a recommender has it already.</exception>
    public WeightlessNetBuilder AddRecommender<TRecommender>(string name, Func<IServiceProvider, TRecommender> create)
        where TRecommender : class, IRecommender
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (Services.Any(service => service.ServiceType == typeof(IRecommender) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException($"There is a recommender '{name}' already.", nameof(name));
        }

        Services.AddKeyedSingleton(name, (provider, _) => create(provider));
        foreach (Type capability in CapabilitiesOf(typeof(TRecommender)))
        {
            Services.AddKeyedSingleton(capability, name, (provider, key) => provider.GetRequiredKeyedService<TRecommender>(key));
        }

        return this;
    }

    /// <summary>Adds a <see cref="WeightlessRecommender"/> as the default. What it is made of is checked at once.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks; the defaults where null.</param>
    /// <returns>This builder.</returns>
    /// <inheritdoc cref="WeightlessRecommender(ItemCatalog, RatingScale, WeightlessOptions?)" path="/exception"/>
    public WeightlessNetBuilder AddWeightlessRecommender(ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null) =>
        AddRecommender(CheckedNow(() => new WeightlessRecommender(catalog, scale, options)));

    /// <summary>Adds a <see cref="WeightlessRecommender"/> under a name. What it is made of is checked at once.</summary>
    /// <param name="name">The name, not empty; no other recommender has it.</param>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the networks; the defaults where null.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or a recommender has it already.</exception>
    /// <inheritdoc cref="WeightlessRecommender(ItemCatalog, RatingScale, WeightlessOptions?)" path="/exception"/>
    public WeightlessNetBuilder AddWeightlessRecommender(
        string name, ItemCatalog catalog, RatingScale scale, WeightlessOptions? options = null) =>
        AddRecommender(name, CheckedNow(() => new WeightlessRecommender(catalog, scale, options)));

    /// <summary>
    /// Adds a <see cref="Recommender{TUser, TItem}"/>, which speaks the application's own keys, in front of the default recommender.
    /// </summary>
    /// <typeparam name="TUser">The type of the users' keys.</typeparam>
    /// <typeparam name="TItem">The type of the items' keys.</typeparam>
    /// <param name="items">The items' keys, all different, in the order of the items' ids.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> or a key is null.</exception>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public WeightlessNetBuilder AddKeys<TUser, TItem>(IEnumerable<TItem> items)
        where TUser : notnull
        where TItem : notnull
    {
        TItem[] keys = Distinct(items);
        Services.TryAddSingleton(provider => new Recommender<TUser, TItem>(provider.GetRequiredService<IRecommender>(), keys));
        return this;
    }

    /// <summary>
    /// Adds a <see cref="Recommender{TUser, TItem}"/>, which speaks the application's own keys, in front of the recommender of a name,
    /// and under the same name.
    /// </summary>
    /// <typeparam name="TUser">The type of the users' keys.</typeparam>
    /// <typeparam name="TItem">The type of the items' keys.</typeparam>
    /// <param name="name">The name of the recommender.</param>
    /// <param name="items">The items' keys, all different, in the order of the items' ids.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">An argument or a key is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or a key occurs twice.</exception>
    public WeightlessNetBuilder AddKeys<TUser, TItem>(string name, IEnumerable<TItem> items)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        TItem[] keys = Distinct(items);
        Services.TryAddKeyedSingleton(
            name, (provider, key) => new Recommender<TUser, TItem>(provider.GetRequiredKeyedService<IRecommender>(key), keys));
        return this;
    }

    // The first recommender is made now, so that a mistake shows where it was made, and serves the first container that asks for it.
    private static Func<IServiceProvider, WeightlessRecommender> CheckedNow(Func<WeightlessRecommender> create)
    {
        WeightlessRecommender? first = create();
        return _ => Interlocked.Exchange(ref first, null) ?? create();
    }

    private static TItem[] Distinct<TItem>(IEnumerable<TItem> items)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(items);
        TItem[] keys = [.. items];
        HashSet<TItem> seen = [];
        foreach (TItem key in keys)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(items));
            if (!seen.Add(key))
            {
                throw new ArgumentException($"The key '{key}' occurs twice.", nameof(items));
            }
        }

        return keys;
    }

    private static IEnumerable<Type> CapabilitiesOf(Type recommender) =>
        Capabilities.Where(capability => capability != recommender && capability.IsAssignableFrom(recommender));
}
