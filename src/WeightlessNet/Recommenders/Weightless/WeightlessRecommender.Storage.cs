using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Weightless;

public sealed partial class WeightlessRecommender : ISnapshot<WeightlessRecommender>
{
    // One save, or one copy of all ratings, at a time.
    private readonly Lock _saving = new();

    static SnapshotKind ISnapshot<WeightlessRecommender>.Kind => SnapshotKind.WeightlessRecommender;

    // Cells, tables and the crowd's sums are not stored, because they are functions of the ratings. Seed: of the mapping. Shape: items,
    // users, ratings. Content: the scale; the options; the catalog, an object; number of removed items, compact, and their ids, ascending,
    // compact each; number of users whose recency is FollowDrift, compact, and for each, ascending, the number of user ids between it and
    // the one before (or the start), compact; the ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        lock (_saving)
        {
            ItemCatalog catalog;
            SharedModel shared = _versions.Current;
            int[] ofItem = [];
            int[] drifting = [];
            int ratings = 0;
            int users;
            lock (_changingCatalog)
            {
                users = _writer.Begin((counts, version) =>
                {
                    (shared, ofItem) = (version, counts.ToArray());
                    (drifting, ratings) = (_ratings.DriftingUsers(), _ratings.Count);
                });
                catalog = _ownsCatalog ? _catalog.Copy() : _catalog;
            }

            // Others need not wait for this.
            Array.Sort(drifting);

            try
            {
                writer.BeginSeededObject(SnapshotKind.WeightlessRecommender, _options.Seed, catalog.Count, users, ratings);
                Scale.WriteTo(writer);
                _options.WriteTo(writer);
                writer.WriteObject(catalog);
                StoredItems.WriteRemoved(writer, [.. Enumerable.Range(0, catalog.Count).Where(item => !shared.Catalog.Has(item))]);
                writer.WriteCompact((ulong)drifting.Length);
                int before = -1;
                foreach (int user in drifting)
                {
                    writer.WriteCompact((ulong)(user - before - 1));
                    before = user;
                }

                StoredRatings.Write(writer, ofItem, users, user => _ratings.ReadNext(user));
            }
            finally
            {
                _ratings.End();
            }
        }
    }

    static WeightlessRecommender ISnapshot<WeightlessRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        ReadContent(reader, head, static (catalog, scale, options) => new WeightlessRecommender(catalog, scale, options));

    /// <summary>Reads a recommender; <paramref name="create"/> lets a recommender that contains it create it.</summary>
    internal static WeightlessRecommender ReadContent(
        SnapshotReader reader,
        SnapshotObject head,
        Func<ItemCatalog, RatingScale, WeightlessOptions, WeightlessRecommender> create)
    {
        int[] shape = head.SeededShape(3);
        var scale = RatingScale.Read(reader);
        var options = WeightlessOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, shape[0]);
        int[] removed = StoredItems.ReadRemoved(reader, shape[0]);
        long drifting = -1;
        int[] driftingUsers = reader.ReadArray(reader.ReadCompact(int.MaxValue), reader =>
        {
            drifting += 1L + reader.ReadCompact(int.MaxValue);
            return drifting <= int.MaxValue
                ? (int)drifting
                : throw reader.Invalid($"a user's id must be at most {int.MaxValue}, not {drifting}");
        });
        RestoredRatings? restored = null;
        WeightlessRecommender Create()
        {
            WeightlessRecommender recommender = create(catalog, scale, options);
            foreach (int item in removed)
            {
                recommender.RemoveItem(item);
            }

            foreach (int user in driftingUsers)
            {
                recommender.SetRecency(user, UserRecency.FollowDrift);
            }

            restored = new RestoredRatings(recommender._ratings, scale, shape[0]);
            return recommender;
        }

        WeightlessRecommender loaded = StoredRatings.ReadByUser(reader, shape[0], shape[1], shape[2], Create, (_, user, ratings) =>
        {
            if (ratings.Length > options.MaximumRatingsPerUser)
            {
                throw reader.Invalid($"a user must have at most {options.MaximumRatingsPerUser} ratings");
            }

            restored!.Add(user, ratings);
        });
        if (loaded.RatingCount > 0)
        {
            restored!.End(loaded._writer);
        }

        return loaded;
    }
}
