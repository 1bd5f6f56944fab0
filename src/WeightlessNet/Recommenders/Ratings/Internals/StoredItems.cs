using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The removed items of a recommender in a snapshot.</summary>
internal static class StoredItems
{
    // Number of removed items, compact, and their ids, ascending, compact each.
    public static void WriteRemoved(SnapshotWriter writer, int[] removed)
    {
        writer.WriteCompact((ulong)removed.Length);
        foreach (int item in removed)
        {
            writer.WriteCompact((ulong)item);
        }
    }

    /// <summary>Reads the removed items, ascending, of a catalog of so many.</summary>
    public static int[] ReadRemoved(SnapshotReader reader, int itemCount)
    {
        int[] removed = reader.ReadArray(reader.ReadCompact(itemCount), reader => reader.ReadCompact(itemCount - 1));
        for (int i = 1; i < removed.Length; i++)
        {
            if (removed[i] <= removed[i - 1])
            {
                throw reader.Invalid($"removed items must be ascending, but {removed[i]} follows {removed[i - 1]}");
            }
        }

        return removed;
    }
}
