using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>Options for fitting a <see cref="CentralModel"/>.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed class CentralModelOptions
{
    private readonly int _folds = 5;
    private readonly int _parallelism = Math.Clamp(Environment.ProcessorCount, 1, 1000);

    /// <summary>
    /// The number of folds: 2 to 100; the default is 5. One more model is trained for each, without the ratings of that fold, and kept in
    /// memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 2 to 100.</exception>
    public int Folds
    {
        get => _folds;
        init => _folds = OptionRange.Checked(value, 2, 100, nameof(Folds));
    }

    /// <summary>The seed for assigning ratings to folds; the default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The maximum number of models trained at the same time: 1 to 1000; the default is the number of processors. The result does not
    /// depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _parallelism;
        init => _parallelism = OptionRange.Checked(value, 1, 1000, nameof(MaxDegreeOfParallelism));
    }
}
