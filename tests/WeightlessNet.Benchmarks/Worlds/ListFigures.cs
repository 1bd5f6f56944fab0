namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The figures of one shape of lists, for each seed.</summary>
internal sealed class ListFigures(string kind, double value)
{
    private readonly List<ListMeasures> _bySeed = [];

    /// <summary>What the shape sets.</summary>
    public string Kind => kind;

    /// <summary>The value that it is set to.</summary>
    public double Value => value;

    /// <summary>The means over the seeds.</summary>
    public ListMeasures Mean => new(
        _bySeed.Average(one => one.Ndcg),
        _bySeed.Average(one => one.Diversity),
        _bySeed.Average(one => one.Coverage),
        _bySeed.Average(one => one.Divergence));

    public void Add(ListMeasures measures) => _bySeed.Add(measures);
}
