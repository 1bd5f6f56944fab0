namespace WeightlessNet.Recommenders;

/// <summary>A recommender whose scores decompose exactly into contributions.</summary>
public interface IExplainingRecommender : IRecommender
{
    /// <summary>Explains the score of an item for a user.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <returns>The score and its contributions, which sum to the score exactly.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Explanation Explain(int user, int item);
}
