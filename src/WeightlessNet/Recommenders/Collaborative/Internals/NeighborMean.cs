namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The mean deviation of the most similar neighbors, weighted by similarity.</summary>
internal sealed class NeighborMean(NeighborOptions options)
{
    private readonly List<Neighbor> _neighbors = [];

    /// <summary>Adds a neighbor. Neighbors come in the order of their ids.</summary>
    /// <param name="id">The neighbor.</param>
    /// <param name="similarity">How similar it is; it counts if this is above 0.</param>
    /// <param name="deviation">The deviation of its rating.</param>
    public void Add(int id, double similarity, double deviation)
    {
        if (similarity > 0)
        {
            _neighbors.Add(new Neighbor(id, similarity, deviation));
        }
    }

    /// <summary>The mean of the most similar ones that were added; none is kept.</summary>
    public double Take()
    {
        if (_neighbors.Count > options.Neighbors)
        {
            _neighbors.Sort();
        }

        double sum = 0;
        double weight = options.PredictionShrinkage;
        for (int i = 0; i < Math.Min(options.Neighbors, _neighbors.Count); i++)
        {
            sum += _neighbors[i].Similarity * _neighbors[i].Deviation;
            weight += _neighbors[i].Similarity;
        }

        _neighbors.Clear();
        return sum / weight;
    }
}
