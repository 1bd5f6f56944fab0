namespace WeightlessNet.Evaluation.Metrics;

/// <summary>A distance between two bit patterns, 0 to 1.</summary>
public enum PatternDistance
{
    /// <summary>
    /// The share of the bits set in either pattern that are not set in both; 0 if no bit is set. Bits set in neither pattern do not make
    /// them similar, which suits fields with many words.
    /// </summary>
    Jaccard,

    /// <summary>The share of all bits that differ; 0 if there are no bits.</summary>
    Hamming,
}
