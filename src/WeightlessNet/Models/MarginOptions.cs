using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>How a <see cref="MarginClassifier{TLabel}"/> is trained. Immutable and thread-safe.</summary>
public sealed record MarginOptions
{
    private readonly int _epochs = 8;
    private readonly int _initialStep = 8;
    private readonly int _margin = 32;

    /// <summary>How often training goes through the examples, above 0.</summary>
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

    /// <summary>By how much a cell changes in the first epoch, 1 to 256; the step falls evenly to 1 in the last.</summary>
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
    /// By how much the right class is to lead any other, per node and in steps of 1, 0 to 1000: examples that lead by less are learned
    /// from.
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
    /// The shape of the samples where they are images, each to be shown as it is or shifted by one pixel up, down, left or right, at
    /// random; null where samples are shown as they are.
    /// </summary>
    public ImageShape? ShiftedImages { get; init; }

    /// <summary>The seed of the order of the examples and of the shifts.</summary>
    public ulong Seed { get; init; }
}
