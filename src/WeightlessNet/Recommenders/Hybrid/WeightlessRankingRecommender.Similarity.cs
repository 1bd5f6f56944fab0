using System.Buffers;
using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Which items have the same audience.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <summary>
    /// Writes how strongly a like of one item speaks for each item: the mean over the central models of the score for a user who likes only
    /// this item, as a share of the model's best other item.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="similarities">Receives the similarity of each item, 0 to 1; 0 for the item itself and beyond the catalog.</param>
    /// <returns>
    /// How often the item is rated now; 0 if no central model has learned anything of the item, because it was not rated or not in the
    /// catalog at the last training.
    /// </returns>
    internal int CompareAudiences(int item, Span<double> similarities)
    {
        similarities.Clear();
        RankingVersion shared = _versions.Following();
        RatedItem[] liked = [new RatedItem(item, Scale.Maximum, 0)];
        int models = 0;
        foreach (IItemScoringRecommender central in shared.Model.Centrals)
        {
            int count = central.ItemCount;
            if (item < count)
            {
                float[] scores = ArrayPool<float>.Shared.Rent(count);
                central.Score(liked, scores.AsSpan(0, count));
                models += AddShares(scores.AsSpan(0, Math.Min(count, similarities.Length)), item, similarities) ? 1 : 0;
                ArrayPool<float>.Shared.Return(scores);
            }
        }

        foreach (ref double similarity in similarities)
        {
            similarity /= Math.Max(models, 1);
        }

        return models > 0 && item < shared.ItemCount ? shared.RatingCountOf(item) : 0;
    }

    private static bool AddShares(Span<float> scores, int item, Span<double> sums)
    {
        scores[item] = 0;
        double best = 0;
        foreach (float score in scores)
        {
            best = Math.Max(best, RankingModel.Limited(score));
        }

        for (int other = 0; other < scores.Length && best > 0; other++)
        {
            sums[other] += Math.Max(0, RankingModel.Limited(scores[other])) / best;
        }

        return best > 0;
    }
}
