using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Learning and forgetting.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>Learns one rating. It replaces an earlier rating of the same item by the same user.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; only its key counts. One that was removed since may be rated too.</param>
    /// <param name="rating">The rating, on the <see cref="Scale"/>.</param>
    /// <param name="time">The time of the rating, to the second; null if unknown. The first second of 1970 counts as unknown.</param>
    /// <param name="cancellationToken">Cancels the wait for other changes. A rating that is being stored is not canceled.</param>
    /// <returns>A task that ends when the rating is stored and counts. In memory it has ended when the call returns.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added. Nothing is learned.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not on the scale. Nothing is learned.</exception>
    /// <exception cref="InvalidOperationException">The user is new and all 2^26 ids are used. Nothing is learned.</exception>
    /// <exception cref="IOException">The rating cannot be stored. Nothing is learned.</exception>
    /// <exception cref="OperationCanceledException">
    /// The call was canceled before it began, or while it waited. Nothing is learned.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public ValueTask LearnAsync(
        TUser user, TItem item, float rating, DateTimeOffset? time = null, CancellationToken cancellationToken = default)
    {
        Rating learned = Checked(user, item, rating, time);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (_store is not null)
        {
            return StoreLearnedAsync(user, learned, cancellationToken);
        }

        return LearnInMemory(user, learned, null, out Task? reopened)
            ? ValueTask.CompletedTask
            : LearnInMemoryAsync(user, learned, null, reopened!, cancellationToken);
    }

    // The rating without the user's id.
    private Rating Checked(TUser user, TItem item, float rating, DateTimeOffset? time)
    {
        ThrowIfDisposed();
        ThrowIfEvents(nameof(LearnAsync));
        ArgumentNullException.ThrowIfNull(user);
        int itemId = KnownItem(item);
        return Scale.Contains(rating)
            ? new Rating(0, itemId, rating, time?.ToUnixTimeSeconds() ?? 0)
            : throw new ArgumentOutOfRangeException(
                nameof(rating), rating, $"A rating must be {Scale.Minimum} to {Scale.Maximum}. Set another scale in the options.");
    }

    // Whether it is learned; otherwise a user is being forgotten: try again when the task has ended.
    private bool LearnInMemory(TUser user, in Rating rating, EventChange? added, out Task? reopened)
    {
        int hash = _users.HashOf(user);
        ChangeStripe stripe = StripeOfHash(hash);
        lock (stripe.Lock)
        {
            reopened = stripe.Reopened;
            if (reopened is not null)
            {
                return false;
            }

            // The total first: if it is beyond the greatest one, the user stays unknown.
            Rating learned = added is null ? rating : TotalAfter(added, _users.Find(user));
            ChangeKind kind = added is null ? ChangeKind.Learn : ChangeKind.Event;
            ApplyRating(stripe, Change.Of(kind, learned with { User = _users.GetOrAdd(user, hash) }));
        }

        _meter.Learned(1);
        return true;
    }

    private async ValueTask LearnInMemoryAsync(
        TUser user, Rating rating, EventChange? added, Task reopened, CancellationToken cancellationToken)
    {
        do
        {
            await reopened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!LearnInMemory(user, rating, added, out reopened!));
    }

    /// <summary>Learns ratings in their order, with few writes.</summary>
    /// <param name="ratings">The ratings. Where a user rates an item more than once, the last rating counts.</param>
    /// <param name="cancellationToken">Cancels between two ratings; those before stay learned.</param>
    /// <returns>The number of ratings, when all are stored and count.</returns>
    /// <remarks>If a rating is not valid, those before it stay learned, and it and those after it are not learned.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid. The message has its position, from 0; the inner exception is that of one rating.
    /// </exception>
    /// <exception cref="IOException">A rating cannot be stored; some of the ratings may be learned.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public Task<long> LearnAsync(IEnumerable<UserRating<TUser, TItem>> ratings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        return LearnAsync(ratings.ToAsyncEnumerable(), cancellationToken);
    }

    /// <summary>Learns a stream of ratings in their order, with few writes.</summary>
    /// <inheritdoc cref="LearnAsync(IEnumerable{UserRating{TUser, TItem}}, CancellationToken)"/>
    public async Task<long> LearnAsync(IAsyncEnumerable<UserRating<TUser, TItem>> ratings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        return await ChangeAllAsync(ratings, nameof(ratings), one => BeginLearningAsync(one, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Forgets a user's rating of an item.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">The item; may be unknown.</param>
    /// <returns>How many ratings were forgotten, 0 or 1, and when they are gone from the disk: at the next checkpoint.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is forgotten.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async ValueTask<Forgotten> ForgetAsync(TUser user, TItem item)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        int itemId = _items.Find(item);
        if (itemId < 0)
        {
            return new Forgotten(0, Task.CompletedTask);
        }

        return await ForgetAsync(user, id => Change.Forget(id, itemId), isErasedSoon: false).ConfigureAwait(false);
    }

    /// <summary>
    /// Forgets a user: all ratings, all controls, the description and the key. If the same key rates again, it is a new user for the
    /// recommender.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <returns>
    /// How many ratings were forgotten, and when everything of the user is gone from the disk: a checkpoint for it begins at once.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is forgotten.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async ValueTask<Forgotten> ForgetUserAsync(TUser user)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        return await ForgetAsync(user, id => Change.Of(ChangeKind.ForgetUser, id), isErasedSoon: true).ConfigureAwait(false);
    }

    // A user is forgotten alone: a change that was begun before with the user's id has ended, and one that begins later sees no such user.
    private async ValueTask<Forgotten> ForgetAsync(TUser user, Func<int, Change> change, bool isErasedSoon)
    {
        ChangeStripe stripe = StripeOf(user);
        await stripe.CloseAsync().ConfigureAwait(false);
        try
        {
            int id = _users.Find(user);
            if (id < 0)
            {
                // The user may have been forgotten just before.
                return new Forgotten(0, isErasedSoon ? _erasures.Hasten() : _erasures.Pending);
            }

            int before = RatingCountOf(id);
            await CommitAsync([change(id)], Apply).ConfigureAwait(false);
            int ratings = before - RatingCountOf(id);
            _meter.Forgot(ratings, users: isErasedSoon ? 1 : 0);
            return new Forgotten(ratings, _store is null ? Task.CompletedTask : _erasures.Join(isErasedSoon));
        }
        finally
        {
            stripe.Reopen();
        }
    }

    private int RatingCountOf(int user) => _models?.Pair.Ratings.Export(user).Ratings.Length ?? 0;

    // The next rating begins when this one has its place in the log.
    private async ValueTask<ValueTask> BeginLearningAsync(UserRating<TUser, TItem> rating, CancellationToken cancellationToken)
    {
        Rating learned = Checked(rating.User, rating.Item, rating.Value, rating.Time);
        if (_store is not null)
        {
            Task stored = await AppendLearnedAsync(
                rating.User, id => Change.Learn(learned with { User = id }), null, cancellationToken).ConfigureAwait(false);
            return CountLearnedAsync(stored);
        }

        if (!LearnInMemory(rating.User, learned, null, out Task? reopened))
        {
            await LearnInMemoryAsync(rating.User, learned, null, reopened!, cancellationToken).ConfigureAwait(false);
        }

        return ValueTask.CompletedTask;
    }

    // Applies a change of ratings with the stripe's lock held.
    private void ApplyRating(ChangeStripe stripe, in Change change)
    {
        if (_models is not { } models)
        {
            // Without items a user has a description at most.
            return;
        }

        stripe.ChangeCount += SaysNothingNew(models.Pair, change) ? 0 : 1;
        ApplyTo(models.Pair, change);
        stripe.Kept?.Add(change);
    }

    // Whether a training has nothing to learn from the change of a total. Otherwise every further play would count.
    private bool SaysNothingNew(RatingsAndLists pair, in Change change) =>
        change.Kind is ChangeKind.Event or ChangeKind.ForgetEvent
        && SizeOf(pair.Lists.RatingOf(change.Rating.User, change.Rating.Item)?.Value ?? 0) == SizeOf(change.Rating.Value);

    // The side of 0, and where amounts count the power of 2 below it.
    private int SizeOf(float total) => total == 0 || _options.Events?.Weights != LikeWeights.ByAmount
        ? Math.Sign(total)
        : Math.Sign(total) * (Math.ILogB(total) - Math.ILogB(EventOptions.ValueOf(1)) + 1);

    private static void ApplyTo(RatingsAndLists pair, in Change change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Learn:
                pair.Learn(change.Rating);
                break;
            case ChangeKind.Event when change.Rating.Value != 0:
                pair.Learn(change.Rating);
                break;
            case ChangeKind.ForgetEvent when change.Rating.Value != 0:
                pair.Replace(change.Rating);
                break;
            case ChangeKind.Forget or ChangeKind.Event or ChangeKind.ForgetEvent:
                pair.Forget(change.Rating.User, change.Rating.Item);
                break;
            case ChangeKind.ForgetUser:
                pair.ForgetUser(change.Rating.User);
                break;
            case ChangeKind.ForgetRatings:
                pair.ForgetRatings(change.Rating.User);
                break;
            case ChangeKind.Description:
                pair.Users?.Describe(change.Rating.User, UserDescription.Read(change.Bytes));
                break;
        }
    }
}
