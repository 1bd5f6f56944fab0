using WeightlessNet.Bits;

namespace WeightlessNet.StateMachines;

/// <summary>Decides which neurons each inner and output neuron of a <see cref="StateMachineArchitecture"/> reads.</summary>
/// <remarks>
/// <para>
/// An inner neuron has inputs among the input neurons I and neighbors among the inner neurons Q; an output neuron has inputs among Q
/// and neighbors among the output neurons Z. Inputs are read at the current step, neighbors at the previous one. A neuron may be its own
/// neighbor. The address of a neuron is its inputs followed by its neighbors, each in ascending order.
/// </para>
/// <para>
/// <see cref="Full"/>, <see cref="ForwardFull"/> and <see cref="ForwardForward"/> are those of the public architectures of AO Labs
/// (github.com/aolabsai/archs), whose system is evaluated in arXiv 2511.05499. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed partial class StateMachineConnector
{
    private readonly Func<StateMachineArchitecture, IEnumerable<NeuronGroup>> _connect;

    private StateMachineConnector(
        string name, StoredForm form, Func<StateMachineArchitecture, IEnumerable<NeuronGroup>> connect)
    {
        Name = name;
        _form = form;
        _connect = connect;
    }

    /// <summary>Connects everything: Q reads all of I and all of Q; Z reads all of Q and all of Z.</summary>
    public static StateMachineConnector Full { get; } = new("full", new StoredForm(FullNumber), architecture =>
    [
        new NeuronGroup(AllOf(architecture.InnerRanges), AllOf(architecture.InputRanges), AllOf(architecture.InnerRanges)),
        new NeuronGroup(AllOf(architecture.OutputRanges), AllOf(architecture.InnerRanges), AllOf(architecture.OutputRanges)),
    ]);

    /// <summary>
    /// All inputs, and neighbors of the own channel: Q reads all of I and its channel of Q; Z reads all of Q and its channel of Z.
    /// </summary>
    public static StateMachineConnector ForwardFull { get; } = new("forward-full", new StoredForm(ForwardFullNumber), architecture =>
    {
        int[] inputs = AllOf(architecture.InputRanges);
        return architecture.InnerRanges
            .Select(channel => new NeuronGroup(NumbersOf(channel), inputs, NumbersOf(channel)))
            .Concat(Outputs(architecture));
    });

    /// <summary>
    /// Inner neurons by channel: Q reads the channel of I that corresponds to its own, and its channel of Q; Z reads all of Q and its
    /// channel of Z. This is the connector of arXiv 2511.05499.
    /// </summary>
    public static StateMachineConnector ForwardForward { get; } = new(
        "forward-forward",
        new StoredForm(ForwardForwardNumber),
        architecture => architecture.InnerRanges
            .Zip(architecture.InputRanges, (inner, input) => new NeuronGroup(NumbersOf(inner), NumbersOf(input), NumbersOf(inner)))
            .Concat(Outputs(architecture)));

    /// <summary>The connector's name, with its parameters.</summary>
    public string Name { get; }

    /// <summary>Draws each neuron's connections at random, without repetition and regardless of channels.</summary>
    /// <param name="inputsOfInner">The number of neurons of I that each neuron of Q reads, above 0.</param>
    /// <param name="neighborsOfInner">The number of neurons of Q that each neuron of Q reads, 0 or more.</param>
    /// <param name="inputsOfOutput">The number of neurons of Q that each neuron of Z reads, above 0.</param>
    /// <param name="neighborsOfOutput">The number of neurons of Z that each neuron of Z reads, 0 or more.</param>
    /// <param name="seed">The seed; equal seeds draw the same connections on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of inputs is not above 0 or a number of neighbors is negative.</exception>
    public static StateMachineConnector Random(
        int inputsOfInner, int neighborsOfInner, int inputsOfOutput, int neighborsOfOutput, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputsOfInner);
        ArgumentOutOfRangeException.ThrowIfNegative(neighborsOfInner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputsOfOutput);
        ArgumentOutOfRangeException.ThrowIfNegative(neighborsOfOutput);
        return new StateMachineConnector(
            $"random {inputsOfInner}+{neighborsOfInner}, {inputsOfOutput}+{neighborsOfOutput}, seed {seed}",
            new StoredForm(RandomNumber, [inputsOfInner, neighborsOfInner, inputsOfOutput, neighborsOfOutput], seed),
            Connect);

        IEnumerable<NeuronGroup> Connect(StateMachineArchitecture architecture)
        {
            int[] inputs = AllOf(architecture.InputRanges);
            int[] inner = AllOf(architecture.InnerRanges);
            int[] outputs = AllOf(architecture.OutputRanges);
            SplitMix64 random = new(seed);
            foreach (int neuron in NumbersOf(architecture.FirstInner..architecture.FirstOutput))
            {
                yield return Drawn(neuron, inputs, inputsOfInner, inner, neighborsOfInner, ref random);
            }

            foreach (int neuron in NumbersOf(architecture.FirstOutput..architecture.LabelNeuron))
            {
                yield return Drawn(neuron, inner, inputsOfOutput, outputs, neighborsOfOutput, ref random);
            }
        }
    }

    /// <summary>
    /// Arranges the input channels on a grid, row by row. Q reads the channels of I and of Q in its own cell and in near cells along its
    /// row, its column and its diagonals; Z reads all of Q and its channel of Z.
    /// </summary>
    /// <param name="width">The width of the grid in cells, above 0.</param>
    /// <param name="height">The height of the grid in cells, above 0; width times height is the number of input channels.</param>
    /// <param name="straight">The reach in cells, in each direction, along the row and the column; 0 or more.</param>
    /// <param name="diagonal">The reach in cells, in each direction, along both diagonals; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not above 0 or a reach is negative.</exception>
    public static StateMachineConnector NearestNeighbors(int width, int height, int straight, int diagonal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegative(straight);
        ArgumentOutOfRangeException.ThrowIfNegative(diagonal);
        return new StateMachineConnector(
            $"nearest neighbors on {width} x {height}, {straight} straight and {diagonal} diagonal",
            new StoredForm(NearestNeighborsNumber, [width, height, straight, diagonal]),
            architecture =>
            {
                int channels = architecture.InputChannels.Count;
                if ((long)width * height != channels)
                {
                    throw new ArgumentException($"A grid of {width} x {height} cells does not fit {channels} input channels.");
                }

                return Enumerable.Range(0, channels)
                    .Select(cell => CellsNear(cell % width, cell / width, width, height, straight, diagonal))
                    .Select((near, cell) => new NeuronGroup(
                        NumbersOf(architecture.InnerRanges[cell]),
                        AllOf(near.Select(other => architecture.InputRanges[other])),
                        AllOf(near.Select(other => architecture.InnerRanges[other]))))
                    .Concat(Outputs(architecture));
            });
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Makes the groups one by one, so that a reader can make sure that the bytes of each are there.</summary>
    /// <param name="architecture">The sets and channels.</param>
    /// <param name="made">Called after each group is made and before the next one is.</param>
    internal NeuronGroup[] Connect(StateMachineArchitecture architecture, Action<NeuronGroup>? made)
    {
        List<NeuronGroup> groups = [];
        foreach (NeuronGroup group in _connect(architecture))
        {
            made?.Invoke(group);
            groups.Add(group);
        }

        return [.. groups];
    }

    private static IEnumerable<NeuronGroup> Outputs(StateMachineArchitecture architecture)
    {
        int[] inner = AllOf(architecture.InnerRanges);
        return architecture.OutputRanges.Select(channel => new NeuronGroup(NumbersOf(channel), inner, NumbersOf(channel)));
    }

    private static NeuronGroup Drawn(
        int neuron, int[] inputs, int inputCount, int[] neighbors, int neighborCount, ref SplitMix64 random) =>
        new([neuron], Draw(inputs, inputCount, "inputs", ref random), Draw(neighbors, neighborCount, "neighbors", ref random));

    // Shuffles the candidates in place and back, so that a draw takes time for those drawn, not for all.
    private static int[] Draw(int[] candidates, int count, string what, ref SplitMix64 random)
    {
        if (count > candidates.Length)
        {
            throw new ArgumentException($"A neuron cannot have {count} {what}: there are {candidates.Length} neurons to draw from.");
        }

        int[] swapped = new int[count];
        for (int i = 0; i < count; i++)
        {
            swapped[i] = i + random.Next(candidates.Length - i);
            (candidates[i], candidates[swapped[i]]) = (candidates[swapped[i]], candidates[i]);
        }

        int[] drawn = candidates[..count];
        for (int i = count - 1; i >= 0; i--)
        {
            (candidates[i], candidates[swapped[i]]) = (candidates[swapped[i]], candidates[i]);
        }

        Array.Sort(drawn);
        return drawn;
    }

    private static int[] CellsNear(int column, int row, int width, int height, int straight, int diagonal)
    {
        List<int> cells = [];
        int reach = Math.Min(Math.Max(straight, diagonal), height);
        for (int y = Math.Max(0, row - reach); y <= Math.Min(height - 1, row + reach); y++)
        {
            int down = Math.Abs(y - row);
            bool onDiagonal = down > 0 && down <= diagonal;
            if (onDiagonal && column >= down)
            {
                cells.Add((y * width) + column - down);
            }

            // The whole row of the cell itself, and the cell of its column in other rows.
            int across = down == 0 ? Math.Min(straight, width) : down <= straight ? 0 : -1;
            for (int x = Math.Max(0, column - across); x <= Math.Min(width - 1, column + across); x++)
            {
                cells.Add((y * width) + x);
            }

            if (onDiagonal && column + down < width)
            {
                cells.Add((y * width) + column + down);
            }
        }

        return [.. cells];
    }

    private static int[] AllOf(IEnumerable<Range> channels) => [.. channels.SelectMany(NumbersOf)];

    private static int[] NumbersOf(Range channel) =>
        [.. Enumerable.Range(channel.Start.Value, channel.End.Value - channel.Start.Value)];
}
