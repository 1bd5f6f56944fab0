using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class HybridRecommender : ISnapshot<HybridRecommender>
{
    private const int Layout = 3;
    private const int LayoutWithoutLatest = 2;

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

    // Shape: the layout, 3; layout 2 has no weights of the latest ratings. Content: seed of the held-out ratings, u64; 1, u8, and
    // RefitGrowth, f64, or 0, u8; number of ratings at which the next refit is due, compact; the personal networks, a
    // WeightlessRecommender; 1, u8, and the central model, or 0, u8, if there is none or it cannot be stored. With a central model: the
    // weights; 1, u8, and the audience, an ItemCatalog, or 0, u8; number of calibrated groups, compact, and for each the name, the weight,
    // the errors with and without it, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        WeightlessRecommender personal;
        CentralModel? central;
        IReadOnlyList<CalibratedGroup> report;
        Calibrated calibrated;
        int nextRefit;
        lock (_replacing)
        {
            (personal, central, report, nextRefit) = (_personal, _central, _calibration, _nextRefit);
            calibrated = personal.Calibrated;
        }

        writer.BeginObject(SnapshotKind.HybridRecommender, Layout);
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
            calibrated.Weights!.WriteTo(writer);
            writer.Write((byte)(calibrated.Audience is null ? 0 : 1));
            if (calibrated.Audience is ItemCatalog audience)
            {
                writer.WriteObject(audience);
            }

            writer.WriteCompact((ulong)report.Count);
            foreach (CalibratedGroup group in report)
            {
                group.WriteTo(writer);
            }
        }
    }

    static HybridRecommender ISnapshot<HybridRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        ReadContent(reader, head, null);

    private static HybridRecommender ReadContent(SnapshotReader reader, SnapshotObject head, Func<IRecommender>? createCentral)
    {
        bool hasFolds = head.ShapeLength == 0;
        int layout = hasFolds ? 1 : (int)head.Shape(1)[0];
        if (layout is not (1 or LayoutWithoutLatest or Layout))
        {
            throw reader.Invalid($"the layout is {layout}, not {LayoutWithoutLatest} or {Layout}");
        }

        if (hasFolds)
        {
            // Version 0.1: share and shrinkage of the central model, number of folds. They are learned now.
            _ = head.Shape(0);
            _ = reader.ReadFiniteDoubles(2);
            _ = reader.ReadCompact(int.MaxValue);
        }

        CentralModelOptions fitting = new() { Seed = reader.Read<ulong>() };
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
                HybridOptions options = new() { Personal = personal, Fitting = fitting, RefitGrowth = growth };
                recommender = new HybridRecommender(catalog, scale, createCentral, options);
                return recommender._personal;
            });
        recommender!._nextRefit = nextRefit;
        if (reader.ReadBoolean())
        {
            recommender.ReadCentral(reader, layout);
        }

        return recommender;
    }

    private void ReadCentral(SnapshotReader reader, int layout)
    {
        bool hasFolds = layout == 1;
        CentralModel central = hasFolds
            ? CentralModel.ReadWithFolds(reader, ItemCount, Scale)
            : CentralModel.Read(reader, ItemCount, Scale);
        if (hasFolds)
        {
            PutInPlace(central, HybridCalibration.Assumed(central), null);
            return;
        }

        ItemCatalog catalog = _personal.CopyCatalog();
        RatingWeights weights = RatingWeights.Read(reader, central.ModelCount, catalog.Fields, layout > LayoutWithoutLatest);
        ItemCatalog? audience = reader.ReadBoolean() ? ItemCatalog.ReadWithin(reader, ItemCount) : null;
        if (audience is null == weights.Groups.Contains(NodeGroup.Audience))
        {
            throw reader.Invalid("there must be bits of an audience if and only if a group of nodes looks at it");
        }

        CalibratedGroup[] report = reader.ReadArray(reader.ReadCompact(int.MaxValue), CalibratedGroup.Read);
        PutInPlace(central, new HybridCalibration(new Calibrated(new CentralAnswers(central), weights, audience), report), null);
    }
}
