namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>A similar item or user, whose rating deviates from the biases by <paramref name="Rest"/> units.</summary>
internal readonly record struct Neighbor(double Similarity, int Member, double Rest)
{
    // The most similar first, and of equals the lower id, so that the choice depends on the ratings alone.
    private static readonly Comparison<Neighbor> Order = (left, right) => left.Similarity != right.Similarity
        ? right.Similarity.CompareTo(left.Similarity)
        : left.Member.CompareTo(right.Member);

    /// <summary>The mean deviation of the most similar ones, weighted by similarity; the others are moved to the end.</summary>
    /// <param name="neighbors">All neighbors, by rising id.</param>
    /// <param name="options">How many count, and how the mean is shrunk.</param>
    public static double MeanRest(Span<Neighbor> neighbors, NeighborOptions options)
    {
        if (neighbors.Length > options.Neighbors)
        {
            neighbors.Sort(Order);
            neighbors = neighbors[..options.Neighbors];
        }

        double sum = 0;
        double weight = options.PredictionShrinkage;
        foreach (ref readonly Neighbor neighbor in neighbors)
        {
            sum += neighbor.Similarity * neighbor.Rest;
            weight += neighbor.Similarity;
        }

        return sum / weight;
    }
}
