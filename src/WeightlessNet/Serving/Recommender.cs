using System.Diagnostics.CodeAnalysis;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <summary>
/// A recommender for an application's own users and items: it learns ratings, predicts ratings, makes lists with reasons, forgets, trains
/// in the background, and keeps everything in a folder that survives a crash, or in memory only.
/// </summary>
/// <typeparam name="TUser">The type of the users' keys, such as <see cref="string"/>, <see cref="Guid"/> or <see cref="long"/>.</typeparam>
/// <typeparam name="TItem">
/// The type of the items: the application's own record, with a key (<see cref="ItemSchema{TItem}.Key"/>), or the key itself.
/// </typeparam>
/// <remarks>
/// <para>
/// Two models learn every rating: a hybrid predicts ratings, a ranking makes lists (<see cref="Inner"/>). A rating counts at once, for its
/// user and for the crowd's statistics. A training, in the background or on demand, learns what all users have in common and makes bits of
/// words and numbers that are new in the catalog; questions and changes go on meanwhile.
/// </para>
/// <para>
/// Durable: when a task of a changing call has ended, the change survives the end of the process and, by default, a loss of power. Changes
/// are applied in the order of the log. A change that fails changes nothing, neither in memory nor in the files.
/// The catalog is the application's: it is passed when the recommender is opened, and only keys and bits are stored. An item that is rated
/// but is not in the passed catalog keeps its ratings and is not recommended.
/// </para>
/// <para>
/// Users and items have ids inside, which are never used twice, not even after <see cref="ForgetUserAsync"/>. There are at most 2^26 of
/// each.
/// </para>
/// <para>
/// Thread-safe. Questions take no lock that others hold. Changes of one user take turns; those of different users do not wait for each
/// other, but share a flush to disk.
/// </para>
/// </remarks>
public sealed partial class Recommender<TUser, TItem> : IAsyncDisposable, IDisposable
    where TUser : notnull
    where TItem : notnull
{
    // The id passed for unknown users and items; none has it.
    private const int Unknown = int.MaxValue;
    private const int StripeCount = 64;

    private readonly ItemSchema<TItem> _schema;
    private readonly RecommenderOptions<TUser> _options;
    private readonly ItemKeys<TItem> _items;
    private readonly UserKeys<TUser> _users;
    private readonly ChangeStripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new ChangeStripe())];

    // Held while the catalog changes or models are replaced. It is taken before the stripes.
    private readonly Lock _catalog = new();

    // One addition of items, or one change of controls, at a time.
    private readonly SemaphoreSlim _adding = new(1);
    private readonly Func<Reason, string> _writeReason;
    private volatile ServedModels<TItem>? _models;
    private volatile bool _isDisposed;

    private Recommender(Action<ItemSchema<TItem>> schema, RecommenderOptions<TUser>? options, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = new ItemSchema<TItem>();
        schema(_schema);
        _options = options ?? new RecommenderOptions<TUser>();
        if (_options.Ratings.Personal.MaximumRatingsPerUser is not null)
        {
            throw new ArgumentException(
                $"{nameof(WeightlessOptions.MaximumRatingsPerUser)} is not supported here: a rating that was stored must not be dropped. "
                + $"Leave it null, and reduce the weight of old ratings with {nameof(WeightlessOptions.Recency)}.",
                nameof(options));
        }

        if (_options.Events is not null
            && (_options.Scale != RatingScale.HalfStars || _options.CentralModel is not null || _options.Lists.LikedFrom is not null))
        {
            throw new ArgumentException(
                $"{nameof(RecommenderOptions<TUser>.Scale)}, {nameof(RecommenderOptions<TUser>.CentralModel)} and "
                + $"{nameof(WeightlessRankingOptions.LikedFrom)} are about ratings. Do not set them together with "
                + $"{nameof(RecommenderOptions<TUser>.Events)}.",
                nameof(options));
        }

        _writeReason = _options.WriteReason ?? (static reason => reason.ToString());
        _meter = new RecommenderMeter(_options.Name ?? name);
        _items = _schema.CreateKeys();
        _users = new UserKeys<TUser>(_options.UserKeys ?? KeyFormat<TUser>.Default, _options.UserComparer);
    }

    /// <summary>Creates a recommender that lives in memory only.</summary>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="catalog">The items; none if null. Others can be added later.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> or an item is null.</exception>
    /// <exception cref="ArgumentException">An item's key occurs twice, or the type of a key cannot be compared or written.</exception>
    /// <exception cref="InvalidOperationException">The schema names no key, and <typeparamref name="TItem"/> is none itself.</exception>
    /// <exception cref="NotSupportedException">A key's type needs a <see cref="KeyFormat{TKey}"/>.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "The types of the keys are named where a recommender is created.")]
    public static Recommender<TUser, TItem> InMemory(
        Action<ItemSchema<TItem>> schema, IEnumerable<TItem>? catalog = null, RecommenderOptions<TUser>? options = null)
    {
        Recommender<TUser, TItem> recommender = new(schema, options, NameInMemory);
        ItemAdditions<TItem> additions = recommender.Prepare(recommender.Checked(catalog));
        for (int id = 0; id < additions.Count; id++)
        {
            recommender.TakeAdded(additions, id);
        }

        recommender.StartWork();
        return recommender;
    }

    /// <summary>Throws what creating a recommender would throw before anything is read.</summary>
    internal static void Check(Action<ItemSchema<TItem>> schema, RecommenderOptions<TUser>? options) =>
        _ = new Recommender<TUser, TItem>(schema, options, NameInMemory);

    /// <summary>The scale of the ratings; with <see cref="RecommenderOptions{TUser}.Events"/>, that of the stored totals.</summary>
    public RatingScale Scale => _options.StoredScale;

    /// <summary>The number of users who have rated, are described or have controls, and have not been forgotten.</summary>
    public int UserCount => _users.Count;

    /// <summary>The number of ratings.</summary>
    public int RatingCount => _models?.Pair.Ratings.RatingCount ?? 0;

    /// <summary>The keys of the users who have rated, are described or have controls, in the order in which they came.</summary>
    public IEnumerable<TUser> Users => _users.All;

    /// <summary>
    /// The models inside, with dense ids of users and items, for experts; null as long as there are no items. It is replaced by each
    /// training. Ask it, but change nothing through it: changes would not be stored, and the next training would forget them. With
    /// <see cref="RecommenderOptions{TUser}.Events"/> its ratings are totals in smallest amounts, divided by 2^22, so -4 to 4.
    /// </summary>
    /// <seealso cref="TryGetUserId"/>
    /// <seealso cref="TryGetItemId"/>
    public IRecommender? Inner => _models?.Answers;

    /// <summary>The id of a user in <see cref="Inner"/>.</summary>
    /// <returns>Whether the user is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public bool TryGetUserId(TUser user, out int id)
    {
        ArgumentNullException.ThrowIfNull(user);
        id = _users.Find(user);
        return id >= 0;
    }

    /// <summary>The id of an item in <see cref="Inner"/> and in an <see cref="Explanation"/>.</summary>
    /// <returns>Whether the item is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    public bool TryGetItemId(TItem item, out int id)
    {
        ArgumentNullException.ThrowIfNull(item);
        id = _items.Find(item);
        return id >= 0;
    }

    private ChangeStripe StripeOf(TUser user) => StripeOfHash(_users.HashOf(user));

    private ChangeStripe StripeOfHash(int hash) => _stripes[(uint)hash % StripeCount];

    private int IdOf(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return _users.Find(user) is int id and >= 0 ? id : Unknown;
    }

    private int KnownItem(TItem item, string parameter = "item")
    {
        ArgumentNullException.ThrowIfNull(item, parameter);
        return _items.Find(item) is int id and >= 0
            ? id
            : throw new ArgumentException(
                $"There is no item with the key '{_items.TextOf(item)}'. Add it first with {nameof(AddItemAsync)}.", parameter);
    }

    private ServedModels<TItem> ModelsFor(TItem item)
    {
        // The item is found, so there are models.
        _ = KnownItem(item);
        return _models!;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
