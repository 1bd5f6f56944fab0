using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A recommender stored as part of another one's snapshot. It must not contain a further recommender.</summary>
internal static class StoredRecommender
{
    private static readonly Form[] Forms =
    [
        Form.Of<ConstantRecommender>(),
        Form.Of<UserMeanRecommender>(),
        Form.Of<PopularityRecommender>(),
        Form.Of<BiasRecommender>(),
        Form.Of<WeightlessRecommender>(),
        Form.Of<EaseRecommender>(),
        Form.Of<ImplicitFactorizationRecommender>(),
        Form.Of<WeightedNetworkRecommender>(),
        Form.Of<MatrixFactorizationRecommender>(),
        Form.Of<ItemNeighborRecommender>(),
        Form.Of<UserNeighborRecommender>(),
        Form.Of<TrainedFactorization>(),
    ];

    /// <summary>Whether a recommender can be stored as part of another one's snapshot.</summary>
    public static bool CanBeStored(IRecommender recommender) => Array.Exists(Forms, form => form.Type == recommender.GetType());

    public static void Write(SnapshotWriter writer, IRecommender recommender) => writer.WriteObject(
        CanBeStored(recommender)
            ? (ISnapshot)recommender
            : throw new NotSupportedException($"A {recommender.GetType()} cannot be stored as part of another recommender."));

    /// <summary>
    /// Reads a recommender with the given scale and at most the given number of items: those that its owner had when it was trained.
    /// </summary>
    public static T Read<T>(SnapshotReader reader, int itemCount, RatingScale scale)
        where T : IRecommender
    {
        SnapshotObject head = reader.ReadObject();
        return Array.Find(Forms, form => form.Kind == head.Kind)?.Read(reader, head) is T recommender
            && recommender.ItemCount <= itemCount && recommender.Scale == scale
            ? recommender
            : throw reader.Invalid($"the {head.Kind} must be a {typeof(T).Name} with at most {itemCount} items and the same scale");
    }

    private sealed record Form(Type Type, SnapshotKind Kind, Func<SnapshotReader, SnapshotObject, IRecommender> Read)
    {
        public static Form Of<T>()
            where T : IRecommender, ISnapshot<T> => new(typeof(T), T.Kind, static (reader, head) => T.ReadContent(reader, head));
    }
}
