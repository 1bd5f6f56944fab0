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
/// <see cref="ICounterfactualRecommender"/>, <see cref="IRecencyRecommender"/>, <see cref="IBatchRecommender"/>,
/// <see cref="IItemScoringRecommender"/> and <see cref="IKnownUsersRecommender"/> that it offers, always as the same object; a named one
/// as the same types with its name for a key.
/// </para>
/// <para>
/// The last default registration counts, for all of these types: of an earlier default only its own type remains, so that a decorator can
/// be put around it. A capability that a <see cref="DelegatingRecommender"/> does not offer is resolved as null.
/// </para>
/// <para>Not safe for concurrent use, as the service collection is not.</para>
/// </remarks>
public sealed class WeightlessNetBuilder
{
    private static readonly Type[] Capabilities =
    [
        typeof(IRecommender), typeof(IForgettingRecommender), typeof(IExplainingRecommender), typeof(IFilteringRecommender),
        typeof(ICounterfactualRecommender), typeof(IRecencyRecommender), typeof(IBatchRecommender), typeof(IItemScoringRecommender),
        typeof(IKnownUsersRecommender),
    ];

    internal WeightlessNetBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are added to.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a recommender as the default, in place of an earlier one.</summary>
    /// <typeparam name="TRecommender">The type of the recommender; not that of an earlier one that is to be used inside it.</typeparam>
    /// <param name="create">Makes the recommender when it is first asked for.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public WeightlessNetBuilder AddRecommender<TRecommender>(Func<IServiceProvider, TRecommender> create)
        where TRecommender : class, IRecommender
    {
        ArgumentNullException.ThrowIfNull(create);
        foreach (Type capability in Capabilities)
        {
            Services.RemoveAll(capability);
        }

        Services.AddSingleton(create);
        foreach (Type capability in CapabilitiesOf(typeof(TRecommender)))
        {
            // A decorator can only tell once it is made; null is how a container says that there is no such service.
            Services.AddSingleton(
                capability, provider => RecommenderCapabilities.Find(provider.GetRequiredService<TRecommender>(), capability)!);
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
            Services.AddKeyedSingleton(
                capability,
                name,
                (provider, key) => RecommenderCapabilities.Find(provider.GetRequiredKeyedService<TRecommender>(key), capability)!);
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
    /// <param name="users">
    /// Gives the ids of the users whom the recommender knows already, as <see cref="Recommender{TUser, TItem}.CopyUserIds"/> gave them;
    /// null where it knows nobody.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> or a key is null.</exception>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public WeightlessNetBuilder AddKeys<TUser, TItem>(
        IEnumerable<TItem> items, Func<IServiceProvider, IEnumerable<KeyValuePair<TUser, int>>>? users = null)
        where TUser : notnull
        where TItem : notnull
    {
        TItem[] keys = Distinct(items);
        Services.TryAddSingleton(provider => new Recommender<TUser, TItem>(
            provider.GetRequiredService<IRecommender>(), keys, users?.Invoke(provider)));
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
    /// <param name="users">
    /// Gives the ids of the users whom the recommender knows already, as <see cref="Recommender{TUser, TItem}.CopyUserIds"/> gave them;
    /// null where it knows nobody.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">An argument or a key is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or a key occurs twice.</exception>
    public WeightlessNetBuilder AddKeys<TUser, TItem>(
        string name, IEnumerable<TItem> items, Func<IServiceProvider, IEnumerable<KeyValuePair<TUser, int>>>? users = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        TItem[] keys = Distinct(items);
        Services.TryAddKeyedSingleton(name, (provider, key) => new Recommender<TUser, TItem>(
            provider.GetRequiredKeyedService<IRecommender>(key), keys, users?.Invoke(provider)));
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

    // What a type that can be derived from does not have, the recommender that is made may have.
    private static IEnumerable<Type> CapabilitiesOf(Type recommender) => Capabilities.Where(
        capability => capability != recommender && (!recommender.IsSealed || capability.IsAssignableFrom(recommender)));
}
