using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>Options of a <see cref="Bootstrap"/>. Immutable.</summary>
public sealed record BootstrapOptions
{
    /// <summary>The number of resamples, 100 or more; 10,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 100.</exception>
    public int Resamples { get; init => field = OptionRange.AtLeast(value, 100, nameof(Resamples)); } = 10_000;

    /// <summary>The share of the resamples that an interval covers, above 0 and below 1; 0.95 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double Confidence { get; init => field = OptionRange.Share(value, nameof(Confidence)); } = 0.95;

    /// <summary>The seed of the draws. Equal seeds and values give equal intervals.</summary>
    public ulong Seed { get; init; }
}
