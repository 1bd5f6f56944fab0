using System.Buffers;
using System.Collections.Concurrent;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// What the fields of users add to lists: how much more often than others users like this one like an item, and items with the same value
/// in a field. The likes are those of the last training, which also learns how much each group of tables counts, for users without ratings
/// and with few and many. Before a training it adds nothing.
/// </summary>
/// <remarks>
/// Thread-safe, except for training, which its owner does before others ask. Questions take no lock. One user is described by one thread
/// at a time, and one item changes at a time.
/// </remarks>
internal sealed partial class ContextualLikes
{
    // Rows of items that are kept, in items altogether: 16 MB.
    private const int MostKept = 1 << 22;

    private readonly ContextLayout _layout;
    private readonly ConcurrentDictionary<int, ContextPattern> _users = [];
    private volatile ulong[][] _items;
    private volatile int _itemCount;
    private volatile LikeGroupWeights _weights = LikeGroupWeights.None;
    private LikeTable[] _tables = [];
    private ConcurrentDictionary<ContextPattern, int[]>? _kept;
    private int _userIdBound;

    /// <summary>Creates it without likes.</summary>
    /// <param name="users">The fields of users.</param>
    /// <param name="catalog">The items.</param>
    public ContextualLikes(ContextFields users, ItemCatalog catalog)
    {
        _layout = new ContextLayout(users, ContextFields.None, catalog.Fields);
        _items = [.. Enumerable.Range(0, catalog.Count).Select(item => _layout.ValuesOf(catalog.PatternOf(item)))];
        _itemCount = catalog.Count;
    }

    /// <summary>The fields of users.</summary>
    public ContextFields Users => _layout.Users;

    /// <summary>The names of the items' fields with which the fields of users are not combined.</summary>
    public IReadOnlyList<string> LeftOutFields => _layout.LeftOut;

    /// <summary>1 more than the highest id of a described user.</summary>
    public int UserIdBound => Volatile.Read(ref _userIdBound);

    /// <summary>How much each group counts; NDCG@10 on held-out likes of users as newcomers, with and without it.</summary>
    public IReadOnlyList<CalibratedGroup> Calibration => _weights.Report;

    /// <summary>Says what is known of a user: bits, none if nothing is.</summary>
    /// <exception cref="ArgumentException">The number of bits is wrong.</exception>
    public void Describe(int user, ulong[] description)
    {
        if (Users.PatternOf(description, nameof(description)) is not { } pattern)
        {
            _ = _users.TryRemove(user, out _);
            return;
        }

        _users[user] = pattern;
        for (int bound = UserIdBound; bound <= user; bound = UserIdBound)
        {
            _ = Interlocked.CompareExchange(ref _userIdBound, user + 1, bound);
        }
    }

    /// <summary>Whether something is known of a user.</summary>
    public bool Knows(int user) => _users.ContainsKey(user);

    /// <summary>Adds an item at the end, or replaces the bits of one.</summary>
    public void PutItem(int item, ReadOnlySpan<ulong> pattern)
    {
        ulong[][] items = _items;
        if (item == items.Length)
        {
            Array.Resize(ref items, Math.Max(16, 2 * item));
        }

        items[item] = _layout.ValuesOf(pattern);
        _items = items;
        _itemCount = Math.Max(_itemCount, item + 1);

        // After the item: what is kept from now on has it.
        Volatile.Write(ref _kept, null);
    }

    /// <summary>Learns from held-out likes how much each group counts.</summary>
    public void Calibrate(RankingHeldOut asked, CancellationToken cancellationToken) =>
        _weights = new LikeCalibration(_layout, _users, _items.AsSpan(0, _itemCount).ToArray(), asked).Learn(cancellationToken);

    /// <summary>Counts the likes among ratings for the groups that count.</summary>
    /// <param name="ratings">The ratings, one for each user and item.</param>
    /// <param name="likedFrom">The lowest rating of a like.</param>
    public void Count(ReadOnlySpan<Rating> ratings, float likedFrom)
    {
        LikeTable[] tables = [.. _weights.Groups.Select(static group => new LikeTable(group))];
        foreach (ref readonly Rating rating in ratings)
        {
            if (rating.Value >= likedFrom && _users.TryGetValue(rating.User, out ContextPattern? user))
            {
                foreach (LikeTable table in tables)
                {
                    Add(_layout, table, user, rating.Item, _items[rating.Item], 1);
                }
            }
        }

        _tables = tables;
        Volatile.Write(ref _kept, null);
    }

    /// <summary>What is added to the scores of all items for a user; empty if nothing is.</summary>
    /// <param name="user">The user.</param>
    /// <param name="ratings">The number of the user's ratings.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="others">What is added to the scores besides, and is added to these; may have fewer items.</param>
    /// <returns>The amounts, as <see cref="RecommendationFilter.Adjustments"/> has them, to be disposed of.</returns>
    public LikeAdjustments AdjustmentsFor(int user, int ratings, RatingScale scale, in RecommendationFilter others)
    {
        LikeGroupWeights weights = _weights;
        int factor = weights.FactorFor(ratings);
        if (factor == 0 || !_users.TryGetValue(user, out ContextPattern? pattern))
        {
            return default;
        }

        int[] row = RowOf(pattern);
        double unit = UnitOf(scale);
        int[] adjustments = ArrayPool<int>.Shared.Rent(row.Length);
        for (int item = 0; item < row.Length; item++)
        {
            adjustments[item] = others.AdjustmentOf(item) + Scaled(row[item], factor, unit);
        }

        return new LikeAdjustments(adjustments, row.Length);
    }

