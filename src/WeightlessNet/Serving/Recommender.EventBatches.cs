namespace WeightlessNet.Serving;

/// <content>Many events at once.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>Adds many events, with few writes. It is as if <see cref="AddEventAsync"/> was called for each.</summary>
    /// <param name="events">The events, in any order: their amounts add up.</param>
    /// <param name="cancellationToken">Cancels between two events; those before stay added.</param>
    /// <returns>The number of events, when all are stored and count.</returns>
    /// <remarks>
    /// If an event is not valid, those before it stay added, and it and those after it are not. If a total would be too great, that event
    /// is not added, and some of those after it may be. After any other failure compare <see cref="EventsOf"/> before you add any of them
    /// again. For an import that can be repeated, pass totals to
    /// <see cref="SetEventsAsync(IEnumerable{UserEvent{TUser, TItem}}, CancellationToken)"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="events"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// An event is not valid, or a total would be too great. The message has the position of the event, from 0; the inner exception is that
    /// of <see cref="AddEventAsync"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="RecommenderOptions{TUser}.Events"/> is null, or a user is new and all 2^26 ids are used.
    /// </exception>
    /// <exception cref="IOException">An event cannot be stored; some of the events may be added.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled; some of the events may be added.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public Task<long> AddEventsAsync(IEnumerable<UserEvent<TUser, TItem>> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return LearnEventsAsync(events.ToAsyncEnumerable(), isSet: false, nameof(events), cancellationToken);
    }

    /// <summary>Adds a stream of events, with few writes.</summary>
    /// <inheritdoc cref="AddEventsAsync(IEnumerable{UserEvent{TUser, TItem}}, CancellationToken)"/>
    public Task<long> AddEventsAsync(IAsyncEnumerable<UserEvent<TUser, TItem>> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return LearnEventsAsync(events, isSet: false, nameof(events), cancellationToken);
    }

    /// <summary>
    /// Sets many totals, with few writes. It is as if
    /// <see cref="SetEventsAsync(TUser, TItem, decimal, DateTimeOffset?, CancellationToken)"/> was called for each, so a call that failed,
    /// or whose process was killed, may be repeated as a whole.
    /// </summary>
    /// <param name="totals">The totals. Where a user and an item come more than once, the last total counts.</param>
    /// <param name="cancellationToken">Cancels between two totals; those before stay set.</param>
    /// <returns>The number of totals, when all are stored and count.</returns>
    /// <remarks>If a total is not valid, those before it stay set, and it and those after it are not.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="totals"/> is null.</exception>
    /// <exception cref="ArgumentException">A total is not valid. The message has its position, from 0.</exception>
    /// <inheritdoc cref="AddEventsAsync(IEnumerable{UserEvent{TUser, TItem}}, CancellationToken)"/>
    public Task<long> SetEventsAsync(IEnumerable<UserEvent<TUser, TItem>> totals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return LearnEventsAsync(totals.ToAsyncEnumerable(), isSet: true, nameof(totals), cancellationToken);
    }

    /// <summary>Sets a stream of totals, with few writes.</summary>
    /// <inheritdoc cref="SetEventsAsync(IEnumerable{UserEvent{TUser, TItem}}, CancellationToken)"/>
    public Task<long> SetEventsAsync(IAsyncEnumerable<UserEvent<TUser, TItem>> totals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return LearnEventsAsync(totals, isSet: true, nameof(totals), cancellationToken);
    }

    private async Task<long> LearnEventsAsync(
        IAsyncEnumerable<UserEvent<TUser, TItem>> events, bool isSet, string parameter, CancellationToken cancellationToken)
    {
        _ = Events();
        return await ChangeAllAsync(events, parameter, one => BeginEventAsync(one, isSet, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    // The next event begins when this one has its place in the log, so that a canceled call leaves out none before it.
    private async ValueTask<ValueTask> BeginEventAsync(UserEvent<TUser, TItem> one, bool isSet, CancellationToken cancellationToken)
    {
        decimal amount = one.Amount;
        EventChange change = CheckedEvent(one.User, one.Item, amount, isSet, one.Time, nameof(amount));
        if (_store is not null)
        {
            return new ValueTask(await AppendEventAsync(one.User, change, cancellationToken).ConfigureAwait(false));
        }

        if (!LearnInMemory(one.User, change.Rating, change, out Task? reopened))
        {
            await LearnInMemoryAsync(one.User, change.Rating, change, reopened!, cancellationToken).ConfigureAwait(false);
        }

        return ValueTask.CompletedTask;
    }
}
