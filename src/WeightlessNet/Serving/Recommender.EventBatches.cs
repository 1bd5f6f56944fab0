using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Many events at once.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>Adds many events, with few writes. It is as if <see cref="AddEventAsync"/> was called for each.</summary>
    /// <param name="events">The events, in any order: their amounts add up.</param>
    /// <param name="cancellationToken">Cancels between two events; those before stay added.</param>
    /// <returns>The number of events, when all are stored and count.</returns>
    /// <remarks>
    /// If an event is not valid, those before it stay added, and it and those after it are not. If a total would be too great, that event is
    /// not added, and some of those after it may be. After a failure compare <see cref="EventsOf"/> before you add any of them again.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="events"/> or a key is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="AddEventAsync"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="RecommenderOptions{TUser}.Events"/> is null, or a user is new and all 2^26 ids are used.
    /// </exception>
    /// <exception cref="IOException">An event cannot be stored; some of the events may be added.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled; some of the events may be added.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async Task<long> AddEventsAsync(IEnumerable<UserEvent<TUser, TItem>> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        _ = Events();
        PendingChanges pending = new();
        try
        {
            foreach (UserEvent<TUser, TItem> one in events)
            {
                await AddOneAsync(pending, one, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // Nothing is under way when the exception is thrown.
            await pending.EndAsync().ConfigureAwait(false);
            throw;
        }

        return await pending.CompleteAsync().ConfigureAwait(false);
    }

    private async ValueTask AddOneAsync(PendingChanges pending, UserEvent<TUser, TItem> one, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_store is null)
        {
            await AddEventAsync(one.User, one.Item, one.Amount, one.Time, cancellationToken).ConfigureAwait(false);
            await pending.AddAsync(ValueTask.CompletedTask).ConfigureAwait(false);
            return;
        }

        // The next event begins when this one has its place in the log, so that a canceled call leaves out none before it.
        decimal amount = one.Amount;
        EventChange change = CheckedEvent(one.User, one.Item, amount, isSet: false, one.Time, nameof(amount));
        Task stored = await AppendEventAsync(one.User, change, cancellationToken).ConfigureAwait(false);
        await pending.AddAsync(new ValueTask(stored)).ConfigureAwait(false);
    }
}
