using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>The observable state of a recommender, to the last bit.</summary>
internal static class ObservedState
{
    /// <summary>The predictions and rankings for all known users and one unknown user, as one list of numbers.</summary>
    public static List<double> Of(IRecommender recommender, int users)
    {
        List<double> seen = [];
        ScoredItem[] ranked = new ScoredItem[recommender.ItemCount];
        for (int user = 0; user <= users; user++)
        {
            for (int item = 0; item <= recommender.ItemCount; item++)
            {
                seen.Add(recommender.Predict(user, item));
            }

            int count = recommender.Recommend(user, ranked);
            seen.Add(count);
            foreach (ScoredItem scored in ranked.AsSpan(0, count))
            {
                seen.Add(scored.Item);
                seen.Add(scored.Score);
            }
        }

        return seen;
    }
}
