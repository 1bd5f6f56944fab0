using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>How a <see cref="MarginClassifier{TLabel}"/> is trained. Immutable and thread-safe.</summary>
public sealed record MarginOptions
{
    private readonly int _epochs = 8;
    private readonly int _initialStep = 8;
    private readonly int _margin = 32;
    private readonly int _calibrationExamples = 4000;

    /// <summary>The number of passes over the examples, above 0. The default is 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int Epochs
    {
        get => _epochs;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Epochs));
            _epochs = value;
        }
    }

    /// <summary>
    /// The step by which cells change in the first epoch, 1 to 256; it decreases linearly to 1 in the last. The default is 8.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int InitialStep
    {
        get => _initialStep;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(InitialStep));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 256, nameof(InitialStep));
            _initialStep = value;
        }
    }

    /// <summary>
    /// The lead over all other classes, per node, that the right class must exceed, 0 to 1000: examples with a smaller or equal lead are
    /// learned from. The default is 32.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Margin
    {
        get => _margin;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Margin));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000, nameof(Margin));
            _margin = value;
        }
    }

    /// <summary>
    /// The shape of the samples if they are images that training shows unchanged or shifted by one pixel up, down, left or right, at
    /// random; null if samples are always shown unchanged. The row or column that becomes free repeats its neighbor.
    /// The levels of the shape do not matter.
    /// </summary>
    public ImageShape? ShiftedImages { get; init; }

    /// <summary>
    /// The most examples that <see cref="MarginClassifier{TLabel}.Calibrate"/> holds back from the classifiers that it trains to fit
    /// probabilities; 0 or more. With 0, learning a batch fits no probabilities, and takes half the time. The default is 4,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    internal int CalibrationExamples
    {
        get => _calibrationExamples;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(CalibrationExamples));
            _calibrationExamples = value;
        }
    }

    /// <summary>The seed of the order of the examples and of the shifts.</summary>
    public ulong Seed { get; init; }
}
