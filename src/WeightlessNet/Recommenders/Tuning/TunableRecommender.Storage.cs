using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Tuning.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Tuning;

public sealed partial class TunableRecommender : ISnapshot<TunableRecommender>
{
    static SnapshotKind ISnapshot<TunableRecommender>.Kind => SnapshotKind.TunableRecommender;

    // Shape: users who have or had controls. Content: the inner recommender; the catalog, an ItemCatalog; for each of these users: the
    // number of user ids between this one and the one before (or the beginning), compact; the controls; the recency that the application
    // has set, u8, if a control weighs recent ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        StoredInner.Check(this, Inner);
        using Lock.Scope unchanged = _changing.EnterScope();
        writer.BeginObject(SnapshotKind.TunableRecommender, _users.Count);
        StoredInner.Write(writer, Inner);
        writer.WriteObject(_values.Catalog);
        int next = 0;
        KeyValuePair<int, UserControls>[] users;
        lock (_lock)
        {
            // A question may replace the values that controls use.
            users = [.. _users.OrderBy(entry => entry.Key)];
        }

        foreach ((int user, UserControls controls) in users)
        {
            writer.WriteCompact((ulong)(user - next));
            controls.WriteTo(writer);
            if (controls.WeighRecent)
            {
                writer.Write((byte)_configured[user]);
            }

            next = user + 1;
        }
    }

    static TunableRecommender ISnapshot<TunableRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int users = head.Shape(1)[0];
        ICounterfactualRecommender inner = StoredInner.Read(reader);
        ItemFieldValues values = new(ItemCatalog.ReadWithin(reader, inner.ItemCount));
        TunableRecommender recommender = new(inner, values, inner.Get<IRecencyRecommender>());
        int next = 0;
        for (; users > 0; users--)
        {
            int user = next + reader.ReadCompact(RecommenderArguments.UserBound - 1 - next);
            recommender.ReadUser(reader, user);
            next = user + 1;
        }

        return recommender;
    }

    // The inner recommender already has the recency that the controls imply.
    private void ReadUser(SnapshotReader reader, int user)
    {
        var controls = UserControls.Read(reader, _values, ItemCount, Scale);
        if (controls.AdjustingCount > MaximumBoosts || (controls.WeighRecent && _recency is null))
        {
            throw reader.Invalid($"user {user} has more than {MaximumBoosts} boosts, or weighs recent ratings although it is not possible");
        }

        _users.Add(user, controls);
        if (controls.WeighRecent)
        {
            var configured = (UserRecency)reader.Read<byte>();
            _configured.Add(
                user, Enum.IsDefined(configured) ? configured : throw reader.Invalid($"there is no recency {(int)configured}"));
        }
    }

    private static void CheckCount(ItemCatalog catalog, int itemCount)
    {
        if (catalog.Count != itemCount)
        {
            throw new ArgumentException(
                $"The catalog must have {itemCount} items, as the recommender, not {catalog.Count}.", nameof(catalog));
        }
    }
}
