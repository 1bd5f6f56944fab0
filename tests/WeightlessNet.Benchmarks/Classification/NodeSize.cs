namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The size of a layer's nodes.</summary>
internal enum NodeSize
{
    /// <summary>The default.</summary>
    Large,

    /// <summary>Tuples of 8 bits.</summary>
    Small,
}
