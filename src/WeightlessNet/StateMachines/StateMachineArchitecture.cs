using System.Collections.ObjectModel;

namespace WeightlessNet.StateMachines;

/// <summary>The neurons of a <see cref="StateMachine"/>, in sets and channels, and their connections.</summary>
/// <remarks>
/// <para>
/// There are four sets: input neurons I, which take the input; inner neurons Q, one for each input neuron and in the same channels;
/// output neurons Z; and control neurons C: label, pleasure and pain, which every inner and output neuron obeys. Neurons are numbered
/// consecutively: I from 0, then Q, Z and C. A channel is a group of bits that belong together, such as a field of a record.
/// </para>
/// <para>Immutable and thread-safe; machines may share it.</para>
/// </remarks>
public sealed class StateMachineArchitecture
{
    /// <summary>The most input neurons, and the most output neurons.</summary>
    internal const int MaximumNeuronsPerSet = 1 << 20;

    /// <summary>The number of control neurons.</summary>
    internal const int ControlCount = 3;

    private readonly NeuronGroup[] _groups;
    private readonly int[] _groupOf;

    /// <summary>Creates an architecture.</summary>
    /// <param name="inputChannels">
    /// The number of input neurons of each channel of I, which is also the number of inner neurons of each channel of Q.
    /// </param>
    /// <param name="outputChannels">The number of output neurons of each channel of Z.</param>
    /// <param name="connector">How they are connected; null for <see cref="StateMachineConnector.ForwardForward"/>.</param>
    /// <exception cref="ArgumentNullException">A list of channels is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no channel, a channel has no neuron, a set has more than 1,048,576 neurons, or the connector does
    /// not fit the channels.
    /// </exception>
    public StateMachineArchitecture(
        IReadOnlyList<int> inputChannels, IReadOnlyList<int> outputChannels, StateMachineConnector? connector = null)
        : this(inputChannels, outputChannels, connector, null)
    {
    }

    /// <summary>Creates an architecture. <c>made</c> is called after each group of neurons is made and before the next one is.</summary>
    internal StateMachineArchitecture(
        IReadOnlyList<int> inputChannels,
        IReadOnlyList<int> outputChannels,
        StateMachineConnector? connector,
        Action<NeuronGroup>? made)
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
            _groups = Connector.Connect(this, made);
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

    /// <summary>The number of neurons of each channel of I, and of Q.</summary>
    public IReadOnlyList<int> InputChannels { get; }

    /// <summary>The number of neurons of each channel of Z.</summary>
    public IReadOnlyList<int> OutputChannels { get; }

    /// <summary>How the neurons are connected.</summary>
    public StateMachineConnector Connector { get; }

    /// <summary>The number of input neurons, which is the number of bits of an input; there are as many inner neurons.</summary>
    public int InputCount { get; }

    /// <summary>The number of output neurons, which is the number of bits of an output or a label.</summary>
    public int OutputCount { get; }

    /// <summary>The number of neurons of all four sets.</summary>
    public int NeuronCount => FirstOutput + OutputCount + ControlCount;

    /// <summary>The number of the first inner neuron, after those of I.</summary>
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

    /// <summary>The groups of neurons that share connections: groups of inner neurons first, then those of output neurons.</summary>
    internal ReadOnlySpan<NeuronGroup> Groups => _groups;

    /// <summary>The neurons that a neuron reads at the current step, ascending; none for neurons of I and C.</summary>
    /// <param name="neuron">The neuron's number, 0 to <see cref="NeuronCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public ReadOnlySpan<int> InputsOf(int neuron) => GroupOf(neuron) is { } group ? group.Inputs : [];

    /// <summary>The neurons that a neuron reads at the previous step, ascending; none for neurons of I and C.</summary>
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
            throw new ArgumentException("There must be at least one channel.", parameter);
        }

        long total = 0;
        for (int channel = 0; channel < copy.Length; channel++)
        {
            if (copy[channel] < 1)
            {
                throw new ArgumentException($"Channel {channel} has {copy[channel]} neurons: a channel needs at least one.", parameter);
            }

            total += copy[channel];
        }

        return total <= MaximumNeuronsPerSet
            ? Array.AsReadOnly(copy)
            : throw new ArgumentException(
                $"The channels have {total} neurons in total; the most is {MaximumNeuronsPerSet}.", parameter);
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
