using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="ItemNeighborRecommender"/> and a <see cref="UserNeighborRecommender"/> predict. Immutable.</summary>
public sealed partial class NeighborOptions
{
    /// <summary>How many neighbors answer at most, the most similar ones: 1 to 10,000; 40 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10,000.</exception>
    public int Neighbors
    {
        get;
        init => field = OptionRange.Checked(value, 1, 10_000, nameof(Neighbors));
    } = 40;

    /// <summary>
    /// With how many ratings in common a similarity counts half: 0 to 10,000; 50 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10,000.</exception>
    public double SimilarityShrinkage
    {
        get;
        init => field = OptionRange.Checked(value, 0, 10_000, nameof(SimilarityShrinkage));
    } = 50;

    /// <summary>
    /// How much similarity to a neighbor without deviation is added to that of the neighbors: 0.001 to 1000; 0.5 unless set. The more,
    /// the nearer the prediction stays to the biases where there are few neighbors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 1000.</exception>
    public double PredictionShrinkage
    {
        get;
        init => field = OptionRange.Checked(value, 0.001, 1000, nameof(PredictionShrinkage));
    } = 0.5;
}
