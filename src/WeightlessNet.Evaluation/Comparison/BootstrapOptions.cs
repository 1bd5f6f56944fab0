using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>How a <see cref="Bootstrap"/> resamples. Immutable.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many times the values are drawn anew, 100 or more; 10,000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 100.</exception>
    public int Resamples
    {
        get;
        init => field = OptionRange.AtLeast(value, 100, nameof(Resamples));
    } = 10_000;

    /// <summary>The share of the resamples that an interval holds, above 0 and below 1; 0.95 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double Confidence
    {
        get;
        init => field = OptionRange.Share(value, nameof(Confidence));
    } = 0.95;

    /// <summary>The seed of the draws; equal seeds and values give equal intervals.</summary>
    public ulong Seed { get; init; }
}
