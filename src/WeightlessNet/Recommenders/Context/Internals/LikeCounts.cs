using System.Runtime.InteropServices;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>How often some users like each item, or each value of a field of items. A count of 0 is not kept.</summary>
internal sealed class LikeCounts
{
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>The number of likes.</summary>
    public int Total { get; private set; }

    /// <summary>The number of likes of an item, or of a value.</summary>
    public int Of(ulong item) => _counts.GetValueOrDefault(item);

    /// <summary>Counts a like, or takes one out.</summary>
    public void Add(ulong item, int sign)
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _);
        count += sign;
        Total += sign;
        if (count == 0)
        {
            _ = _counts.Remove(item);
        }
    }

    /// <summary>Adds others.</summary>
    /// <returns>Whether the sum can be counted; otherwise nothing is added.</returns>
    public bool TryAdd(LikeCounts others)
    {
        if ((long)Total + others.Total > int.MaxValue)
        {
            return false;
        }

        foreach ((ulong item, int count) in others._counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, item, out _) += count;
        }

        Total += others.Total;
        return true;
    }

    public static LikeCounts Read(SnapshotReader reader)
    {
        LikeCounts counts = new();
        ulong before = 0;
        for (int left = reader.ReadCompact(int.MaxValue); left > 0; left--)
        {
            ulong item = reader.Read<ulong>();
            int count = reader.ReadCompact(int.MaxValue);
            bool isNext = counts._counts.Count == 0 || item > before;
            if (!isNext || count == 0 || (long)counts.Total + count > int.MaxValue)
            {
                throw reader.Invalid("likes of items are not in order, are none, or are too many");
            }

            counts._counts.Add(item, count);
            counts.Total += count;
            before = item;
        }

        return counts.Total > 0 ? counts : throw reader.Invalid("there are users without likes");
    }

    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_counts.Count);
        foreach ((ulong item, int count) in _counts.OrderBy(static one => one.Key))
        {
            writer.Write(item);
            writer.WriteCompact((ulong)count);
        }
    }
}
