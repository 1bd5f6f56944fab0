using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class HybridRecommender : ISnapshot<HybridRecommender>
{
    static SnapshotKind ISnapshot<HybridRecommender>.Kind => SnapshotKind.HybridRecommender;

    /// <summary>Reads a snapshot of a recommender whose central models an application's own factory makes.</summary>
    /// <param name="stream">The stream, which holds nothing but the snapshot. It is read to its end and left open.</param>
    /// <param name="createCentral">Makes the recommenders that are trained as central models from now on.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <inheritdoc cref="Snapshot.Load{TSelf}(Stream)"/>
    public static HybridRecommender Load(Stream stream, Func<IRecommender> createCentral)
    {
        ArgumentNullException.ThrowIfNull(createCentral);
        return SnapshotReader.Load(
            stream, SnapshotKind.HybridRecommender, (reader, head) => ReadContent(reader, head, createCentral));
    }

    // Shape: none. Content: the share and the shrinkage of the central model, f64 each; the folds, compact, and their seed, u64; where
    // refits are due by growth 1, u8, and the growth, f64, else 0, u8; the ratings at which the next is due, compact; the personal
    // networks, a WeightlessRecommender; where there is a central model that can be stored 1, u8, and it, else 0, u8.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        WeightlessRecommender personal;
        CentralModel? central;
        int nextRefit;
        lock (_replacing)
        {
            (personal, central, nextRefit) = (_personal, _central, _nextRefit);
        }

        writer.BeginObject(SnapshotKind.HybridRecommender);
        writer.Write(_options.CentralShare);
        writer.Write(_options.CentralShrinkage);
        writer.WriteCompact((ulong)_options.Fitting.Folds);
        writer.Write(_options.Fitting.Seed);
        writer.Write((byte)(_options.RefitGrowth is null ? 0 : 1));
        if (_options.RefitGrowth is double growth)
        {
            writer.Write(growth);
        }

        writer.WriteCompact((ulong)nextRefit);
        writer.WriteObject(personal);
        bool stores = central is { CanBeStored: true };
        writer.Write((byte)(stores ? 1 : 0));
        if (stores)
        {
            central!.WriteTo(writer);
        }
    }

    static HybridRecommender ISnapshot<HybridRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        ReadContent(reader, head, null);

    private static HybridRecommender ReadContent(SnapshotReader reader, SnapshotObject head, Func<IRecommender>? createCentral)
    {
        _ = head.Shape(0);
        double share = reader.ReadDouble();
        double shrinkage = reader.ReadDouble();
        CentralModelOptions fitting = new() { Folds = reader.ReadCompact(int.MaxValue), Seed = reader.Read<ulong>() };
        double? growth = reader.ReadBoolean() ? reader.ReadDouble() : null;
        int nextRefit = reader.ReadCompact(int.MaxValue);
        if (nextRefit < RatingsBeforeFirstRefit)
        {
            throw reader.Invalid($"the next central model is due at {nextRefit} ratings, {RatingsBeforeFirstRefit} are the least");
        }

        HybridRecommender? recommender = null;
        WeightlessRecommender.ReadContent(
            reader,
            reader.ReadObject(SnapshotKind.WeightlessRecommender),
            (catalog, scale, personal) =>
            {
                HybridOptions options = new()
                {
                    Personal = personal,
                    CentralShare = share,
                    CentralShrinkage = shrinkage,
                    Fitting = fitting,
                    RefitGrowth = growth,
                };
                recommender = new HybridRecommender(catalog, scale, createCentral, options);
                return recommender._personal;
            });
        recommender!._nextRefit = nextRefit;
        if (reader.ReadBoolean())
        {
            recommender.Replace(CentralModel.Read(reader, recommender.ItemCount, recommender.Scale));
        }

        return recommender;
    }
}
