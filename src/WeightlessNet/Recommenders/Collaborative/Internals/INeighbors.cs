using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// Predicts from neighbors: the mean deviation of the most similar ones' ratings from the biases, weighted by similarity.
/// </summary>
/// <remarks>
/// The similarity is the cosine of the deviations over the ratings that two members have in common (for items the adjusted cosine of Sarwar
/// et al., "Item-Based Collaborative Filtering Recommendation Algorithms", WWW 2001, with biases for means), shrunk by their number (Koren,
/// "Factor in the Neighbors", TKDD 4(1), 2010, section 2.2). Only similarities above 0 count.
/// </remarks>
internal interface INeighbors
{
    /// <summary>The expected rating in units above the lowest, not clamped to the scale.</summary>
    double Score(int user, int item);

    /// <summary>Offers the available items by their expected ratings.</summary>
    void Rank(int user, in UnavailableItems unavailable, ref TopItems best);
}
