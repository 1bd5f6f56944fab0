using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>How a <see cref="WisardClassifier{TLabel}"/> stores and reads its cells. Immutable and thread-safe.</summary>
public sealed partial record WisardOptions
{
    private readonly NodeStorage _storage = NodeStorage.Automatic;
    private readonly WisardReading _reading = WisardReading.Automatic;
    private readonly ClassBalancing _balancing;
    private readonly int _threshold;

    /// <summary>How nodes store their cells.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public NodeStorage Storage
    {
        get => _storage;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Storage));
            _storage = value;
        }
    }

    /// <summary>How cells are read. The default is <see cref="WisardReading.Automatic"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public WisardReading Reading
    {
        get => _reading;
        init => _reading = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Reading), value, $"The reading must be one of {string.Join(", ", Enum.GetNames<WisardReading>())}.");
    }

    /// <summary>Whether thresholds take the sizes of classes into account. A log-likelihood always does, and the readings that
    /// <see cref="WisardReading.Automatic"/> compares do without.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public ClassBalancing Balancing
    {
        get => _balancing;
        init => _balancing = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Balancing), value, $"The balancing must be one of {string.Join(", ", Enum.GetNames<ClassBalancing>())}.");
    }

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

    /// <summary>The largest threshold of all readings.</summary>
    internal const int MaximumThreshold = 255;
}
