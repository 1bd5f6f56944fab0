namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Which figures are better.</summary>
internal enum Direction
{
    /// <summary>Errors.</summary>
    LowerIsBetter,

    /// <summary>Ranking figures.</summary>
    HigherIsBetter,
}
