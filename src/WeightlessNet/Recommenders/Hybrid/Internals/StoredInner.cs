using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The recommenders that a decorator's snapshot can contain: those with counterfactuals. They contain no decorator.</summary>
internal static class StoredInner
{
    /// <summary>Writes the inner recommender of a decorator.</summary>
    public static void Write(SnapshotWriter writer, IRecommender inner) => writer.WriteObject((ISnapshot)inner);

    /// <summary>Throws if the inner recommender of a decorator cannot be stored.</summary>
    /// <exception cref="NotSupportedException">It is of another type, such as a decorator or an application's own.</exception>
    public static void Check(IRecommender decorator, IRecommender inner)
    {
        if (inner is not (WeightlessRecommender or HybridRecommender or WeightlessRankingRecommender))
        {
            throw new NotSupportedException(
                $"A {decorator.GetType().Name} around a {inner.GetType().Name} cannot be stored: only around a "
                + $"{nameof(WeightlessRecommender)}, {nameof(HybridRecommender)} or {nameof(WeightlessRankingRecommender)}.");
        }
    }

    /// <summary>Reads the inner recommender of a decorator.</summary>
    public static ICounterfactualRecommender Read(SnapshotReader reader)
    {
        SnapshotObject head = reader.ReadObject();
        return head.Kind switch
        {
            SnapshotKind.WeightlessRecommender => reader.ReadContent<WeightlessRecommender>(head),
            SnapshotKind.HybridRecommender => reader.ReadContent<HybridRecommender>(head),
            SnapshotKind.WeightlessRankingRecommender => reader.ReadContent<WeightlessRankingRecommender>(head),
            _ => throw reader.Invalid($"a decorator cannot be around a {head.Kind}"),
        };
    }
}
