using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>How a <see cref="WisardClassifier{TLabel}"/> keeps and reads its cells. Immutable and thread-safe.</summary>
public sealed partial record WisardOptions
{
    private readonly int _threshold;

    /// <summary>How nodes keep their cells.</summary>
    public NodeStorage Storage { get; init; } = NodeStorage.Automatic;

    /// <summary>How cells are read.</summary>
    public WisardReading Reading { get; init; }

    /// <summary>Whether votes allow for classes of different size. A log-likelihood always does.</summary>
    public ClassBalancing Balancing { get; init; }

    /// <summary>The threshold of <see cref="WisardReading.FixedThreshold"/>, 0 to 255: a cell above it is a vote.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public int Threshold
    {
        get => _threshold;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Threshold));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaximumThreshold, nameof(Threshold));
            _threshold = value;
        }
    }

    /// <summary>The greatest threshold that any reading considers.</summary>
    public const int MaximumThreshold = 255;
}
