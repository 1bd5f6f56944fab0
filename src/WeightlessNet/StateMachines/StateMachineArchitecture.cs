using System.Collections.ObjectModel;

namespace WeightlessNet.StateMachines;

/// <summary>The neurons of a <see cref="StateMachine"/>, in sets and channels, and their connections.</summary>
/// <remarks>
/// <para>
/// There are four sets: input neurons I, which take the input; inner neurons Q, one for each input neuron and in the same channels;
/// output neurons Z; and the control neurons C: label, pleasure and pain, which every inner and output neuron obeys. Neurons are
/// numbered through: I from 0, then Q, Z and C. Channels say which bits belong together, such as a field of a record.
/// </para>
/// <para>Immutable and safe to share between threads and between machines.</para>
/// </remarks>
public sealed class StateMachineArchitecture
{
    /// <summary>How many input neurons there may be, and how many output neurons.</summary>
    public const int MaximumNeuronsPerSet = 1 << 20;

    private const int ControlCount = 3;

    private readonly NeuronGroup[] _groups;
    private readonly int[] _groupOf;

    /// <summary>Creates an architecture.</summary>
    /// <param name="inputChannels">How many input neurons each channel of I has, and so how many inner neurons each channel of Q.</param>
    /// <param name="outputChannels">How many output neurons each channel of Z has.</param>
    /// <param name="connector">How they are connected; <see cref="StateMachineConnector.ForwardForward"/> where null.</param>
    /// <exception cref="ArgumentNullException">A list of channels is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no channel, a channel has no neuron, a set has more than <see cref="MaximumNeuronsPerSet"/>, or the connector asks for
    /// connections that the channels do not have.
    /// </exception>
    public StateMachineArchitecture(
        IReadOnlyList<int> inputChannels, IReadOnlyList<int> outputChannels, StateMachineConnector? connector = null)
    {
        InputChannels = Checked(inputChannels, nameof(inputChannels));
        OutputChannels = Checked(outputChannels, nameof(outputChannels));
        Connector = connector ?? StateMachineConnector.ForwardForward;
        InputCount = InputChannels.Sum();
        OutputCount = OutputChannels.Sum();
        InputRanges = RangesOf(InputChannels, 0);
        InnerRanges = RangesOf(InputChannels, FirstInner);
        OutputRanges = RangesOf(OutputChannels, FirstOutput);
        try
        {
            _groups = Connector.Connect(this);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"The connector '{Connector}' does not fit: {exception.Message}", nameof(connector), exception);
        }

        _groupOf = new int[NeuronCount];
        Array.Fill(_groupOf, -1);
        for (int group = 0; group < _groups.Length; group++)
        {
            foreach (int neuron in _groups[group].Neurons)
            {
                _groupOf[neuron] = group;
            }
        }
    }

    /// <summary>How many neurons each channel of I has; those of Q are the same.</summary>
    public IReadOnlyList<int> InputChannels { get; }

    /// <summary>How many neurons each channel of Z has.</summary>
    public IReadOnlyList<int> OutputChannels { get; }

    /// <summary>How the neurons are connected.</summary>
    public StateMachineConnector Connector { get; }

    /// <summary>How many input neurons there are, which is how many bits an input has; there are as many inner neurons.</summary>
    public int InputCount { get; }

    /// <summary>How many output neurons there are, which is how many bits an output or a label has.</summary>
    public int OutputCount { get; }

    /// <summary>How many neurons there are in all four sets.</summary>
    public int NeuronCount => FirstOutput + OutputCount + ControlCount;

    /// <summary>The number of the first inner neuron; those of I are below it.</summary>
    public int FirstInner => InputCount;

    /// <summary>The number of the first output neuron.</summary>
    public int FirstOutput => 2 * InputCount;

    /// <summary>The number of the control neuron that fires when a label is given.</summary>
    public int LabelNeuron => FirstOutput + OutputCount;

    /// <summary>The number of the control neuron for pleasure.</summary>
    public int PleasureNeuron => LabelNeuron + 1;

    /// <summary>The number of the control neuron for pain.</summary>
    public int PainNeuron => LabelNeuron + 2;

    internal Range[] InputRanges { get; }

    internal Range[] InnerRanges { get; }

    internal Range[] OutputRanges { get; }

    /// <summary>The groups of neurons that share connections: those of inner neurons before those of output neurons.</summary>
    internal ReadOnlySpan<NeuronGroup> Groups => _groups;

    /// <summary>The neurons that a neuron reads as they are at the same step, ascending; none for those of I and C.</summary>
    /// <param name="neuron">The neuron's number, 0 to <see cref="NeuronCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public ReadOnlySpan<int> InputsOf(int neuron) => GroupOf(neuron) is { } group ? group.Inputs : [];

    /// <summary>The neurons that a neuron reads as they were at the step before, ascending; none for those of I and C.</summary>
    /// <param name="neuron">The neuron's number, 0 to <see cref="NeuronCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public ReadOnlySpan<int> NeighborsOf(int neuron) => GroupOf(neuron) is { } group ? group.Neighbors : [];

    internal void ThrowIfNotANeuron(int neuron)
    {
        if ((uint)neuron >= (uint)NeuronCount)
        {
            throw new ArgumentOutOfRangeException(nameof(neuron), neuron, $"There are {NeuronCount} neurons.");
        }
    }

    private NeuronGroup? GroupOf(int neuron)
    {
        ThrowIfNotANeuron(neuron);
        return _groupOf[neuron] < 0 ? null : _groups[_groupOf[neuron]];
    }

    private static ReadOnlyCollection<int> Checked(IReadOnlyList<int> channels, string parameter)
    {
        ArgumentNullException.ThrowIfNull(channels, parameter);
        int[] copy = [.. channels];
        if (copy.Length == 0)
        {
            throw new ArgumentException("There is at least one channel.", parameter);
        }

        long total = 0;
        for (int channel = 0; channel < copy.Length; channel++)
        {
            if (copy[channel] < 1)
            {
                throw new ArgumentException($"Channel {channel} has {copy[channel]} neurons: a channel has at least one.", parameter);
            }

            total += copy[channel];
        }

        return total <= MaximumNeuronsPerSet
            ? Array.AsReadOnly(copy)
            : throw new ArgumentException(
                $"The channels have {total} neurons together, at most {MaximumNeuronsPerSet} are possible.", parameter);
    }

    private static Range[] RangesOf(IReadOnlyList<int> channels, int first)
    {
        Range[] ranges = new Range[channels.Count];
        for (int channel = 0; channel < ranges.Length; channel++)
        {
            ranges[channel] = first..(first + channels[channel]);
            first += channels[channel];
        }

        return ranges;
    }
}
