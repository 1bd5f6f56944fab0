using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A recommender that stands in another one's snapshot, as an object.</summary>
internal static class StoredRecommender
{
    /// <summary>Whether a recommender can be stored in another one's snapshot: those that have no further one in them.</summary>
    public static bool CanBeStored(IRecommender recommender) => WriterOf(recommender) is not null;

    public static void Write(SnapshotWriter writer, IRecommender recommender) =>
        (WriterOf(recommender) ?? throw new NotSupportedException($"A {recommender.GetType()} cannot be stored in another one."))(writer);

    /// <summary>Reads a recommender of so many items on a scale.</summary>
    public static T Read<T>(SnapshotReader reader, int itemCount, RatingScale scale)
        where T : IRecommender
    {
        SnapshotObject head = reader.ReadObject();
        IRecommender? read = head.Kind switch
        {
            SnapshotKind.ConstantRecommender => ConstantRecommender.ReadContent(reader, head),
            SnapshotKind.UserMeanRecommender => UserMeanRecommender.ReadContent(reader, head),
            SnapshotKind.PopularityRecommender => PopularityRecommender.ReadContent(reader, head),
            SnapshotKind.BiasRecommender => BiasRecommender.ReadContent(reader, head),
            SnapshotKind.WeightlessRecommender => WeightlessRecommender.ReadContent(reader, head),
            SnapshotKind.EaseRecommender => EaseRecommender.ReadContent(reader, head),
            SnapshotKind.ImplicitFactorizationRecommender => ImplicitFactorizationRecommender.ReadContent(reader, head),
            SnapshotKind.WeightedNetworkRecommender => WeightedNetworkRecommender.ReadContent(reader, head),
            SnapshotKind.MatrixFactorizationRecommender => MatrixFactorizationRecommender.ReadContent(reader, head),
            SnapshotKind.ItemNeighborRecommender => ItemNeighborRecommender.ReadContent(reader, head),
            SnapshotKind.UserNeighborRecommender => UserNeighborRecommender.ReadContent(reader, head),
            _ => null,
        };
        return read is T recommender && recommender.ItemCount == itemCount && recommender.Scale == scale
            ? recommender
            : throw reader.Invalid($"the {head.Kind} is no {typeof(T).Name} of {itemCount} items on the scale");
    }

    private static Action<SnapshotWriter>? WriterOf(IRecommender recommender) => recommender switch
    {
        ConstantRecommender stored => stored.WriteTo,
        UserMeanRecommender stored => stored.WriteTo,
        PopularityRecommender stored => stored.WriteTo,
        BiasRecommender stored => stored.WriteTo,
        WeightlessRecommender stored => stored.WriteTo,
        EaseRecommender stored => stored.WriteTo,
        ImplicitFactorizationRecommender stored => stored.WriteTo,
        WeightedNetworkRecommender stored => stored.WriteTo,
        MatrixFactorizationRecommender stored => stored.WriteTo,
        ItemNeighborRecommender stored => stored.WriteTo,
        UserNeighborRecommender stored => stored.WriteTo,
        _ => null,
    };
}
