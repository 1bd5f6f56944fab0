using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.StateMachines;

public sealed class StateMachineArchitectureTests
{
    // I is 0 1 | 2, Q is 3 4 | 5, Z is 6 | 7 8 and C is 9 10 11.
    private static StateMachineArchitecture Small(StateMachineConnector connector) => new([2, 1], [1, 2], connector);

    private static void AssertConnections(StateMachineArchitecture architecture, int neuron, int[] inputs, int[] neighbors)
    {
        Assert.Equal(inputs, architecture.InputsOf(neuron).ToArray());
        Assert.Equal(neighbors, architecture.NeighborsOf(neuron).ToArray());
    }

    [Fact]
    public void Neurons_are_numbered_in_the_order_input_inner_output_control()
    {
        StateMachineArchitecture architecture = new([10, 3, 3, 10], [10]);

        Assert.Equal(26, architecture.InputCount);
        Assert.Equal(10, architecture.OutputCount);
        Assert.Equal(26, architecture.FirstInner);
        Assert.Equal(52, architecture.FirstOutput);
        Assert.Equal(62, architecture.LabelNeuron);
        Assert.Equal(63, architecture.PleasureNeuron);
        Assert.Equal(64, architecture.PainNeuron);
        Assert.Equal(65, architecture.NeuronCount);
        Assert.Same(StateMachineConnector.ForwardForward, architecture.Connector);
    }

    [Fact]
    public void Full_connects_everything()
    {
        StateMachineArchitecture architecture = Small(StateMachineConnector.Full);

        foreach (int inner in new[] { 3, 4, 5 })
        {
            AssertConnections(architecture, inner, [0, 1, 2], [3, 4, 5]);
        }

        foreach (int output in new[] { 6, 7, 8 })
        {
            AssertConnections(architecture, output, [3, 4, 5], [6, 7, 8]);
        }
    }

    [Fact]
    public void Forward_full_connects_all_inputs_and_the_own_channel()
    {
        StateMachineArchitecture architecture = Small(StateMachineConnector.ForwardFull);

        AssertConnections(architecture, 3, [0, 1, 2], [3, 4]);
        AssertConnections(architecture, 4, [0, 1, 2], [3, 4]);
        AssertConnections(architecture, 5, [0, 1, 2], [5]);
        AssertConnections(architecture, 6, [3, 4, 5], [6]);
        AssertConnections(architecture, 7, [3, 4, 5], [7, 8]);
        AssertConnections(architecture, 8, [3, 4, 5], [7, 8]);
    }

    [Fact]
    public void Forward_forward_connects_the_corresponding_input_channel_and_the_own_channel()
    {
        StateMachineArchitecture architecture = Small(StateMachineConnector.ForwardForward);

        AssertConnections(architecture, 3, [0, 1], [3, 4]);
        AssertConnections(architecture, 4, [0, 1], [3, 4]);
        AssertConnections(architecture, 5, [2], [5]);
        AssertConnections(architecture, 6, [3, 4, 5], [6]);
        AssertConnections(architecture, 7, [3, 4, 5], [7, 8]);
        AssertConnections(architecture, 8, [3, 4, 5], [7, 8]);
    }

    [Fact]
    public void Input_and_control_neurons_have_no_connections()
    {
        StateMachineArchitecture architecture = Small(StateMachineConnector.Full);

        foreach (int neuron in new[] { 0, 1, 2, 9, 10, 11 })
        {
            AssertConnections(architecture, neuron, [], []);
        }
    }

    [Fact]
    public void Nearest_neighbors_reach_along_lines_and_diagonals()
    {
        // Cells of one neuron each:  0 1 2 3
        //                            4 5 6 7
        //                            8 9 10 11, and the inner ones are 12 more.
        StateMachineArchitecture architecture = new(
            [.. Enumerable.Repeat(1, 12)], [1, 1], StateMachineConnector.NearestNeighbors(4, 3, straight: 2, diagonal: 1));

        AssertConnections(architecture, 12, [0, 1, 2, 4, 5, 8], [12, 13, 14, 16, 17, 20]);
        AssertConnections(architecture, 12 + 6, [1, 2, 3, 4, 5, 6, 7, 9, 10, 11], [13, 14, 15, 16, 17, 18, 19, 21, 22, 23]);
        AssertConnections(architecture, 24, [.. Enumerable.Range(12, 12)], [24]);
        AssertConnections(architecture, 25, [.. Enumerable.Range(12, 12)], [25]);
    }

