using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class HybridRecommender : ISnapshot<HybridRecommender>
{
    static SnapshotKind ISnapshot<HybridRecommender>.Kind => SnapshotKind.HybridRecommender;

    /// <summary>Reads a snapshot of a recommender whose central models are created by an application's own factory.</summary>
    /// <param name="stream">The stream, which must hold only the snapshot. It is read to the end and left open.</param>
    /// <param name="createCentral">Creates the recommenders to be trained as central models from now on.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <inheritdoc cref="Snapshot.Load{TSelf}(Stream)"/>
    public static HybridRecommender Load(Stream stream, Func<IRecommender> createCentral)
    {
        ArgumentNullException.ThrowIfNull(createCentral);
        return SnapshotReader.Load(
            stream, SnapshotKind.HybridRecommender, (reader, head) => ReadContent(reader, head, createCentral));
    }

    /// <summary>Reads a snapshot file of a recommender whose central models an application's own factory creates.</summary>
    /// <param name="path">The file.</param>
    /// <param name="createCentral">Creates the recommenders that are trained as central models from now on.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <inheritdoc cref="Load(Stream, Func{IRecommender})"/>
    public static HybridRecommender Load(string path, Func<IRecommender> createCentral)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream, createCentral);
    }

    // No shape. Content: CentralShare and CentralShrinkage, f64 each; number of folds, compact; seed of the folds, u64; 1, u8, and
    // RefitGrowth, f64, or 0, u8; number of ratings at which the next refit is due, compact; the personal networks, a
    // WeightlessRecommender; 1, u8, and the central model, or 0, u8, if there is none or it cannot be stored.
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
            throw reader.Invalid($"the next refit must be due at {RatingsBeforeFirstRefit} ratings or more, not at {nextRefit}");
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
