using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>Options for fitting a <see cref="CentralModel"/>.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed record CentralModelOptions
{
    private readonly int _parallelism = Math.Clamp(Environment.ProcessorCount, 1, 1000);

    /// <summary>The seed that decides which ratings are held out; the default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The maximum number of threads that train: 1 to 1000; the default is the number of processors. Factorizations are trained one after
    /// the other by all threads, other recommenders at the same time by one thread each. The result does not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _parallelism;
        init => _parallelism = OptionRange.Checked(value, 1, 1000, nameof(MaxDegreeOfParallelism));
    }
}
