using System.Diagnostics.CodeAnalysis;
using Orleans;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans;

/// <summary>
/// The questions of <see cref="Recommender{TUser, TItem}"/> to a cluster: users and items by the application's own keys, asynchronous, from
/// a silo or from a client.
/// </summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// <para>
/// A change ends when it is stored. Each has an operation id: a new one, or the one that the caller passes to repeat a change whose outcome
/// it does not know. Where a silo has ended, a store failed, or another activation of the user was faster, the call is repeated up to five
/// times within two seconds, with the same id, so that the change is applied once. A call that Orleans gives up
/// (<see cref="TimeoutException"/>) is not repeated.
/// </para>
/// <para>
/// Lists are ranked by the expected rating, not by likes as those of a <see cref="Recommender{TUser, TItem}"/>. There are no events,
/// descriptions of users, shapes of lists and similar items. Thread-safe.
/// </para>
/// </remarks>
public sealed class ClusterRecommender<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly IGrainFactory _grains;
    private readonly KeyFormat<TUser> _userKeys;
    private readonly IUserStore? _store;
    private volatile KeyedCatalog<TItem> _catalog;

    /// <summary>Creates a recommender.</summary>
    /// <param name="grains">The cluster, as a silo or a client of Orleans has it.</param>
    /// <param name="catalog">The items: those of the silos, see <see cref="StoredCatalog.CatalogAsync"/>.</param>
    /// <param name="userKeys">How users' keys are written; null if the library knows the type.</param>
    /// <param name="store">The store of the cluster, for <see cref="AddItemsAsync"/>; may be null without it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="grains"/> or <paramref name="catalog"/> is null.</exception>
    /// <exception cref="NotSupportedException">The type of the users' keys needs a format.</exception>
    public ClusterRecommender(
        IGrainFactory grains, KeyedCatalog<TItem> catalog, KeyFormat<TUser>? userKeys = null, IUserStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(catalog);
        _grains = grains;
        _catalog = catalog;
        _userKeys = userKeys ?? KeyFormats.Of<TUser>();
        _store = store;
    }

    /// <summary>The item with a key.</summary>
    /// <typeparam name="TKey">The type of the keys, as the schema has it.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether this process has an item with the key.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">Items have keys of another type.</exception>
    public bool TryGetItem<TKey>(TKey key, [MaybeNullWhen(false)] out TItem item)
        where TKey : notnull => _catalog.TryFind(key, out item);

    /// <summary>
    /// Adds items while the cluster runs, or changes the features of known ones. They can be rated at once; all silos recommend them after
    /// their next reading of the store (<see cref="Sharing.CrowdOptions.Interval"/>).
    /// </summary>
    /// <param name="items">
    /// The items. Their features keep the words and levels that the store has. Known ones get the records and features given here.
    /// </param>
    /// <param name="cancellationToken">Cancels the call, which may have added some nevertheless.</param>
    /// <remarks>
    /// A process returns an item in lists if it knows its record, so add items in each process that asks. An item that is known already
    /// with the same features changes nothing in the store.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">An item is null, or its key cannot be written or is too long. Nothing is added.</exception>
    /// <exception cref="InvalidOperationException">The recommender has no store.</exception>
    /// <exception cref="IOException">The store failed: any of the items may be added or not.</exception>
    public async Task AddItemsAsync(IEnumerable<TItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        IUserStore store = _store ?? throw new InvalidOperationException(
            "The recommender has no store to add items to. Pass it to the constructor, or add it to the services as an IUserStore.");
        TItem[] added = [.. items];
        KeyedCatalog<TItem> before;
        KeyedCatalog<TItem> after;
        do
        {
            // Others may add items meanwhile.
            before = _catalog;
            after = await store.AddItemsAsync(before, added, cancellationToken).ConfigureAwait(false);
        }
        while (Interlocked.CompareExchange(ref _catalog, after, before) != before);
    }

    /// <summary>Learns one rating. It replaces an earlier rating of the same item by the same user.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item of the catalog; only its key counts.</param>
    /// <param name="rating">The rating, on the scale of the cluster.</param>
    /// <param name="time">The time of the rating, to the second; null if unknown.</param>
    /// <param name="operation">The operation id; a new one if null.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item is not in the catalog. Nothing is learned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not on the scale. Nothing is learned.</exception>
    /// <exception cref="IOException">The store failed: the rating may be learned or not.</exception>
    /// <exception cref="TimeoutException">There was no answer in time: the rating may be learned or not.</exception>
    public Task LearnAsync(TUser user, TItem item, float rating, DateTimeOffset? time = null, Guid? operation = null)
    {
        RatedItem rated = new(IdOf(item), rating, time?.ToUnixTimeSeconds() ?? 0);
        return ChangeAsync(user, operation, (grain, id) => grain.LearnAsync(id, rated));
    }

    /// <summary>Forgets a user's rating of an item.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item of the catalog.</param>
    /// <param name="operation">The operation id; a new one if null.</param>
    /// <returns>Whether there was such a rating, or this operation has forgotten it before.</returns>
    /// <inheritdoc cref="LearnAsync"/>
    public Task<bool> ForgetAsync(TUser user, TItem item, Guid? operation = null)
    {
        int id = IdOf(item);
        return ChangeAsync(user, operation, (grain, operation) => grain.ForgetAsync(operation, id));
    }

    /// <summary>Forgets all ratings and controls of a user. The key stays stored, see <see cref="IUserGrain.ForgetAllAsync"/>.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="operation">The operation id; a new one if null.</param>
    /// <returns>Whether there was anything to forget, or this operation has forgotten it before.</returns>
    /// <inheritdoc cref="LearnAsync"/>
    public Task<bool> ForgetUserAsync(TUser user, Guid? operation = null) =>
        ChangeAsync(user, operation, static (grain, id) => grain.ForgetAllAsync(id));

    /// <summary>Applies a control for a user. A mute that the user has already changes nothing.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="control">The control. For one of an item, use <see cref="PinAsync"/> or <see cref="BanAsync"/>.</param>
    /// <param name="operation">The operation id; a new one if null.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The control does not fit the catalog, or is for an item.</exception>
    /// <exception cref="InvalidOperationException">The user has too many controls.</exception>
    /// <exception cref="IOException">The store failed: the control may be in force or not.</exception>
    /// <exception cref="TimeoutException">There was no answer in time: the control may be in force or not.</exception>
    public Task TuneAsync(TUser user, TuningControl control, Guid? operation = null)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Item is null
            ? ChangeAsync(user, operation, (grain, id) => grain.TuneAsync(id, control))
            : throw new ArgumentException(
                $"A control for an item is applied with {nameof(PinAsync)} or {nameof(BanAsync)}.", nameof(control));
    }

    /// <summary>Takes back a control; of several equal ones the last, but of an item all.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="control">One of <see cref="ControlsOfAsync"/>.</param>
    /// <param name="operation">The operation id; a new one if null.</param>
    /// <returns>Whether the user had the control, or this operation has taken it back before.</returns>
    /// <inheritdoc cref="TuneAsync"/>
    public Task<bool> UntuneAsync(TUser user, TuningControl control, Guid? operation = null)
    {
        ArgumentNullException.ThrowIfNull(control);
        return ChangeAsync(user, operation, (grain, id) => grain.UntuneAsync(id, control));
    }

    /// <summary>Puts an item first in a user's lists until it is rated.</summary>
    /// <inheritdoc cref="ForgetAsync"/>
    public Task PinAsync(TUser user, TItem item, Guid? operation = null) => ApplyAsync(user, TuningControl.Pin(IdOf(item)), operation);

    /// <summary>Takes an item out of a user's lists.</summary>
    /// <inheritdoc cref="ForgetAsync"/>
    public Task BanAsync(TUser user, TItem item, Guid? operation = null) => ApplyAsync(user, TuningControl.Ban(IdOf(item)), operation);

    /// <summary>Takes back that an item was pinned.</summary>
    /// <inheritdoc cref="ForgetAsync"/>
    /// <returns>Whether the user had pinned it, or this operation has taken it back before.</returns>
    public Task<bool> UnpinAsync(TUser user, TItem item, Guid? operation = null) =>
        UntuneAsync(user, TuningControl.Pin(IdOf(item)), operation);

    /// <summary>Takes back that an item was banned.</summary>
    /// <inheritdoc cref="ForgetAsync"/>
    /// <returns>Whether the user had banned it, or this operation has taken it back before.</returns>
    public Task<bool> UnbanAsync(TUser user, TItem item, Guid? operation = null) =>
        UntuneAsync(user, TuningControl.Ban(IdOf(item)), operation);

    /// <summary>Predicts a user's rating of an item; both may be unknown.</summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <returns>The predicted rating, on the scale of the cluster.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public Task<double> PredictAsync(TUser user, TItem item)
    {
        // What is unknown has no id of any silo's catalog, which may have more items than this process.
        int id = _catalog.TryGetId(item, out int known) ? known : int.MaxValue;
        return AskAsync(user, grain => grain.PredictAsync(id));
    }

    /// <summary>The best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="count">The number of items wanted, 0 or more.</param>
    /// <returns>The items with their reasons; without those that this process does not know.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<IReadOnlyList<ClusterSuggestion<TItem>>> RecommendAsync(TUser user, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        KeyedCatalog<TItem> catalog = _catalog;
        List<ClusterSuggestion<TItem>> list = [];
        foreach (Explanation explanation in await AskAsync(user, grain => grain.ExplainListAsync(count)).ConfigureAwait(false))
        {
            if (catalog.TryGetItem(explanation.Item, out TItem? item))
            {
                list.Add(new ClusterSuggestion<TItem>(item, explanation, catalog.ReasonOf(explanation)));
            }
        }

        return list;
    }

    /// <summary>Explains the score by which an item is ranked for a user.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item of the catalog.</param>
    /// <returns>The score and its parts, which sum to it exactly. Items are ids of the catalog.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item is not in the catalog.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public Task<Explanation> ExplainAsync(TUser user, TItem item)
    {
        int id = IdOf(item);
        return AskAsync(user, grain => grain.ExplainAsync(id));
    }

    /// <summary>A user's ratings of items that this process knows.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<IReadOnlyList<ItemRating<TItem>>> RatingsOfAsync(TUser user)
    {
        List<ItemRating<TItem>> ratings = [];
        foreach (RatedItem rated in await AskAsync(user, static grain => grain.RatingsAsync()).ConfigureAwait(false))
        {
            if (_catalog.TryGetItem(rated.Item, out TItem? item))
            {
                DateTimeOffset? time = rated.Timestamp == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(rated.Timestamp);
                ratings.Add(new ItemRating<TItem>(item, rated.Value, time));
            }
        }

        return ratings;
    }

    /// <summary>A user's controls, in the order in which they were applied.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public Task<IReadOnlyList<TuningControl>> ControlsOfAsync(TUser user) => AskAsync(user, static grain => grain.ControlsAsync());

    /// <summary>A user's ratings as the snapshot of a <see cref="PersonalRatings"/>. Items are ids of the catalog.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="IOException">The user cannot be read.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public Task<byte[]> ExportUserAsync(TUser user) => AskAsync(user, static grain => grain.ExportAsync());

    private Task<bool> ApplyAsync(TUser user, TuningControl control, Guid? operation) =>
        ChangeAsync(user, operation, (grain, id) => grain.TuneAsync(id, control));

    private async Task<bool> ChangeAsync(TUser user, Guid? operation, Func<IUserGrain, Guid, Task<ChangeOutcome>> change)
    {
        Guid id = operation ?? Guid.NewGuid();
        return await AskAsync(user, grain => change(grain, id)).ConfigureAwait(false) != ChangeOutcome.Nothing;
    }

    private Task<T> AskAsync<T>(TUser user, Func<IUserGrain, Task<T>> ask)
    {
        IUserGrain grain = _grains.GetGrain<IUserGrain>(_userKeys.Write(user));
        return RepeatedCall.RunAsync(() => ask(grain));
    }

    private int IdOf(TItem item) => _catalog.TryGetId(item, out int id)
        ? id
        : throw new ArgumentException(
            $"The catalog has no item with the key of '{item}'. Add it with {nameof(AddItemsAsync)}.", nameof(item));
}
