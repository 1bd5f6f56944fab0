using WeightlessNet.StateMachines;

namespace WeightlessNet.Recommenders.StateMachines;

/// <summary>
/// The shape of the personal machines of a <see cref="StateMachineRecommender"/>; the defaults are those of arXiv 2511.05499.
/// </summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial class StateMachineOptions
{
    private readonly IReadOnlyList<int>? _inputChannels;
    private readonly StateMachineConnector _connector = StateMachineConnector.ForwardForward;
    private readonly int _recallSteps = 5;
    private readonly int _maximumHotUsers = 256;

    /// <summary>
    /// How many of an item's bits each input channel takes, in the order of the bits; null, unless set, for one channel to each field
    /// of the catalog.
    /// </summary>
    /// <exception cref="ArgumentException">There is no channel or one has no bit.</exception>
    public IReadOnlyList<int>? InputChannels
    {
        get => _inputChannels;
        init
        {
            int[]? channels = value is null ? null : [.. value];
            if (channels is not null && (channels.Length == 0 || Array.Exists(channels, bits => bits < 1)))
            {
                throw new ArgumentException(
                    $"There is at least one channel and each has a bit: {string.Join(", ", channels)}.", nameof(InputChannels));
            }

            _inputChannels = channels is null ? null : Array.AsReadOnly(channels);
        }
    }

    /// <summary>How the neurons are connected; <see cref="StateMachineConnector.ForwardForward"/> unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public StateMachineConnector Connector
    {
        get => _connector;
        init => _connector = value ?? throw new ArgumentNullException(nameof(Connector));
    }

    /// <summary>How many steps a machine makes at most to answer, from no state: 1 to 1000; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int RecallSteps
    {
        get => _recallSteps;
        init => _recallSteps = value is >= 1 and <= 1000 ? value : throw OutOfRange(nameof(RecallSteps), value, "1 to 1000");
    }

    /// <summary>
    /// For how many users the machines are kept ready: 1 to 2^20; 256 unless set. Others are rebuilt from their ratings when they are asked
    /// for, with the same answers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^20.</exception>
    public int MaximumHotUsers
    {
        get => _maximumHotUsers;
        init => _maximumHotUsers = value is >= 1 and <= 1 << 20 ? value : throw OutOfRange(nameof(MaximumHotUsers), value, "1 to 2^20");
    }

    /// <summary>What decides where a machine's memory does not, the same for all users; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    private static ArgumentOutOfRangeException OutOfRange(string name, int value, string range) => new(name, value, $"{name} is {range}.");
}