    [Fact]
    public void Nearest_neighbors_read_all_neurons_of_near_channels()
    {
        StateMachineConnector connector = StateMachineConnector.NearestNeighbors(3, 1, straight: 1, diagonal: 0);
        StateMachineArchitecture architecture = new([2, 1, 3], [1], connector);

        AssertConnections(architecture, 6, [0, 1, 2], [6, 7, 8]);
        AssertConnections(architecture, 8, [0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]);
        AssertConnections(architecture, 11, [2, 3, 4, 5], [8, 9, 10, 11]);
    }

    [Fact]
    public void Random_connections_are_distinct_ascending_within_their_sets_and_determined_by_the_seed()
    {
        StateMachineArchitecture architecture = new([8, 8], [4, 4], StateMachineConnector.Random(5, 3, 7, 2, seed: 9));
        StateMachineArchitecture same = new([8, 8], [4, 4], StateMachineConnector.Random(5, 3, 7, 2, seed: 9));
        StateMachineArchitecture other = new([8, 8], [4, 4], StateMachineConnector.Random(5, 3, 7, 2, seed: 10));
        bool differs = false;
        for (int neuron = 16; neuron < 40; neuron++)
        {
            bool inner = neuron < 32;
            AssertDrawn(architecture.InputsOf(neuron).ToArray(), inner ? 5 : 7, inner ? 0 : 16, 16);
            AssertDrawn(architecture.NeighborsOf(neuron).ToArray(), inner ? 3 : 2, inner ? 16 : 32, inner ? 16 : 8);
            AssertConnections(same, neuron, architecture.InputsOf(neuron).ToArray(), architecture.NeighborsOf(neuron).ToArray());
            differs |= !other.InputsOf(neuron).SequenceEqual(architecture.InputsOf(neuron));
        }

        Assert.True(differs);
        // Computed by hand from the published SplitMix64, so that the draw never changes.
        Assert.Equal([5, 7, 10, 12, 13], architecture.InputsOf(16).ToArray());
    }

    [Theory]
    [InlineData(17, 0, 1, 0)]
    [InlineData(1, 17, 1, 0)]
    [InlineData(1, 0, 17, 0)]
    [InlineData(1, 0, 1, 9)]
    public void More_random_connections_than_neurons_are_refused(int q, int qNeighbors, int z, int zNeighbors)
    {
        StateMachineConnector connector = StateMachineConnector.Random(q, qNeighbors, z, zNeighbors, 1);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new StateMachineArchitecture([8, 8], [4, 4], connector));
        Assert.Equal("connector", exception.ParamName);
    }

    [Fact]
    public void A_grid_that_does_not_match_the_channels_is_refused()
    {
        StateMachineConnector connector = StateMachineConnector.NearestNeighbors(2, 2, 1, 1);

        Assert.Throws<ArgumentException>("connector", () => new StateMachineArchitecture([1, 1, 1], [1], connector));
    }

    [Fact]
    public void Missing_or_empty_channels_and_too_many_neurons_are_refused()
    {
        Assert.Equal("inputChannels", Assert.Throws<ArgumentException>(() => new StateMachineArchitecture([], [1])).ParamName);
        Assert.Equal("inputChannels", Assert.Throws<ArgumentException>(() => new StateMachineArchitecture([3, 0], [1])).ParamName);
        Assert.Equal("outputChannels", Assert.Throws<ArgumentException>(() => new StateMachineArchitecture([3], [-1])).ParamName);
        Assert.Equal(
            "outputChannels",
            Assert.Throws<ArgumentException>(() => new StateMachineArchitecture([1], [int.MaxValue, int.MaxValue])).ParamName);
        Assert.Throws<ArgumentNullException>(() => new StateMachineArchitecture(null!, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StateMachineConnector.Random(0, 1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StateMachineConnector.NearestNeighbors(0, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small(StateMachineConnector.Full).InputsOf(12).Length);
    }

    [Fact]
    public void An_architecture_keeps_its_own_copy_of_the_channels()
    {
        int[] channels = [2, 2];
        StateMachineArchitecture architecture = new(channels, [1]);
        channels[0] = 7;

        Assert.Equal([2, 2], architecture.InputChannels);
    }

    private static void AssertDrawn(int[] drawn, int count, int first, int available)
    {
        Assert.Equal(count, drawn.Length);
        Assert.Equal(drawn.Distinct().Order(), drawn);
        Assert.All(drawn, neuron => Assert.InRange(neuron, first, first + available - 1));
    }
}