    /// <summary>What each group adds to the score of an item for a user: the same amounts, in the same unit.</summary>
    public IEnumerable<(ContextGroup Group, int Amount)> PartsOf(int user, int ratings, RatingScale scale, int item)
    {
        LikeGroupWeights weights = _weights;
        int factor = weights.FactorFor(ratings);
        if (factor == 0 || item >= _itemCount || !_users.TryGetValue(user, out ContextPattern? pattern))
        {
            yield break;
        }

        double unit = UnitOf(scale);
        long running = 0;
        for (int i = 0; i < _tables.Length; i++)
        {
            int before = Scaled(LikeGroupWeights.Rounded(running), factor, unit);
            running += weights.Weights[i] * (long)LiftOf(_layout, _tables[i], pattern, item, _items[item]);
            yield return (_tables[i].Group, Scaled(LikeGroupWeights.Rounded(running), factor, unit) - before);
        }
    }

    /// <summary>The names of the users' fields that a group looks at.</summary>
    public IEnumerable<string> FieldsOf(ContextGroup group) => _layout.UserFieldsOf(group);

    /// <summary>What a group looks at in an item, such as "this item" or "items of genre Horror".</summary>
    public string InWords(ContextGroup group, ItemCatalog catalog, int item) => _layout.ItemInWords(group, catalog, item);

    /// <summary>Counts a like in a table, or takes one out; nothing if the table looks at something unknown.</summary>
    public static void Add(ContextLayout layout, LikeTable table, ContextPattern user, int item, ulong[] values, int sign)
    {
        if (TryAddress(layout, table.Group, user, item, values, out ulong users, out ulong ofItem))
        {
            table.Add(users, ofItem, sign);
        }
    }

    /// <summary>The lift of an item for a user; 0 if the table looks at something unknown.</summary>
    public static int LiftOf(ContextLayout layout, LikeTable table, ContextPattern user, int item, ulong[] values) =>
        TryAddress(layout, table.Group, user, item, values, out ulong users, out ulong ofItem) ? table.LiftOf(users, ofItem) : 0;

    /// <summary>Writes the lift of each item for a user; 0 if the table looks at something unknown.</summary>
    public static void Write(ContextLayout layout, LikeTable table, ContextPattern user, ReadOnlySpan<ulong[]> items, Span<int> lifts)
    {
        if (layout.TryBegin(table.Group, user, null, out ulong users) && layout.HasAll(table.Group, user))
        {
            table.Write(users, items, lifts);
        }
        else
        {
            lifts.Clear();
        }
    }

    private static bool TryAddress(
        ContextLayout layout, ContextGroup group, ContextPattern user, int item, ulong[] values, out ulong users, out ulong ofItem)
    {
        ofItem = group.Part == ContextGroup.WholeItem ? (ulong)item : values[group.Part];
        bool isItemKnown = group.Part == ContextGroup.WholeItem || ofItem != 0;
        return layout.TryBegin(group, user, null, out users) && isItemKnown && layout.HasAll(group, user);
    }

    // From bits with 16 fraction bits to the unit of adjustments. A point of the scale is a bit.
    private static double UnitOf(RatingScale scale) =>
        RecommendationFilter.UnitsPerRange / (65536.0 * ((double)scale.Maximum - scale.Minimum));

    private static int Scaled(int amount, int factor, double unit)
    {
        double scaled = Math.Round(LikeGroupWeights.Rounded((long)amount * factor) * unit, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp(scaled, -RecommendationFilter.MaximumAdjustment, RecommendationFilter.MaximumAdjustment);
    }

    // What the groups say of all items, the same for all users of one description.
    private int[] RowOf(ContextPattern pattern)
    {
        ConcurrentDictionary<ContextPattern, int[]>? kept = Volatile.Read(ref _kept);
        if (kept is null)
        {
            ConcurrentDictionary<ContextPattern, int[]> made = [];
            kept = Interlocked.CompareExchange(ref _kept, made, null) ?? made;
        }

        int count = _itemCount;
        if (kept.TryGetValue(pattern, out int[]? row) && row.Length >= count)
        {
            return row;
        }

        long[] sums = new long[count];
        int[] lifts = new int[count];
        LikeGroupWeights weights = _weights;
        for (int i = 0; i < _tables.Length; i++)
        {
            Write(_layout, _tables[i], pattern, _items.AsSpan(0, count), lifts);
            for (int item = 0; item < count; item++)
            {
                sums[item] += (long)weights.Weights[i] * lifts[item];
            }
        }

        row = Array.ConvertAll(sums, LikeGroupWeights.Rounded);

        if ((long)kept.Count * count > MostKept)
        {
            kept.Clear();
        }

        kept[pattern] = row;
        return row;
    }
}
