using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>How a <see cref="CentralModel"/> is fitted.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed class CentralModelOptions
{
    private readonly int _folds = 5;
    private readonly int _parallelism = Math.Clamp(Environment.ProcessorCount, 1, 1000);

    /// <summary>
    /// How many further models are trained, each without one fold of the ratings: 2 to 100; 5 unless set. Each costs a training and the
    /// memory of a model.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 2 to 100.</exception>
    public int Folds
    {
        get => _folds;
        init => _folds = OptionRange.Checked(value, 2, 100, nameof(Folds));
    }

    /// <summary>The seed by which a user and an item fall to a fold; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many models are trained at a time: 1 to 1000; the number of processors unless set. The result does not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _parallelism;
        init => _parallelism = OptionRange.Checked(value, 1, 1000, nameof(MaxDegreeOfParallelism));
    }
}
