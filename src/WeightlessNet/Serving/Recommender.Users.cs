using System.Collections.Concurrent;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <content>What an application says about its users.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // By id, as the application said it. It is there without models too, and is what these are made from.
    private readonly ConcurrentDictionary<int, UserDescription> _descriptions = [];
    private long _descriptionChanges;
    private long _descriptionChangesThen;
    private int _describedThen;

    /// <summary>
    /// Says what is known of a user, such as an age and a country: the fields of <see cref="RecommenderOptions{TUser}.Users"/>. It replaces
    /// all that was said before. From the next training on it counts in answers, for a user who has rated nothing too.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="values">
    /// The values, at most one for each field. Leave out fields that are unknown. Without values the description is forgotten.
    /// </param>
    /// <returns>
    /// A task that ends when the description is stored. What it replaced is gone from the disk at the next checkpoint.
    /// </returns>
    /// <remarks>
    /// Words are compared exactly, letter by letter. A word that no user had at the last training tells nothing until the next one.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> or <paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no such field, it takes values of the other type, or there are two values for it. Nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="RecommenderOptions{TUser}.Users"/> is null, or the user is new and all 2^26 ids are used. Nothing is changed.
    /// </exception>
    /// <exception cref="IOException">The description cannot be stored. Nothing is changed.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public Task DescribeUserAsync(TUser user, params IEnumerable<UserValue> values)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(values);
        UserSchema schema = _options.Users ?? throw new InvalidOperationException(
            $"This recommender does not know fields of users. Set the option {nameof(RecommenderOptions<>.Users)}, such as "
            + $"new {nameof(UserSchema)}().{nameof(UserSchema.Word)}(\"country\").");
        return DescribeAsync(user, schema.DescriptionOf(values, nameof(values)));
    }

    /// <summary>What is known of a user: the last <see cref="DescribeUserAsync"/>, in the order of the fields' names.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <returns>The values, also those of fields that the schema of users does not have any longer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public IReadOnlyList<UserValue> DescriptionOf(TUser user) => [.. DescriptionOf(IdOf(user)).Values];

    private UserDescription DescriptionOf(int id) => _descriptions.GetValueOrDefault(id, UserDescription.Empty);

    private async Task DescribeAsync(TUser user, UserDescription description)
    {
        if (description.IsEmpty)
        {
            await ForgetDescriptionAsync(user).ConfigureAwait(false);
            return;
        }

        byte[] bytes = description.Write();
        if (_store is not null)
        {
            Task stored = await AppendLearnedAsync(
                user, id => Change.OfDescription(id, bytes), null, CancellationToken.None).ConfigureAwait(false);
            await stored.ConfigureAwait(false);
            return;
        }

        while (TryDescribe(user, bytes) is { } reopened)
        {
            await reopened.ConfigureAwait(false);
        }
    }

    // Alone, so that nobody becomes known by it.
    private async Task ForgetDescriptionAsync(TUser user)
    {
        ChangeStripe stripe = StripeOf(user);
        await stripe.CloseAsync().ConfigureAwait(false);
        try
        {
            int known = IdOf(user);
            if (!DescriptionOf(known).IsEmpty)
            {
                await CommitAsync([Change.OfDescription(known, [])], Apply).ConfigureAwait(false);
                _ = _store is null ? Task.CompletedTask : _erasures.Join(isDue: false);
            }
        }
        finally
        {
            stripe.Reopen();
        }
    }

    // In memory. Null if it is done; otherwise a user is being forgotten: try again when the task has ended.
    private Task? TryDescribe(TUser user, byte[] description)
    {
        int hash = _users.HashOf(user);
        ChangeStripe stripe = StripeOfHash(hash);
        lock (stripe.Lock)
        {
            if (stripe.Reopened is { } reopened)
            {
                return reopened;
            }

            TakeDescription(stripe, Change.OfDescription(_users.GetOrAdd(user, hash), description));
            return null;
        }
    }

    // With the stripe's lock held.
    private void TakeDescription(ChangeStripe stripe, in Change change)
    {
        int user = change.Rating.User;
        UserDescription before = DescriptionOf(user);
        var after = UserDescription.Read(change.Bytes);
        if (after.IsEmpty)
        {
            _descriptions.TryRemove(user, out _);
        }
        else
        {
            _descriptions[user] = after;
        }

        if (!after.Equals(before))
        {
            Interlocked.Increment(ref _descriptionChanges);
        }

        _models?.Pair.Users?.Describe(user, after);
        stripe.Kept?.Add(change);
    }

    // Lets new models, which answer already, know what is known of users, and no more than that: some users may have been forgotten since
    // the models were made.
    private void DescribeAllIn(ServedModels<TItem> models)
    {
        if (models.Pair.Users is not { } users)
        {
            return;
        }

        IEnumerable<int> known = Enumerable.Range(0, users.UserIdBound).Where(users.Knows);
        foreach (int user in _descriptions.Keys.Union(known))
        {
            ChangeStripe stripe = StripeOfId(user);
            lock (stripe.Lock)
            {
                users.Describe(user, DescriptionOf(user));
            }
        }
    }

    private ChangeStripe StripeOfId(int user) => _users.TryGetKey(user, out TUser key) ? StripeOf(key) : _stripes[0];

    // Number of described users, compact; for each, in the order of ids: number of ids between it and the one before, compact; number of
    // bytes, compact, and the description.
    private void WriteDescriptions(SnapshotWriter writer)
    {
        int[] users = [.. _descriptions.Keys.Order()];

        // Some may have been forgotten since; then there are no bytes.
        byte[][] stored = Array.ConvertAll(users, user => DescriptionOf(user).Write());
        writer.WriteCompact((ulong)stored.Count(static bytes => bytes.Length > 0));
        int next = 0;
        for (int i = 0; i < users.Length; i++)
        {
            if (stored[i].Length > 0)
            {
                writer.WriteCompact((ulong)(users[i] - next));
                next = users[i] + 1;
                WriteBytes(writer, stored[i]);
            }
        }
    }

    private void ReadDescriptions(SnapshotReader reader)
    {
        long next = 0;
        _ = reader.ReadArray(reader.ReadCompact(RecommenderArguments.UserBound), reader =>
        {
            long user = next + reader.ReadCompact(RecommenderArguments.UserBound);
            next = user + 1;
            if (user >= RecommenderArguments.UserBound)
            {
                throw reader.Invalid($"a user's id must be below {RecommenderArguments.UserBound}, not {user}");
            }

            _descriptions[(int)user] = UserDescription.Read(reader);
            return true;
        });
    }
}
