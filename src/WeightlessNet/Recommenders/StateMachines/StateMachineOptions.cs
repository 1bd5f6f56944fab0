using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Recommenders.StateMachines;

/// <summary>
/// The shape of the personal machines of a <see cref="StateMachineRecommender"/>; the defaults are those of arXiv 2511.05499.
/// </summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial record StateMachineOptions
{
    /// <summary>
    /// How many of an item's bits each input channel takes, in the order of the bits; null, the default, for one channel for each field of
    /// the catalog.
    /// </summary>
    /// <exception cref="ArgumentException">There is no channel or one has no bit.</exception>
    public IReadOnlyList<int>? InputChannels
    {
        get;
        init
        {
            int[]? channels = value is null ? null : [.. value];
            if (channels is not null && (channels.Length == 0 || Array.Exists(channels, bits => bits < 1)))
            {
                throw new ArgumentException(
                    $"There must be at least one channel, and each must have a bit or more, unlike: {string.Join(", ", channels)}.",
                    nameof(InputChannels));
            }

            field = channels is null ? null : Array.AsReadOnly(channels);
        }
    }

    /// <summary>How the neurons are connected; <see cref="StateMachineConnector.ForwardForward"/> unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public StateMachineConnector Connector { get; init => field = value ?? throw new ArgumentNullException(nameof(Connector)); } =
        StateMachineConnector.ForwardForward;

    /// <summary>The most steps of a machine for an answer, from no state: 1 to 1000; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int RecallSteps { get; init => field = OptionRange.Checked(value, 1, 1000, nameof(RecallSteps)); } = 5;

    /// <summary>
    /// For how many users the machines are kept ready: 1 to 2^20; 256 unless set. Others are rebuilt from their ratings when
    /// they are needed, with the same answers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^20.</exception>
    public int MaximumHotUsers { get; init => field = OptionRange.Checked(value, 1, 1 << 20, nameof(MaximumHotUsers)); } = 256;

    /// <summary>The seed of the bits that a machine draws where its memory does not decide, the same for all users; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;
}
