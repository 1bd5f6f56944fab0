using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class CentralModel
{
    private const int MostModels = 100;

    /// <summary>
    /// Whether the snapshot of a <see cref="HybridRecommender"/> stores this model. It does if the type of every recommender is
    /// <see cref="ConstantRecommender"/>, <see cref="UserMeanRecommender"/>, <see cref="PopularityRecommender"/>,
    /// <see cref="BiasRecommender"/>, <see cref="WeightlessRecommender"/>, <see cref="WeightedNetworkRecommender"/>,
    /// <see cref="MatrixFactorizationRecommender"/>, <see cref="ImplicitFactorizationRecommender"/>, <see cref="EaseRecommender"/>,
    /// <see cref="ItemNeighborRecommender"/> or <see cref="UserNeighborRecommender"/>. Recommenders that contain others, such as decorators
    /// and hybrids, state machines and an application's own are not stored: their training is lost when the hybrid is saved and loaded.
    /// </summary>
    public bool CanBeStored => _models.All(StoredRecommender.CanBeStored);

    // Layout: number of models, compact; 1, u8, number of users, compact, and their numbers of ratings, compact each, or 0, u8, for a model
    // trained elsewhere; 1, u8, and the held-out answers, or 0, u8; the models, an object each. Held-out answers: their number, compact;
    // for each the number of user ids since the last one, compact, and the item, compact; then for each model the answers, i16.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)ModelCount);
        writer.Write((byte)(_ratingCounts is null ? 0 : 1));
        if (_ratingCounts is not null)
        {
            writer.WriteCompact((ulong)_ratingCounts.Length);
            foreach (int count in _ratingCounts)
            {
                writer.WriteCompact((ulong)count);
            }
        }

        writer.Write((byte)(HeldOut is null ? 0 : 1));
        HeldOut?.WriteTo(writer);
        foreach (IRecommender model in _models)
        {
            StoredRecommender.Write(writer, model);
        }
    }

    internal static CentralModel Read(SnapshotReader reader, int itemCount, RatingScale scale)
    {
        int models = reader.ReadCompact(MostModels);
        int[]? counts = reader.ReadBoolean() ? ReadCounts(reader) : null;
        HeldOutAnswers? heldOut = reader.ReadBoolean() ? HeldOutAnswers.Read(reader, itemCount, models) : null;
        IRecommender[] read = reader.ReadArray(models, reader => StoredRecommender.Read<IRecommender>(reader, itemCount, scale));
        return models > 0 && read.All(model => model.ItemCount == read[0].ItemCount)
            ? new CentralModel(read, counts, heldOut)
            : throw reader.Invalid("a central model must have recommenders, all with the same number of items");
    }

    // The layout of version 0.1. Layout: number of folds, compact; if above 0: seed, u64; number of users, compact; number of ratings per
    // user, compact each. Then the model of all ratings, an object; the models without a fold, an object each, which are no longer used.
    internal static CentralModel ReadWithFolds(SnapshotReader reader, int itemCount, RatingScale scale)
    {
        int folds = reader.ReadCompact(MostModels);
        if (folds == 1)
        {
            throw reader.Invalid("the number of folds must not be 1");
        }

        if (folds > 0)
        {
            _ = reader.Read<ulong>();
        }

        int[]? counts = folds > 0 ? ReadCounts(reader) : null;
        var full = StoredRecommender.Read<IRecommender>(reader, itemCount, scale);
        for (int fold = 0; fold < folds; fold++)
        {
            _ = StoredRecommender.Read<IRecommender>(reader, itemCount, scale);
        }

        return new CentralModel([full], counts, null);
    }

    private static int[] ReadCounts(SnapshotReader reader)
    {
        int[] counts = reader.ReadArray(reader.ReadCompact(int.MaxValue), static reader => reader.ReadCompact(int.MaxValue));
        return counts.Length == 0 || counts[^1] > 0
            ? counts
            : throw reader.Invalid($"the last of {counts.Length} users must have ratings");
    }
}
