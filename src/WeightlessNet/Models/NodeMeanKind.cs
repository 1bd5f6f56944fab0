namespace WeightlessNet.Models;

/// <summary>The kinds of <see cref="NodeMean"/>.</summary>
internal enum NodeMeanKind
{
    /// <summary>The arithmetic mean.</summary>
    Simple,

    /// <summary>The p-th root of the mean of p-th powers.</summary>
    Power,

    /// <summary>The middle value, or the mean of the two middle values.</summary>
    Median,

    /// <summary>The inverse of the mean of inverses.</summary>
    Harmonic,

    /// <summary>The inverse of the power mean of inverses.</summary>
    HarmonicPower,

    /// <summary>The exponential of the mean of logarithms.</summary>
    Geometric,

    /// <summary>The logarithm of the mean of exponentials.</summary>
    Exponential,

    /// <summary>The logistic function of the mean of log-odds.</summary>
    Logistic,
}
