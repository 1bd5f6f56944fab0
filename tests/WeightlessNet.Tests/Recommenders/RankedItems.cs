using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>All unrated items of a user in the order of a recommender.</summary>
internal static class RankedItems
{
    public static ScoredItem[] Ranked(IRecommender recommender, int user)
    {
        ScoredItem[] ranked = new ScoredItem[recommender.ItemCount];
        return ranked[..recommender.Recommend(user, ranked)];
    }
}
