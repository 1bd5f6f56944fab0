using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Context;

/// <summary>
/// A <see cref="HybridRecommender"/> that also knows features of its users, such as an age band or a country, and of the moment of a rating
/// or a question, such as a device, a semester or a time of day.
/// </summary>
/// <remarks>
/// <para>
/// An answer is that of the hybrid plus what all users' ratings say of the context: of users like this one, and of such moments, for all
/// items, for items with the same value in a field, and for the item itself. Each of these is a group of look-up tables. A cell counts the
/// ratings at its address and sums how much they differ from the mean of their item and of their user. Before a training the context adds
/// nothing. A training learns from held-out ratings how much each group counts, for users of few ratings and of many; a group that does not
/// help gets no weight (<see cref="Calibration"/>).
/// </para>
/// <para>
/// So somebody who has not rated anything gets better answers as soon as a description is known (<see cref="Describe"/>), and a rating at a
/// known moment says more. What is not known is left out: nobody has to be described, and no moment has to be given.
/// </para>
/// <para>
/// Every answer is a function of the catalog, the current ratings and descriptions, and the last training, which sets the weights and the
/// means of items. The order of learning does not matter, and forgetting is exact, to the byte, in the tables as in the personal networks.
/// </para>
/// <para>
/// Thread-safe. Questions and changes take turns under one lock. A training holds it while it puts its result in place, which lays out the
/// whole catalog. A save holds up changes, but no questions, while it copies everything into memory. Learning takes time in proportion to
/// the user's ratings, a list in proportion to the items times the groups that look at items, and a changed item in proportion to the
/// users and to all ratings of its raters, unless only fields change that no group looks at. So it suits catalogs of thousands of items
/// rather than of millions.
/// </para>
/// <para>
/// Contexts as further dimensions of the data follow Adomavicius and Tuzhilin, "Context-Aware Recommender Systems" (Recommender Systems
/// Handbook, 2011), section 7.3; effects of context and item on top of biases follow Baltrunas, Ludwig and Ricci, "Matrix Factorization
/// Techniques for Context Aware Recommendation" (RecSys 2011), section 3.
/// </para>
/// </remarks>
public sealed partial class ContextualRecommender
    : IForgettingRecommender, IExplainingRecommender, IFilteringRecommender, IKnownUsersRecommender
{
    private readonly HybridRecommender _hybrid;
    private readonly ContextLayout _layout;
    private readonly RatingUnits _units;

    // Held while something is changed, and before the other lock: what holds it may read everything and hold up no questions.
    private readonly Lock _changing = new();

    // Held while something is read or changed. It protects all fields below.
    private readonly Lock _access = new();
    private readonly Dictionary<int, UserContext> _users = [];
    private readonly List<ulong[]> _items;
    private int _userIdBound;
    private ContextTables _tables;
    private ContextWeights _weights = ContextWeights.None;
    private IReadOnlyList<CalibratedGroup> _calibration = [];

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="users">The fields that describe users; <see cref="ContextFields.None"/> for none.</param>
    /// <param name="moments">The fields that describe moments; <see cref="ContextFields.None"/> for none.</param>
    /// <param name="options">The options of the hybrid; the defaults if null.</param>
    /// <exception cref="ArgumentNullException">An argument other than <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// Users and moments have more than 8 fields together, or two with one name; <see cref="HybridOptions.RefitGrowth"/> or
    /// <see cref="WeightlessOptions.MaximumRatingsPerUser"/> is set; or as for a <see cref="HybridRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public ContextualRecommender(
        ItemCatalog catalog, RatingScale scale, ContextFields users, ContextFields moments, HybridOptions? options = null)
        : this(catalog, users, moments, options, () => new HybridRecommender(catalog, scale, (Func<IRecommender>?)null, options))
    {
    }

    /// <summary>
    /// Puts fields of users around a hybrid, which from then on changes through it alone. They count from the next training on.
    /// </summary>
    internal static ContextualRecommender Around(HybridRecommender hybrid, ContextFields users)
    {
        ContextualRecommender made = new(hybrid.CopyCatalog(), users, ContextFields.None, null, () => hybrid);
        made.TakeRatings();
        return made;
    }

    private ContextualRecommender(
        ItemCatalog catalog, ContextFields users, ContextFields moments, HybridOptions? options, Func<HybridRecommender> create)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(moments);
        if (options?.RefitGrowth is not null)
        {
            throw new ArgumentException(
                $"{nameof(HybridOptions.RefitGrowth)} is not supported here: call {nameof(Refit)}, which trains the context too.",
                nameof(options));
        }

        if (options?.Personal.MaximumRatingsPerUser is not null)
        {
            throw new ArgumentException(
                $"{nameof(WeightlessOptions.MaximumRatingsPerUser)} is not supported here. Leave it null.", nameof(options));
        }

        _layout = new ContextLayout(users, moments, catalog.Fields);
        _hybrid = create();
        _units = new RatingUnits(_hybrid.Scale);
        _items = [.. Enumerable.Range(0, catalog.Count).Select(item => _layout.ValuesOf(catalog.PatternOf(item)))];
        _tables = new ContextTables(_layout, [], ItemMeans.None);
    }

    /// <inheritdoc/>
    public int ItemCount => _hybrid.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _hybrid.Scale;

    /// <summary>The number of current ratings.</summary>
    public int RatingCount => _hybrid.RatingCount;

    /// <summary>The fields that describe users.</summary>
    public ContextFields Users => _layout.Users;

    /// <summary>The fields that describe moments.</summary>
    public ContextFields Moments => _layout.Moments;

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_access)
            {
                return Math.Max(_hybrid.UserIdBound, _userIdBound);
            }
        }
    }

    /// <summary>
    /// The parts of the hybrid, then the groups of the context, as the last <see cref="Refit"/> has learned them: how much each counts for
    /// the average held-out rating, and the RMSE on held-out ratings with and without it. For a group of the context both are those of the
    /// hybrid with the context. Empty before, and if no rating could be held out.
    /// </summary>
    public IReadOnlyList<CalibratedGroup> Calibration
    {
        get
        {
            lock (_access)
            {
                return [.. _hybrid.Calibration, .. _calibration];
            }
        }
    }

    /// <summary>
    /// Says what is known of a user. It replaces an earlier description, also for the ratings that the user has given before.
    /// </summary>
    /// <param name="user">The user's id, 0 or more and below 2^26; need not have rated anything.</param>
    /// <param name="description">The bits of <see cref="Users"/>, as its schema encodes them; empty to forget the description.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative or too high. Nothing is changed.</exception>
    /// <exception cref="ArgumentException">The description has another number of bits. Nothing is changed.</exception>
    public void Describe(int user, ReadOnlySpan<ulong> description)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(user, RecommenderArguments.UserBound);
        ContextPattern? pattern = Users.PatternOf(description, nameof(description));
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            Change(user, known => known.WithDescription(pattern));
        }
    }

    /// <summary>The description of a user; empty if none is known.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public ulong[] DescriptionOf(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            return [.. ContextOf(user).Description?.Bits ?? []];
        }
    }

    /// <summary>Learns a rating of which the moment is not known.</summary>
    /// <inheritdoc/>
    public void Learn(in Rating rating) => Learn(rating, default);

    /// <summary>Learns a rating and its moment. It replaces an earlier rating of the same item by the same user, with its moment.</summary>
    /// <param name="rating">The rating, as for <see cref="IRecommender.Learn"/>.</param>
    /// <param name="moment">The bits of <see cref="Moments"/>, as its schema encodes them; empty if unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, see <see cref="IRecommender.Learn"/>. Nothing is learned.
    /// </exception>
    /// <exception cref="ArgumentException">The moment has another number of bits. Nothing is learned.</exception>
    public void Learn(in Rating rating, ReadOnlySpan<ulong> moment)
    {
        ContextPattern? pattern = Moments.PatternOf(moment, nameof(moment));
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            _hybrid.Learn(rating);
            ContextRating learned = new(rating.Item, _units.FromRating(rating.Value), pattern);
            Change(rating.User, known => known.With(learned));
        }
    }

    /// <summary>The moment at which a user has rated an item; empty if it is not known, or not rated.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    public ulong[] MomentOf(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return [.. ContextOf(user).MomentOf(item)?.Bits ?? []];
        }
    }

    /// <summary>
    /// Forgets a user's rating of an item and its moment: exactly in the tables of the context, the personal networks and the crowd's
    /// statistics, and in what was trained at the next training.
    /// </summary>
    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            bool wasRated = _hybrid.Forget(user, item);
            Change(user, known => known.Without(item));
            return wasRated;
        }
    }

    /// <summary>
    /// Forgets all ratings of a user, their moments and the user's description: exactly in the tables of the context, the personal networks
    /// and the crowd's statistics, and in what was trained at the next training.
    /// </summary>
    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            int count = _hybrid.ForgetUser(user);
            Change(user, static _ => UserContext.Unknown);
            return count;
        }
    }

    /// <inheritdoc cref="HybridRecommender.AddItem"/>
    public int AddItem(ReadOnlySpan<ulong> pattern)
    {
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            int item = _hybrid.AddItem(pattern);
            _items.Add(_layout.ValuesOf(pattern));
            return item;
        }
    }

    /// <inheritdoc cref="HybridRecommender.UpdateItem"/>
    public void UpdateItem(int item, ReadOnlySpan<ulong> pattern)
    {
        using Lock.Scope changing = _changing.EnterScope();
        lock (_access)
        {
            _hybrid.UpdateItem(item, pattern);
            ulong[] before = _items[item];
            ulong[] after = _layout.ValuesOf(pattern);
            if (after.AsSpan().SequenceEqual(before))
            {
                // Only fields have changed that the tables do not look at.
                return;
            }

            foreach (UserContext user in _users.Values)
            {
                if (user.TryGet(item, out ContextRating rating))
                {
                    _tables.Move(user, rating, before, after);
                }
            }

            _items[item] = after;
            _itemsHaveChanged = true;
        }
    }

    /// <inheritdoc cref="HybridRecommender.RemoveItem"/>
    public bool RemoveItem(int item) => _hybrid.RemoveItem(item);

    private UserContext ContextOf(int user) => _users.GetValueOrDefault(user, UserContext.Unknown);

    // With the lock held. What the user has added is taken out, and added again as it is now.
    private void Change(int user, Func<UserContext, UserContext> change)
    {
        UserContext before = ContextOf(user);
        UserContext after = change(before);
        _tables.Add(before, _items, -1);
        _tables.Add(after, _items, 1);
        _changed?.Add(user);
        if (after.IsEmpty)
        {
            _users.Remove(user);
        }
        else
        {
            _users[user] = after;
            _userIdBound = Math.Max(_userIdBound, user + 1);
        }
    }
}
