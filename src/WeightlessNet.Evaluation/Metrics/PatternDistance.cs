namespace WeightlessNet.Evaluation.Metrics;

/// <summary>How far two patterns of bits are apart, 0 to 1.</summary>
public enum PatternDistance
{
    /// <summary>
    /// The share of the bits set in either pattern that are not set in both; 0 where neither has any. Bits set in none do not make two
    /// patterns alike, which suits fields of many words.
    /// </summary>
    Jaccard,

    /// <summary>The share of all bits that differ; 0 where there is no bit.</summary>
    Hamming,
}
