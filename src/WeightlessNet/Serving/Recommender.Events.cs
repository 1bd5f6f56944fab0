using System.Globalization;
using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Events in place of ratings: their amounts are added up for each user and item.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // Totals of the batch that is being written, which are not applied yet. Only the committing thread uses it.
    private readonly Dictionary<(int User, int Item), RatedItem?> _written = [];

    /// <summary>Adds an event, such as a click, a purchase or seconds watched. Its amount is added to those of earlier events.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; only its key counts. One that was removed since may be chosen too.</param>
    /// <param name="amount">
    /// How much: 1 for a click, or a number, seconds, a price. Below 0 for what speaks against the item, such as a return. Not 0, with at
    /// most <see cref="EventOptions.Decimals"/> decimals.
    /// </param>
    /// <param name="time">The time of the event, to the second; null if unknown. The latest time of a user and an item is kept.</param>
    /// <param name="cancellationToken">Cancels the wait for other changes. An event that is being stored is not canceled.</param>
    /// <returns>A task that ends when the event is stored and counts. In memory it has ended when the call returns.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added. Nothing is learned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The amount is not valid, or the total would be beyond <see cref="EventOptions.GreatestTotal"/>. Nothing is learned.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="RecommenderOptions{TUser}.Events"/> is null, or the user is new and all 2^26 ids are used. Nothing is learned.
    /// </exception>
    /// <exception cref="IOException">
    /// The event cannot be stored. Nothing is learned. If the process then ends while the disk fails, the event may be found in the folder
    /// at the next opening, and count: compare <see cref="EventsOf"/> before you add it again, or use
    /// <see cref="SetEventsAsync(TUser, TItem, decimal, DateTimeOffset?, CancellationToken)"/>, which may be
    /// repeated.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The call was canceled before it began, or while it waited. Nothing is learned.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public ValueTask AddEventAsync(
        TUser user, TItem item, decimal amount = 1, DateTimeOffset? time = null, CancellationToken cancellationToken = default) =>
        LearnEventAsync(user, item, amount, isSet: false, time, cancellationToken);

    /// <summary>
    /// Sets the total of a user and an item, in place of all earlier events: for an application that counts plays itself.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added.</param>
    /// <param name="total">The total; not 0. To remove one, call <see cref="ForgetAsync(TUser, TItem)"/>.</param>
    /// <param name="time">The time of the latest event, in place of that which was kept; null if unknown.</param>
    /// <param name="cancellationToken">Cancels the wait for other changes.</param>
    /// <inheritdoc cref="AddEventAsync"/>
    public ValueTask SetEventsAsync(
        TUser user, TItem item, decimal total, DateTimeOffset? time = null, CancellationToken cancellationToken = default) =>
        LearnEventAsync(user, item, total, isSet: true, time, cancellationToken);

    /// <summary>
    /// Forgets one event: its amount is subtracted, so that the total is as if it had never been. A total of 0 is not kept. To forget all
    /// events of an item, call <see cref="ForgetAsync(TUser, TItem)"/>.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item.</param>
    /// <param name="amount">The amount of the event, as it was added. The recommender keeps totals only, so it cannot check this.</param>
    /// <returns>How many totals were changed, 0 or 1, and when the earlier total is gone from the disk: at the next checkpoint.</returns>
    /// <remarks>The time of the latest event stays, also if this was the latest: the times of the others are not kept.</remarks>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="AddEventAsync"/>. Nothing is forgotten.</exception>
    /// <exception cref="InvalidOperationException"><see cref="RecommenderOptions{TUser}.Events"/> is null.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is forgotten.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async ValueTask<Forgotten> ForgetEventAsync(TUser user, TItem item, decimal amount = 1)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        int units = Events().Checked(amount, nameof(amount));
        int itemId = _items.Find(item);
        ChangeStripe stripe = StripeOf(user);
        await stripe.CloseAsync().ConfigureAwait(false);
        try
        {
            int id = _users.Find(user);
            if (id < 0 || itemId < 0 || RatingOf(id, itemId) is not RatedItem before)
            {
                return new Forgotten(0, _erasures.Pending);
            }

            int left = EventOptions.UnitsOf(before.Value) - units;
            ThrowIfBeyond(left, nameof(amount));
            Rating total = new(id, itemId, EventOptions.ValueOf(left), before.Timestamp);
            await CommitAsync([Change.Of(ChangeKind.ForgetEvent, total)], Apply).ConfigureAwait(false);
            _meter.Forgot(left == 0 ? 1 : 0, users: 0);
            return new Forgotten(1, _store is null ? Task.CompletedTask : _erasures.Join(isDue: false));
        }
        finally
        {
            stripe.Reopen();
        }
    }

    /// <summary>The totals of a user's events with items that are in the catalog, in the order of the items' ids.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="RecommenderOptions{TUser}.Events"/> is null.</exception>
    public IReadOnlyList<ItemEvents<TItem>> EventsOf(TUser user)
    {
        EventOptions events = Events();
        return
        [
            .. StoredOf(user).Select(stored => new ItemEvents<TItem>(stored.Item, events.AmountOf(stored.Value), stored.Time)),
        ];
    }

    private ValueTask LearnEventAsync(
        TUser user,
        TItem item,
        decimal amount,
        bool isSet,
        DateTimeOffset? time,
        CancellationToken cancellationToken,
        [CallerArgumentExpression(nameof(amount))] string parameter = "")
    {
        EventChange change = CheckedEvent(user, item, amount, isSet, time, parameter);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (_store is not null)
        {
            return StoreEventAsync(user, change, cancellationToken);
        }

        return LearnInMemory(user, change.Rating, change, out Task? reopened)
            ? ValueTask.CompletedTask
            : LearnInMemoryAsync(user, change.Rating, change, reopened!, cancellationToken);
    }

    private EventChange CheckedEvent(TUser user, TItem item, decimal amount, bool isSet, DateTimeOffset? time, string parameter)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        int units = Events().Checked(amount, parameter);
        Rating learned = new(0, KnownItem(item), EventOptions.ValueOf(units), time?.ToUnixTimeSeconds() ?? 0);
        return new EventChange(learned, isSet, parameter);
    }

    private async ValueTask StoreEventAsync(TUser user, EventChange change, CancellationToken cancellationToken) =>
        await (await AppendEventAsync(user, change, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    // Ends when the event has its place in the log. The task that it returns ends when the event is stored and counts.
    private async ValueTask<Task> AppendEventAsync(TUser user, EventChange change, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        Task stored = await AppendLearnedAsync(
            user, id => Change.Of(ChangeKind.Event, change.Rating with { User = id }), WithTotal, cancellationToken).ConfigureAwait(false);
        return EndAsync();

        async Task EndAsync()
        {
            await stored.ConfigureAwait(false);
            if (failure is not null)
            {
                throw failure;
            }

            _meter.Learned(1);
        }

        // Called by the committing thread, in the order of the log. All batches before have been applied.
        Change WithTotal(Change appended)
        {
            (int id, int item) = (appended.Rating.User, appended.Rating.Item);
            RatedItem? before = _written.TryGetValue((id, item), out RatedItem? written) ? written : RatingOf(id, item);
            Rating total;
            try
            {
                total = change.TotalAfter(before, id);
            }
            catch (ArgumentOutOfRangeException beyond)
            {
                // Others of the batch must not fail with it. What was there is written again.
                failure = beyond;
                total = new Rating(id, item, before!.Value.Value, before.Value.Timestamp);
            }

            // A total of 0 is not kept, nor is its time.
            _written[(id, item)] = total.Value == 0 ? null : new RatedItem(item, total.Value, total.Timestamp);
            return Change.Of(ChangeKind.Event, total);
        }
    }

    private Rating TotalAfter(EventChange change, int id) =>
        change.TotalAfter(id < 0 ? null : RatingOf(id, change.Rating.Item), id);

    private RatedItem? RatingOf(int user, int item) => _models?.Pair.Lists.RatingOf(user, item);

    private EventOptions Events() => _options.Events ?? throw new InvalidOperationException(
        $"This recommender learns ratings. To learn events, set the option {nameof(RecommenderOptions<TUser>.Events)} when it is created.");

    private void ThrowIfEvents([CallerMemberName] string member = "")
    {
        if (_options.Events is not null)
        {
            throw new InvalidOperationException(
                $"{member} is about ratings, and this recommender learns events. Use {nameof(AddEventAsync)}, {nameof(EventsOf)}, "
                + $"{nameof(Recommend)} and {nameof(StandingOf)}.");
        }
    }

    private static void ThrowIfBeyond(int units, string parameter)
    {
        if (Math.Abs(units) > EventOptions.Greatest)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The total of the user and the item would be {units} smallest amounts, beyond {EventOptions.Greatest}. Use fewer "
                    + $"{nameof(EventOptions.Decimals)}, or a greater unit."));
        }
    }

    // A rating, or the total that is stored as one.
    private float ShownValue(float stored) => _options.Events is { } events ? (float)events.AmountOf(stored) : stored;

    // An explanation with amounts in place of stored totals.
    private Explanation InAmounts(Explanation explanation) => _options.Events is not { } events
        ? explanation
        : new Explanation(
            explanation.User,
            explanation.Item,
            explanation.Score,
            explanation.Base,
            explanation.ByField,
            [.. explanation.ByRating.Select(part => new RatingContribution(part.Item, (float)events.AmountOf(part.Value), part.Amount))],
            explanation.ByControl);

    private Counterfactual InAmounts(Counterfactual found) => _options.Events is { } events && found.Rating is RatedItem rated
        ? new Counterfactual(found.Item, found.Now, found.Then) { Rating = rated with { Value = (float)events.AmountOf(rated.Value) } }
        : found;

    /// <summary>An event on its way.</summary>
    /// <param name="Rating">The item, the amount as a value, and the time.</param>
    /// <param name="IsSet">Whether it takes the place of all earlier ones; otherwise it is added to them.</param>
    /// <param name="Parameter">The parameter of the amount.</param>
    private sealed record EventChange(Rating Rating, bool IsSet, string Parameter)
    {
        /// <summary>The total with the event, and the latest time.</summary>
        public Rating TotalAfter(RatedItem? kept, int user)
        {
            if (IsSet || kept is not RatedItem before)
            {
                return Rating with { User = user };
            }

            int total = EventOptions.UnitsOf(before.Value) + EventOptions.UnitsOf(Rating.Value);
            ThrowIfBeyond(total, Parameter);
            return Rating with { User = user, Value = EventOptions.ValueOf(total), Timestamp = Later(before.Timestamp, Rating.Timestamp) };
        }

        // 0 is no time. Times before 1970 are below it.
        private static long Later(long one, long other) => one == 0 || other == 0 ? one + other : Math.Max(one, other);
    }
}
