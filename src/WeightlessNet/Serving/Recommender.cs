using System.Buffers;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// A recommender for an application's own keys of users and items, such as <see cref="Guid"/>, <see cref="string"/> or <see cref="long"/>.
/// It maps them to the dense ids of an inner recommender.
/// </summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <typeparam name="TItem">The type of the items' keys.</typeparam>
/// <remarks>
/// <para>
/// A user gets a dense id with the first rating and keeps it until <see cref="ForgetUser"/>. The id is then retired and never assigned
/// again, because a part of the model, or a decorator, may still hold data of the user who had it. So ids run out after 2^26 users,
/// including forgotten ones, and each retired id keeps an empty slot of about 24 bytes in the model's log. If users come and go by the
/// million, create a new model from time to time and let it learn the remaining ratings.
/// </para>
/// <para>
/// Change the inner recommender only through this class, which would not know about other user ids. Thread-safe: calls take turns, so that
/// no answer is ever another user's.
/// </para>
/// </remarks>
public sealed class Recommender<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    // The id passed for unknown users and items; no user or item has it.
    private const int Unknown = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly TItem[] _items;
    private readonly Dictionary<TItem, int> _itemIds;
    private readonly Dictionary<TUser, int> _userIds;

    // Never decreases: every id below it belongs to a user or is retired.
    private int _nextId;

    /// <summary>Creates a recommender with keys around one with dense ids.</summary>
    /// <param name="inner">The recommender with dense ids. It must have as many items as there are keys.</param>
    /// <param name="items">The items' keys, all different, in the order of the items' ids.</param>
    /// <param name="users">
    /// The ids of the users that <paramref name="inner"/> knows already, as returned by <see cref="CopyUserIds"/>; null if it knows no
    /// users. New users get ids above these and above all ids known to <paramref name="inner"/> (<see cref="IKnownUsersRecommender"/>).
    /// </param>
    /// <param name="nextUserId">
    /// The least id of a new user: <see cref="NextUserId"/> of the recommender whose state is restored. It keeps the ids of forgotten
    /// users retired across a restart.
    /// </param>
    /// <param name="userComparer">Compares user keys; the default comparer if null.</param>
    /// <param name="itemComparer">Compares item keys; the default comparer if null.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="inner"/>, <paramref name="items"/> or a key is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nextUserId"/> is not 0 to 2^26.</exception>
    /// <exception cref="ArgumentException">
    /// A key or a user's id occurs twice, an id is not 0 to 2^26 - 1, the number of keys is not the number of items, or
    /// <paramref name="users"/> is null although <paramref name="inner"/> knows users. The last check needs an inner recommender that
    /// offers <see cref="IKnownUsersRecommender"/>; pass the ids of the users of any other one too.
    /// </exception>
    public Recommender(
        IRecommender inner,
        IEnumerable<TItem> items,
        IEnumerable<KeyValuePair<TUser, int>>? users = null,
        int nextUserId = 0,
        IEqualityComparer<TUser>? userComparer = null,
        IEqualityComparer<TItem>? itemComparer = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(nextUserId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextUserId, RecommenderArguments.UserBound);
        Inner = inner;
        _items = [.. items];
        if (_items.Length != inner.ItemCount)
        {
            throw new ArgumentException(
                $"There must be one key for each of the recommender's {inner.ItemCount} items, not {_items.Length} keys.", nameof(items));
        }

        _itemIds = new Dictionary<TItem, int>(_items.Length, itemComparer);
        for (int id = 0; id < _items.Length; id++)
        {
            ArgumentNullException.ThrowIfNull(_items[id], nameof(items));
            if (!_itemIds.TryAdd(_items[id], id))
            {
                throw new ArgumentException($"The key '{_items[id]}' occurs twice. Each item needs its own key.", nameof(items));
            }
        }

        _userIds = new Dictionary<TUser, int>(userComparer);
        int known = inner.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0;
        if (users is null && known > 0)
        {
            throw new ArgumentException(
                $"The recommender already knows users, with ids below {known}, but their keys are missing: a new user would get "
                + $"answers based on another user's ratings. Pass the result of {nameof(CopyUserIds)}, or an empty list if "
                + "none of these users has a key.",
                nameof(users));
        }

        TakeUsers(users ?? []);
        _nextId = Math.Max(Math.Max(_nextId, nextUserId), known);
    }

    /// <summary>The inner recommender, with dense ids.</summary>
    public IRecommender Inner { get; }

    /// <summary>The items' keys, indexed by item id. Use it to look up the item ids of an <see cref="Explanation"/>.</summary>
    public IReadOnlyList<TItem> Items => _items;

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale => Inner.Scale;

    /// <summary>The number of users who have rated and have not been forgotten.</summary>
    public int UserCount
    {
        get
        {
            lock (_lock)
            {
                return _userIds.Count;
            }
        }
    }

    /// <summary>The id that the next new user gets. Store it with <see cref="CopyUserIds"/>, and pass both to the constructor.</summary>
    public int NextUserId
    {
        get
        {
            lock (_lock)
            {
                return _nextId;
            }
        }
    }

    /// <summary>Learns one rating. It replaces an earlier rating of the same item by the same user.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">The item, one of <see cref="Items"/>.</param>
    /// <param name="value">The rating, on the <see cref="Scale"/>.</param>
    /// <param name="time">The time of the rating; null if unknown.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item is not one of <see cref="Items"/>. Nothing is learned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not on the scale. Nothing is learned.</exception>
    /// <exception cref="InvalidOperationException">The user is new and all ids are used up. Nothing is learned.</exception>
    /// <remarks>
    /// If <see cref="Inner"/> throws on a new user's first rating, the rating is taken back if it can be, and the user stays unknown.
    /// </remarks>
    public void Learn(TUser user, TItem item, float value, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        int itemId = KnownItem(item);
        if (!Scale.Contains(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"A rating must be {Scale.Minimum} to {Scale.Maximum}.");
        }

        long timestamp = time?.ToUnixTimeSeconds() ?? 0;
        lock (_lock)
        {
            if (_userIds.TryGetValue(user, out int userId))
            {
                Inner.Learn(new Rating(userId, itemId, value, timestamp));
                return;
            }

            // The inner recommender may have been trained on users of its own since.
            userId = Math.Max(_nextId, Inner.Get<IKnownUsersRecommender>()?.UserIdBound ?? 0);
            if (userId >= RecommenderArguments.UserBound)
            {
                throw new InvalidOperationException(
                    $"All {RecommenderArguments.UserBound} user ids are used up, including those of forgotten users. Create a new model.");
            }

            _nextId = userId + 1;
            try
            {
                Inner.Learn(new Rating(userId, itemId, value, timestamp));
            }
            catch
            {
                // The model may have learned the rating before it failed. If it cannot be taken back now, the user keeps the id, so that
                // ForgetUser still reaches the rating.
                if (!TryTakeBack(userId))
                {
                    _userIds.Add(user, userId);
                }

                throw;
            }

            _userIds.Add(user, userId);
        }
    }

    /// <summary>Forgets a user's rating of an item.</summary>
    /// <returns><see langword="true"/> if there was such a rating; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="NotSupportedException"><see cref="Inner"/> does not offer <see cref="IForgettingRecommender"/>.</exception>
    public bool Forget(TUser user, TItem item)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        IForgettingRecommender forgetting = Inner.GetRequired<IForgettingRecommender>();
        lock (_lock)
        {
            return _userIds.TryGetValue(user, out int userId)
                && _itemIds.TryGetValue(item, out int itemId)
                && forgetting.Forget(userId, itemId);
        }
    }

    /// <summary>Forgets all ratings of a user and the user's key. The user's id is never assigned again.</summary>
    /// <returns>The number of ratings forgotten.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="NotSupportedException"><see cref="Inner"/> does not offer <see cref="IForgettingRecommender"/>.</exception>
    public int ForgetUser(TUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        IForgettingRecommender forgetting = Inner.GetRequired<IForgettingRecommender>();
        lock (_lock)
        {
            if (!_userIds.TryGetValue(user, out int userId))
            {
                return 0;
            }

            int count = forgetting.ForgetUser(userId);
            _userIds.Remove(user);
            return count;
        }
    }

    /// <summary>Predicts a user's rating of an item; both may be unknown.</summary>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public double Predict(TUser user, TItem item)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        lock (_lock)
        {
            return Inner.Predict(IdOf(user), _itemIds.GetValueOrDefault(item, Unknown));
        }
    }

    /// <summary>The best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="count">The number of items wanted, 0 or more; fewer are returned if there are no more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<Recommendation<TItem>> Recommend(TUser user, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Recommendation<TItem>[] found = new Recommendation<TItem>[Math.Min(count, _items.Length)];
        int written = Recommend(user, found);
        return written == found.Length ? found : found[..written];
    }

    /// <summary>Writes the best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <returns>The number of items written: fewer than wanted if there are no more.</returns>
    /// <remarks>Items that were added to <see cref="Inner"/> after this object was created have no key and are left out.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public int Recommend(TUser user, Span<Recommendation<TItem>> destination)
    {
        ArgumentNullException.ThrowIfNull(user);
        int wanted = Math.Min(destination.Length, _items.Length);

        // Items that were added to the inner recommender have no key and are left out.
        int asked = wanted + Math.Max(0, Inner.ItemCount - _items.Length);
        ScoredItem[] scored = ArrayPool<ScoredItem>.Shared.Rent(asked);
        try
        {
            int found;
            lock (_lock)
            {
                found = Inner.Recommend(IdOf(user), scored.AsSpan(0, asked));
            }

            int written = 0;
            foreach (ScoredItem item in scored.AsSpan(0, found))
            {
                if (item.Item < _items.Length && written < wanted)
                {
                    destination[written++] = new Recommendation<TItem>(_items[item.Item], item.Score);
                }
            }

            return written;
        }
        finally
        {
            ArrayPool<ScoredItem>.Shared.Return(scored, clearArray: true);
        }
    }

    /// <summary>Explains the score of an item for a user. Its item ids are positions in <see cref="Items"/>.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">The item, one of <see cref="Items"/>.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item is not one of <see cref="Items"/>.</exception>
    /// <exception cref="NotSupportedException"><see cref="Inner"/> does not offer <see cref="IExplainingRecommender"/>.</exception>
    public Explanation Explain(TUser user, TItem item)
    {
        ArgumentNullException.ThrowIfNull(user);
        int itemId = KnownItem(item);
        IExplainingRecommender explaining = Inner.GetRequired<IExplainingRecommender>();
        lock (_lock)
        {
            return explaining.Explain(IdOf(user), itemId);
        }
    }

    /// <summary>The dense id of a user, for members of <see cref="Inner"/> that this class does not offer.</summary>
    /// <param name="user">The user.</param>
    /// <param name="id">The user's id, which is never assigned to another user.</param>
    /// <returns>Whether the user is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public bool TryGetUserId(TUser user, out int id)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_lock)
        {
            return _userIds.TryGetValue(user, out id);
        }
    }

    /// <summary>The dense id of an item.</summary>
    /// <returns>Whether the item is one of <see cref="Items"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    public bool TryGetItemId(TItem item, out int id)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _itemIds.TryGetValue(item, out id);
    }

    /// <summary>
    /// The ids of all users. Store them and <see cref="NextUserId"/> with the model, and pass all to the constructor.
    /// </summary>
    public IReadOnlyList<KeyValuePair<TUser, int>> CopyUserIds()
    {
        lock (_lock)
        {
            return [.. _userIds.OrderBy(user => user.Value)];
        }
    }

    private void TakeUsers(IEnumerable<KeyValuePair<TUser, int>> users)
    {
        HashSet<int> ids = [];
        foreach ((TUser user, int id) in users)
        {
            ArgumentNullException.ThrowIfNull(user, nameof(users));
            if (id is < 0 or >= RecommenderArguments.UserBound)
            {
                throw new ArgumentException(
                    $"The id of user '{user}' must be 0 to {RecommenderArguments.UserBound - 1}, not {id}.", nameof(users));
            }

            if (!ids.Add(id) || !_userIds.TryAdd(user, id))
            {
                throw new ArgumentException($"The user '{user}' or the id {id} occurs twice.", nameof(users));
            }

            _nextId = Math.Max(_nextId, id + 1);
        }
    }

    private bool TryTakeBack(int userId)
    {
        try
        {
            return Inner.Get<IForgettingRecommender>()?.ForgetUser(userId) is not null;
        }
        catch (Exception)
        {
            // The original exception is more useful.
            return false;
        }
    }

    private int IdOf(TUser user) => _userIds.GetValueOrDefault(user, Unknown);

    private int KnownItem(TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _itemIds.TryGetValue(item, out int id)
            ? id
            : throw new ArgumentException($"There is no item '{item}'. Use one of the keys passed to the constructor.", nameof(item));
    }
}
