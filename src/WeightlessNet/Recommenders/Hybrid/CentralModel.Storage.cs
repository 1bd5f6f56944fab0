using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class CentralModel
{
    private const int MostFolds = 100;

    /// <summary>Whether all recommenders of the model can be stored.</summary>
    internal bool CanBeStored => StoredRecommender.CanBeStored(_full) && _withoutFold.All(StoredRecommender.CanBeStored);

    // Layout: number of folds, compact; if above 0: seed, u64; number of users, compact; number of ratings per user, compact each. Then the
    // model of all ratings, an object; the models without a fold, an object each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)FoldCount);
        if (FoldCount > 0)
        {
            writer.Write(_seed);
            writer.WriteCompact((ulong)_ratingCounts.Length);
            foreach (int count in _ratingCounts)
            {
                writer.WriteCompact((ulong)count);
            }
        }

        StoredRecommender.Write(writer, _full);
        foreach (IRecommender without in _withoutFold)
        {
            StoredRecommender.Write(writer, without);
        }
    }

    internal static CentralModel Read(SnapshotReader reader, int itemCount, RatingScale scale)
    {
        int folds = reader.ReadCompact(MostFolds);
        ulong seed = folds > 0 ? reader.Read<ulong>() : 0;
        int[] counts = folds > 0
            ? reader.ReadArray(reader.ReadCompact(int.MaxValue), static reader => reader.ReadCompact(int.MaxValue))
            : [];
        if (folds == 1 || (counts.Length > 0 && counts[^1] == 0))
        {
            throw reader.Invalid(
                $"the number of folds must not be 1 (it is {folds}), and the last of {counts.Length} users must have ratings");
        }

        var full = StoredRecommender.Read<IRecommender>(reader, itemCount, scale);
        IRecommender[] without = reader.ReadArray(folds, reader => StoredRecommender.Read<IRecommender>(reader, itemCount, scale));
        return new CentralModel(full, without, counts, seed);
    }
}
