using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// The likes of one group of tables: how often users with a value like items with a value, beside how often all users of whom the group
/// knows the value like them.
/// </summary>
/// <remarks>
/// Integer counts, so the order of the likes does not matter and each can be taken out. Not safe for concurrent use with changes. A lift is
/// a Gamma-Poisson estimate as in DuMouchel, "Bayesian Data Mining in Large Frequency Tables" (The American Statistician 53(3), 1999).
/// </remarks>
internal sealed class LikeTable
{
    private const int ShrinkageOfItems = 10;
    private const int ShrinkageOfFields = 20;

    private readonly int _shrinkage;
    private readonly LikeCounts _all = new();
    private readonly Dictionary<ulong, LikeCounts> _byUsers = [];

    /// <summary>Creates a table without likes.</summary>
    public LikeTable(ContextGroup group)
    {
        Group = group;
        _shrinkage = group.Part == ContextGroup.WholeItem ? ShrinkageOfItems : ShrinkageOfFields;
    }

    public ContextGroup Group { get; }

    /// <summary>Counts a like, or takes one out.</summary>
    /// <param name="users">What the user contributes to addresses.</param>
    /// <param name="item">The item or its value.</param>
    /// <param name="sign">1 or -1.</param>
    public void Add(ulong users, ulong item, int sign)
    {
        _all.Add(item, sign);
        ref LikeCounts? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_byUsers, users, out _);
        (counts ??= new LikeCounts()).Add(item, sign);
        if (counts.Total == 0)
        {
            _ = _byUsers.Remove(users);
        }
    }

    /// <summary>
    /// How much more often than all users those with a value like an item, in bits with 16 fraction bits: the binary logarithm of likes by
    /// expected likes, where some likes are added to both. 0 if nobody likes the item.
    /// </summary>
    /// <param name="users">What the users contribute to addresses.</param>
    /// <param name="item">The item or its value.</param>
    public int LiftOf(ulong users, ulong item) => _byUsers.TryGetValue(users, out LikeCounts? counts) ? LiftOf(counts, item) : 0;

    /// <summary>Writes the lift of each item for users with a value.</summary>
    /// <param name="users">What the users contribute to addresses.</param>
    /// <param name="items">The values of each item's fields.</param>
    /// <param name="lifts">Receives the lifts.</param>
    public void Write(ulong users, ReadOnlySpan<ulong[]> items, Span<int> lifts)
    {
        lifts.Clear();
        if (!_byUsers.TryGetValue(users, out LikeCounts? counts))
        {
            return;
        }

        if (Group.Part == ContextGroup.WholeItem)
        {
            for (int item = 0; item < lifts.Length; item++)
            {
                lifts[item] = LiftOf(counts, (ulong)item);
            }

            return;
        }

        // Many items have the same value.
        Dictionary<ulong, int> known = new() { [0] = 0 };
        for (int item = 0; item < lifts.Length; item++)
        {
            ulong value = items[item][Group.Part];
            if (!known.TryGetValue(value, out lifts[item]))
            {
                lifts[item] = known[value] = LiftOf(counts, value);
            }
        }
    }

    private int LiftOf(LikeCounts counts, ulong item)
    {
        int ofItem = _all.Of(item);
        if (ofItem == 0)
        {
            return 0;
        }

        ulong total = (ulong)_all.Total;
        ulong added = total * (ulong)_shrinkage;
        ulong expected = (ulong)counts.Total * (ulong)ofItem;
        return (int)(FixedLog2.Of(((ulong)counts.Of(item) * total) + added) - FixedLog2.Of(expected + added));
    }

    /// <summary>Reads the counts of a group.</summary>
    public static LikeTable Read(SnapshotReader reader, ContextGroup group)
    {
        LikeTable table = new(group);
        ulong before = 0;
        int count = reader.ReadCompact(int.MaxValue);
        for (int i = 0; i < count; i++)
        {
            ulong users = reader.Read<ulong>();
            if (i > 0 && users <= before)
            {
                throw reader.Invalid("values of users are not in order");
            }

            before = users;
            LikeCounts counts = LikeCounts.Read(reader);
            table._byUsers.Add(users, counts);
            if (!table._all.TryAdd(counts))
            {
                throw reader.Invalid("there are too many likes");
            }
        }

        return table;
    }

    /// <summary>
    /// Writes the number of values of users, compact, and for each, ascending, the value, u64, the number of items, compact, and for each,
    /// ascending, the item or its value, u64, and the number of likes, compact.
    /// </summary>
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_byUsers.Count);
        foreach ((ulong users, LikeCounts counts) in _byUsers.OrderBy(static one => one.Key))
        {
            writer.Write(users);
            counts.WriteTo(writer);
        }
    }
}
