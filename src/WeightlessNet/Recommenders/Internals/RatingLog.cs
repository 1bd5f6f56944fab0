using System.Diagnostics.CodeAnalysis;

namespace WeightlessNet.Recommenders.Internals;

/// <summary>
/// What every user has rated, each user's entries sorted by item: the state at rest, the same whatever order the ratings came in.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class RatingLog
{
    private UserEntries[] _users = [];

    /// <summary>One more than the highest user id that has been seen.</summary>
    public int UserCount { get; private set; }

    /// <summary>How many ratings are held.</summary>
    public int RatingCount { get; private set; }

    /// <summary>A user's entries, sorted by item; empty for an unknown user. Valid until the next change.</summary>
    public ReadOnlySpan<RatedItem> OfUser(int user) =>
        (uint)user < (uint)UserCount ? _users[user].Span : default;

    /// <summary>The position of an item among a user's entries, or the complement of where it would be.</summary>
    public int IndexOf(int user, int item) =>
        (uint)user < (uint)UserCount ? _users[user].IndexOf(item) : ~0;

    /// <summary>Adds a rating, or replaces the user's earlier rating of that item.</summary>
    /// <param name="rating">A valid rating.</param>
    /// <param name="replaced">The earlier rating, where there was one.</param>
    /// <returns>Whether there was an earlier rating.</returns>
    public bool Set(in Rating rating, out RatedItem replaced)
    {
        EnsureUser(rating.User);
        ref UserEntries entries = ref _users[rating.User];
        RatedItem entry = new(rating.Item, rating.Value, rating.Timestamp);
        int index = entries.IndexOf(rating.Item);
        if (index >= 0)
        {
            replaced = entries.Items![index];
            entries.Items[index] = entry;
            return true;
        }

        entries.Insert(~index, entry);
        RatingCount++;
        replaced = default;
        return false;
    }

    /// <summary>Removes a user's rating of an item.</summary>
    /// <returns>Whether there was one; otherwise nothing has changed.</returns>
    public bool Remove(int user, int item, out RatedItem removed)
    {
        int index = IndexOf(user, item);
        if (index < 0)
        {
            removed = default;
            return false;
        }

        ref UserEntries entries = ref _users[user];
        removed = entries.Items![index];
        entries.RemoveAt(index);
        RatingCount--;
        return true;
    }

    /// <summary>All ratings, by user and then by item.</summary>
    public Rating[] ToArray()
    {
        Rating[] ratings = new Rating[RatingCount];
        int count = 0;
        for (int user = 0; user < UserCount; user++)
        {
            foreach (RatedItem rated in OfUser(user))
            {
                ratings[count++] = new Rating(user, rated.Item, rated.Value, rated.Timestamp);
            }
        }

        return ratings;
    }

    private void EnsureUser(int user)
    {
        if (user < UserCount)
        {
            return;
        }

        if (user >= RecommenderArguments.UserBound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(user),
                user,
                $"A user's id is below {RecommenderArguments.UserBound}: map application keys to dense ids.");
        }

        if (user >= _users.Length)
        {
            Array.Resize(ref _users, Math.Max(user + 1, Math.Min(_users.Length * 2, RecommenderArguments.UserBound)));
        }

        UserCount = user + 1;
    }

    private struct UserEntries
    {
        public RatedItem[]? Items;
        private int _count;

        public readonly ReadOnlySpan<RatedItem> Span => Items.AsSpan(0, _count);

        [MemberNotNullWhen(true, nameof(Items))]
        private readonly bool HasRoom => Items is not null && _count < Items.Length;

        public readonly int IndexOf(int item)
        {
            int low = 0;
            int high = _count - 1;
            while (low <= high)
            {
                int middle = (int)((uint)(low + high) >> 1);
                int found = Items![middle].Item;
                if (found == item)
                {
                    return middle;
                }

                if (found < item)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return ~low;
        }

        public void Insert(int index, RatedItem entry)
        {
            if (!HasRoom)
            {
                Array.Resize(ref Items, Math.Max(4, _count * 2));
            }

            Array.Copy(Items, index, Items, index + 1, _count - index);
            Items[index] = entry;
            _count++;
        }

        public void RemoveAt(int index)
        {
            _count--;
            Array.Copy(Items!, index + 1, Items!, index, _count - index);
            Items![_count] = default;
        }
    }
}
