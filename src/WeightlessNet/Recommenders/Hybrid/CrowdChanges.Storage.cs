using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class CrowdChanges : ISnapshot<CrowdChanges>
{
    static SnapshotKind ISnapshot<CrowdChanges>.Kind => SnapshotKind.CrowdChanges;

    // Shape: items. Content: the scale; per item, ascending: number of items between this one and the one before, compact, the changes of
    // its number of ratings and of their sum in units; then of the number of ratings of each level, of the sum of the squares of ratings,
    // of the number of users with ratings, of the sum of the squares of their numbers of ratings and of the squares of their sums divided
    // by the numbers, compact and signed each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.CrowdChanges, _items.Count);
        Scale.WriteTo(writer);
        int before = -1;
        foreach ((int item, (long count, long sum)) in _items)
        {
            writer.WriteCompact((ulong)(item - before - 1));
            writer.WriteCompactSigned(count);
            writer.WriteCompactSigned(sum);
            before = item;
        }

        foreach (long level in _levels)
        {
            writer.WriteCompactSigned(level);
        }

        writer.WriteCompactSigned(Squares);
        writer.WriteCompactSigned(Users.Count);
        writer.WriteCompactSigned(Users.SquaredCounts);
        writer.WriteCompactSigned(Users.Squares);
    }

    static CrowdChanges ISnapshot<CrowdChanges>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(1);
        CrowdChanges changes = new(RatingScale.Read(reader));
        int item = -1;
        for (int left = shape[0]; left > 0; left--)
        {
            item += 1 + reader.ReadCompact(int.MaxValue - item - 2);
            (long Count, long Sum) change = (reader.ReadCompactSigned(), reader.ReadCompactSigned());
            changes._items.Add(item, change != default ? change : throw reader.Invalid($"item {item} does not change"));
        }

        for (int level = 0; level < changes._levels.Length; level++)
        {
            changes._levels[level] = reader.ReadCompactSigned();
        }

        changes.Squares = reader.ReadCompactSigned();
        changes.Users = new TotalsMoments(reader.ReadCompactSigned(), reader.ReadCompactSigned(), reader.ReadCompactSigned());
        return changes;
    }
}
