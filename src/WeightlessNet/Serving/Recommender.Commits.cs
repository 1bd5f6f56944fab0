using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Serving;

/// <content>How changes get into the log, before they are applied.</content>
public sealed partial class Recommender<TUser, TItem>
{
    private const int ItemsAtOnce = 10_000;

    private async ValueTask StoreLearnedAsync(TUser user, Rating rating, CancellationToken cancellationToken)
    {
        Task stored = await AppendLearnedAsync(
            user, id => Change.Learn(rating with { User = id }), null, cancellationToken).ConfigureAwait(false);
        await CountLearnedAsync(stored).ConfigureAwait(false);
    }

    // Ends when the change has its place in the log; the task that it returns ends when the change is stored and counts.
    private async ValueTask<Task> AppendLearnedAsync(
        TUser user, Func<int, Change> learned, Func<Change, Change>? complete, CancellationToken cancellationToken)
    {
        ChangeStripe stripe = StripeOf(user);
        bool isWaiting = false;
        try
        {
            StoredChanges? stored;
            Task? reopened;
            using (await _store!.WaitForRoomAsync(cancellationToken).ConfigureAwait(false))
            {
                stored = TryAppend(stripe, user, learned, complete, ref isWaiting, out reopened);
            }

            // Others need not wait for the end of forgetting this user.
            while (stored is null)
            {
                await reopened!.WaitAsync(cancellationToken).ConfigureAwait(false);
                stored = TryAppend(stripe, user, learned, complete, ref isWaiting, out reopened);
            }

            return stored.Task;
        }
        finally
        {
            if (isWaiting)
            {
                stripe.GiveUp();
            }
        }
    }

    private async ValueTask CountLearnedAsync(Task stored)
    {
        await stored.ConfigureAwait(false);
        _meter.Learned(1);
    }

    // Appends a user's change, with the key if it is not stored yet; null if the user is being forgotten.
    private StoredChanges? TryAppend(
        ChangeStripe stripe,
        TUser user,
        Func<int, Change> change,
        Func<Change, Change>? complete,
        ref bool isWaiting,
        out Task? reopened)
    {
        lock (stripe.Lock)
        {
            reopened = stripe.TryBegin(ref isWaiting);
            if (reopened is not null)
            {
                return null;
            }

            try
            {
                Action end = complete is null ? stripe.End : () =>
                {
                    // All of a batch are written before the first of it ends.
                    _written.Clear();
                    stripe.End();
                };
                StoredChanges stored = new(WithKey(user, change), Apply, end, complete);
                _store!.Append(stored);
                return stored;
            }
            catch
            {
                stripe.End();
                throw;
            }
        }
    }

    private Change[] WithKey(TUser user, Func<int, Change> change)
    {
        int id = _users.GetOrReserve(user, out bool isReserved);
        return isReserved ? [Change.OfUser(id, _users.TextOf(user)), change(id)] : [change(id)];
    }

    // A change of a user, while the stripe is closed.
    private ValueTask CommitForUserAsync(TUser user, Func<int, Change> change) => CommitAsync(WithKey(user, change), Apply);

    // Stores changes together, and applies them in their order.
    private async ValueTask CommitAsync(Change[] changes, Action<Change> apply)
    {
        if (_store is null)
        {
            Array.ForEach(changes, apply);
            return;
        }

        StoredChanges stored = new(changes, apply);
        _store.Append(stored);
        await stored.Task.ConfigureAwait(false);
    }

    // Items are added in the order of the log, so that a checkpoint has all that are in the log before it.
    private async ValueTask StoreAdditionsAsync(ItemAdditions<TItem> additions)
    {
        foreach (int[] ids in Enumerable.Range(additions.First, additions.Count).Chunk(ItemsAtOnce))
        {
            Change[] changes = Array.ConvertAll(ids, id => Change.OfItem(id, _items.TextOf(additions[id].Item)));
            await CommitAsync(changes, change => TakeAdded(additions, change.Rating.Item)).ConfigureAwait(false);
        }
    }
}
