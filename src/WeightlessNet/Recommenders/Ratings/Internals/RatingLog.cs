namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// What every user has rated, each user's entries sorted by item. The state does not depend on the order in which the ratings came.
/// </summary>
/// <remarks>
/// A user's entries take 8 bytes each, or 16 where one of them has a value between two levels, or a time before 1970 or after 2105.
/// Users are kept in pages, so that a high id takes one page and not memory for all ids below it. Not safe for concurrent use; its owner
/// locks.
/// </remarks>
internal sealed partial class RatingLog
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private readonly PackedRatings _packing;
    private UserEntries[]?[] _pages = [];

    /// <summary>Creates a log without entries.</summary>
    /// <param name="scale">The scale of the ratings.</param>
    public RatingLog(RatingScale scale)
        : this(new PackedRatings(scale))
    {
    }

    /// <summary>Creates a log without entries.</summary>
    /// <param name="packing">How entries are packed, which several logs may share.</param>
    public RatingLog(PackedRatings packing) => _packing = packing;

    /// <summary>One more than the highest id of a user who has rated.</summary>
    public int UserCount { get; private set; }

    /// <summary>How many ratings are held.</summary>
    public int RatingCount { get; private set; }

    /// <summary>A user's entries, sorted by item; empty for an unknown user. Valid until the next change.</summary>
    public UserRatings OfUser(int user)
    {
        UserEntries[] page = PageOf(user);
        int at = user & (PageSize - 1);
        return at < page.Length ? page[at].View(_packing) : default;
    }

    /// <summary>The position of an item among a user's entries, or the complement of where it would be.</summary>
    public int IndexOf(int user, int item)
    {
        UserEntries[] page = PageOf(user);
        int at = user & (PageSize - 1);
        return at < page.Length ? page[at].IndexOf(item, _packing) : ~0;
    }

    /// <summary>Adds a rating, or replaces the user's earlier rating of that item.</summary>
    /// <param name="rating">A valid rating.</param>
    /// <param name="replaced">The earlier rating, where there was one.</param>
    /// <returns>Whether there was an earlier rating.</returns>
    public bool Set(in Rating rating, out RatedItem replaced)
    {
        EnsureUser(rating.User);
        Own(rating.User);
        if (EntriesOf(rating.User).Set(new RatedItem(rating.Item, rating.Value, rating.Timestamp), _packing, out replaced))
        {
            return true;
        }

        RatingCount++;
        return false;
    }

    /// <summary>
    /// Removes the user's oldest rating but one, of equally old ones that of the lowest item, if the user has more ratings than allowed.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="maximum">The number of ratings that a user may have, 1 or more.</param>
    /// <param name="kept">The item of the rating that stays however old it is: the one just added.</param>
    /// <param name="removed">The removed rating, if there was one too many.</param>
    /// <returns>Whether a rating was removed.</returns>
    public bool RemoveBeyond(int user, int maximum, int kept, out RatedItem removed)
    {
        removed = default;
        return OfUser(user) is { Length: int held } own && held > maximum && Remove(user, own.OldestItemExcept(kept), out removed);
    }

    /// <summary>Removes a user's rating of an item. Nothing stays in memory of a user who has no other.</summary>
    /// <returns>Whether there was one; otherwise nothing has changed.</returns>
    public bool Remove(int user, int item, out RatedItem removed)
    {
        int index = IndexOf(user, item);
        if (index < 0)
        {
            removed = default;
            return false;
        }

        Own(user);
        removed = EntriesOf(user).RemoveAt(index, _packing);
        RatingCount--;
        DropIfEmpty(user);
        return true;
    }

    /// <summary>Adds a rating, or replaces the user's earlier rating of that item, and has both counted.</summary>
    public void Set(in Rating rating, IRatingObserver observer)
    {
        if (Set(rating, out RatedItem replaced))
        {
            observer.Count(rating.User, replaced, -1);
        }

        observer.Count(rating.User, new RatedItem(rating.Item, rating.Value, rating.Timestamp), 1);
    }

    /// <summary>Removes a user's rating of an item and has it counted.</summary>
    /// <returns>Whether there was one; otherwise nothing has changed.</returns>
    public bool Remove(int user, int item, IRatingObserver observer)
    {
        bool removes = Remove(user, item, out RatedItem removed);
        if (removes)
        {
            observer.Count(user, removed, -1);
        }

        return removes;
    }

    /// <summary>Removes all ratings of a user and has each counted. Nothing of the user stays in memory.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveUser(int user, IRatingObserver observer)
    {
        UserRatings entries = OfUser(user);
        int count = entries.Length;
        foreach (RatedItem entry in entries)
        {
            observer.Count(user, entry, -1);
        }

        if (count > 0)
        {
            Own(user);
            EntriesOf(user).Clear();
            RatingCount -= count;
            DropIfEmpty(user);
        }

        return count;
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

    private ref UserEntries EntriesOf(int user) => ref _pages[user >> PageBits]![user & (PageSize - 1)];

    private UserEntries[] PageOf(int user)
    {
        uint page = (uint)user >> PageBits;
        return page < (uint)_pages.Length ? _pages[page] ?? [] : [];
    }

    // Drops the page of a user without entries if nobody else on it has any, and the end of the list of pages.
    private void DropIfEmpty(int user)
    {
        if (!EntriesOf(user).IsEmpty)
        {
            return;
        }

        if (Array.TrueForAll(PageOf(user), static entries => entries.IsEmpty))
        {
            _pages[user >> PageBits] = null;
        }

        while (UserCount > 0)
        {
            UserEntries[] last = PageOf(UserCount - 1);
            int at = (UserCount - 1) & (PageSize - 1);
            if (at < last.Length && !last[at].IsEmpty)
            {
                break;
            }

            UserCount -= Math.Max(1, at + 1 - last.Length);
        }

        int needed = (UserCount + PageSize - 1) >> PageBits;
        if (_pages.Length > 2 * (needed + 1))
        {
            Array.Resize(ref _pages, needed);
        }
    }

    private void EnsureUser(int user)
    {
        if (user >= RecommenderArguments.UserBound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(user),
                user,
                $"A user's id is below {RecommenderArguments.UserBound}: map application keys to dense ids.");
        }

        int page = user >> PageBits;
        int at = user & (PageSize - 1);
        if (page >= _pages.Length)
        {
            Array.Resize(ref _pages, Math.Max(page + 1, Math.Min(2 * _pages.Length, RecommenderArguments.UserBound >> PageBits)));
        }

        ref UserEntries[]? entries = ref _pages[page];
        int length = entries?.Length ?? 0;
        if (at >= length)
        {
            Array.Resize(ref entries, Math.Max(at + 1, Math.Min(2 * length, PageSize)));
        }

        UserCount = Math.Max(UserCount, user + 1);
    }

    // The entries are packed unless one of them cannot be, so that the form depends on the entries alone.
    private partial struct UserEntries
    {
        private ulong[]? _packed;
        private RatedItem[]? _loose;
        private int _count;
        private int _unpackable;

        public readonly bool IsEmpty => _count == 0;

        public readonly UserRatings View(PackedRatings packing) =>
            _loose is null ? new UserRatings(_packed.AsSpan(0, _count), packing) : new UserRatings(_loose.AsSpan(0, _count));

        public readonly int IndexOf(int item, PackedRatings packing)
        {
            if (_count == 0)
            {
                return ~0;
            }

            if (_loose is not null)
            {
                int position = FirstNotBelow(_loose.AsSpan(0, _count), item);
                return position < _count && _loose[position].Item == item ? position : ~position;
            }

            if ((uint)item >= (uint)packing.ItemBound)
            {
                return ~_count;
            }

            int at = FirstNotBelow(_packed.AsSpan(0, _count), packing.FirstOf(item));
            return at < _count && packing.ItemOf(_packed![at]) == item ? at : ~at;
        }

        public bool Set(in RatedItem entry, PackedRatings packing, out RatedItem replaced)
        {
            if (_loose is null && packing.TryPack(entry, out ulong packed))
            {
                return SetPacked(entry.Item, packed, packing, out replaced);
            }

            int index = IndexOf(entry.Item, packing);
            bool known = index >= 0;
            replaced = known ? View(packing)[index] : default;
            Loosen(packing);
            _unpackable += (IsLoose(entry, packing) ? 1 : 0) - (known && IsLoose(replaced, packing) ? 1 : 0);
            if (known)
            {
                _loose![index] = entry;
            }
            else
            {
                _loose = GapArray.Insert(_loose, _count++, ~index, entry);
            }

            PackWhereAllFit(packing);
            return known;
        }

        private bool SetPacked(int item, ulong packed, PackedRatings packing, out RatedItem replaced)
        {
            Span<ulong> entries = _packed.AsSpan(0, _count);
            int at = FirstNotBelow(entries, packing.FirstOf(item));
            if (at < entries.Length && packing.ItemOf(entries[at]) == item)
            {
                replaced = packing.Unpack(entries[at]);
                entries[at] = packed;
                return true;
            }

            replaced = default;
            _packed = GapArray.Insert(_packed, _count++, at, packed);
            return false;
        }

        public RatedItem RemoveAt(int index, PackedRatings packing)
        {
            RatedItem removed = View(packing)[index];
            if (_loose is null)
            {
                _packed = GapArray.RemoveAt(_packed!, _count--, index);
            }
            else
            {
                _unpackable -= IsLoose(removed, packing) ? 1 : 0;
                _loose = GapArray.RemoveAt(_loose, _count--, index);
                PackWhereAllFit(packing);
            }

            return removed;
        }

        public void Clear()
        {
            _packed.AsSpan().Clear();
            _loose.AsSpan().Clear();
            this = default;
        }

        private static bool IsLoose(in RatedItem entry, PackedRatings packing) => !packing.TryPack(entry, out _);

        // Binary search without branches on the values: the processor cannot predict them.
        private static int FirstNotBelow(ReadOnlySpan<ulong> packed, ulong first)
        {
            int low = 0;
            for (int length = packed.Length; length > 0;)
            {
                int half = (length + 1) >> 1;
                low = packed[low + half - 1] < first ? low + half : low;
                length -= half;
            }

            return low;
        }

        private static int FirstNotBelow(ReadOnlySpan<RatedItem> loose, int item)
        {
            int low = 0;
            for (int length = loose.Length; length > 0;)
            {
                int half = (length + 1) >> 1;
                low = loose[low + half - 1].Item < item ? low + half : low;
                length -= half;
            }

            return low;
        }

        private void Loosen(PackedRatings packing)
        {
            if (_loose is not null)
            {
                return;
            }

            _loose = new RatedItem[GapArray.CapacityFor(_count)];
            for (int i = 0; i < _count; i++)
            {
                _loose[i] = packing.Unpack(_packed![i]);
            }

            _packed.AsSpan().Clear();
            _packed = null;
        }

        private void PackWhereAllFit(PackedRatings packing)
        {
            if (_unpackable > 0 || _loose is null)
            {
                return;
            }

            _packed = new ulong[GapArray.CapacityFor(_count)];
            for (int i = 0; i < _count; i++)
            {
                packing.TryPack(_loose[i], out _packed[i]);
            }

            _loose.AsSpan().Clear();
            _loose = null;
        }
    }
}
