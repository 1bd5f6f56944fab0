namespace WeightlessNet.Recommenders.Ratings.Internals;

internal sealed partial class RatingLog
{
    /// <summary>Makes room for the ratings of a user who has none yet, so that setting these takes no more memory.</summary>
    /// <param name="user">The user.</param>
    /// <param name="count">How many ratings will be set, 1 or more.</param>
    public void Reserve(int user, int count)
    {
        EnsureUser(user);
        Own(user);
        EntriesOf(user).Reserve(count);
    }

    /// <summary>Adds all ratings of a user who has none yet.</summary>
    /// <param name="user">The user.</param>
    /// <param name="rated">Valid ratings, one or more, in the order of their items, each of another item.</param>
    public void AddAll(int user, ReadOnlySpan<RatedItem> rated)
    {
        EnsureUser(user);
        Own(user);
        EntriesOf(user).AddAll(rated, _packing);
        RatingCount += rated.Length;
    }

    /// <summary>
    /// The ratings that fulfill a condition. The logs share the entries of users who keep all, so neither may change afterwards.
    /// </summary>
    /// <param name="isKept">Whether to keep the rating of an item by a user.</param>
    public RatingLog Where(Func<int, int, bool> isKept)
    {
        RatingLog kept = new(_packing);
        for (int user = 0; user < UserCount; user++)
        {
            UserRatings own = OfUser(user);
            int count = 0;
            for (int entry = 0; entry < own.Length; entry++)
            {
                count += isKept(user, own.ItemAt(entry)) ? 1 : 0;
            }

            if (count == 0)
            {
                continue;
            }

            kept.EnsureUser(user);
            if (count == own.Length)
            {
                kept.EntriesOf(user) = EntriesOf(user);
                kept.RatingCount += count;
                continue;
            }

            kept.EntriesOf(user).Reserve(count);
            foreach (RatedItem rated in own)
            {
                if (isKept(user, rated.Item))
                {
                    kept.Set(new Rating(user, rated.Item, rated.Value, rated.Timestamp), out _);
                }
            }
        }

        return kept;
    }

    /// <summary>The same ratings by item: the item of an entry is the user. Without spare room.</summary>
    public RatingLog Transposed()
    {
        RatingLog byItem = new(_packing);
        int[] counts = CountByItem();
        for (int item = 0; item < counts.Length; item++)
        {
            if (counts[item] > 0)
            {
                byItem.Reserve(item, counts[item]);
            }
        }

        for (int user = 0; user < UserCount; user++)
        {
            foreach (RatedItem rated in OfUser(user))
            {
                byItem.Set(new Rating(rated.Item, user, rated.Value, rated.Timestamp), out _);
            }
        }

        return byItem;
    }

    /// <summary>The items that have ratings, rising.</summary>
    public int[] RatedItems()
    {
        int[] counts = CountByItem();
        return [.. Enumerable.Range(0, counts.Length).Where(item => counts[item] > 0)];
    }

    /// <summary>The number of ratings of each item, up to the last one that has any or further.</summary>
    public int[] CountByItem()
    {
        int[] counts = [];
        for (int user = 0; user < UserCount; user++)
        {
            UserRatings own = OfUser(user);
            for (int entry = 0; entry < own.Length; entry++)
            {
                int item = own.ItemAt(entry);
                if (item >= counts.Length)
                {
                    Array.Resize(ref counts, Math.Max(item + 1, 2 * counts.Length));
                }

                counts[item]++;
            }
        }

        return counts;
    }

    private partial struct UserEntries
    {
        /// <summary>Makes room for packed entries where there are none yet.</summary>
        public void Reserve(int count) => _packed ??= _loose is null ? new ulong[count] : null;

        /// <summary>Adds entries where there are none yet.</summary>
        public void AddAll(ReadOnlySpan<RatedItem> rated, PackedRatings packing)
        {
            var packed = new ulong[rated.Length];
            int unpackable = 0;
            for (int i = 0; i < packed.Length; i++)
            {
                unpackable += packing.TryPack(rated[i], out packed[i]) ? 0 : 1;
            }

            (_packed, _count, _unpackable) = (packed, rated.Length, unpackable);
            if (unpackable > 0)
            {
                packed.AsSpan().Clear();
                (_packed, _loose) = (null, rated.ToArray());
            }
        }
    }

    /// <summary>The ratings of the first items. If these are all ratings, it is this log; otherwise see <see cref="Where"/>.</summary>
    public RatingLog OfItemsBelow(int itemCount)
    {
        for (int user = 0; user < UserCount; user++)
        {
            UserRatings own = OfUser(user);
            if (!own.IsEmpty && own.ItemAt(own.Length - 1) >= itemCount)
            {
                return Where((_, item) => item < itemCount);
            }
        }

        return this;
    }
}
