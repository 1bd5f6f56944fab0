using System.Buffers;
using WeightlessNet.StateMachines;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots of state machines: what they hold, and well-formed bytes that no machine writes.</summary>
public sealed class StoredStateMachineTests
{
    private static readonly StateMachineArchitecture Architecture = new([2, 3], [1, 2], StateMachineConnector.Full);

    public static TheoryData<string> Connectors => ["full", "forward-full", "forward-forward", "random", "nearest neighbors"];

    /// <summary>What a test writes into the snapshot of a machine of one input and one output.</summary>
    public sealed record Content
    {
        public long Lessons { get; init; } = 3;

        public ulong[] Channels { get; init; } = [1, 1];

        public byte Connector { get; init; } = 1;

        // Input, inner, output, label, pleasure, pain.
        public ulong Firing { get; init; } = 0b001_1_11;

        public byte[] Rules { get; init; } = [1, 1];

        public ulong[] InUse { get; init; } = [0b11, 0b11];

        // Example of input 1 with label 1, once.
        public (ulong[] Address, ulong Lessons)[] Examples { get; init; } = [([1, 1], 1)];

        // The inner neuron reads input and inner neuron, the output neuron inner and output neuron. Two more lessons are in sequence.
        public (ulong Address, ulong Lessons, ulong Fires)[] Inner { get; init; } = [(0, 1, 0), (3, 2, 2)];

        public (ulong Address, ulong Lessons, ulong Fires)[] Output { get; init; } = [(0, 1, 0), (3, 2, 2)];

        public byte[] Save() => Saved(writer =>
        {
            writer.BeginSeededObject(SnapshotKind.StateMachine, 7, 1, 1, Lessons);
            foreach (ulong neurons in Channels)
            {
                writer.WriteCompact(neurons);
            }

            writer.Write(Connector);
            writer.Write(Firing);
            writer.Write<byte>(Rules);
            writer.Write<ulong>(InUse);
            writer.WriteCompact((ulong)Examples.Length);
            foreach ((ulong[] address, ulong lessons) in Examples)
            {
                writer.Write<ulong>(address);
                writer.WriteCompact(lessons);
            }

            foreach ((ulong, ulong, ulong)[] rows in ((ulong, ulong, ulong)[][])[Inner, Output])
            {
                writer.WriteCompact((ulong)rows.Length);
                foreach ((ulong address, ulong lessons, ulong fires) in rows)
                {
                    writer.Write(address);
                    writer.WriteCompact(lessons);
                    writer.WriteCompact(fires);
                }
            }
        });
    }

    public static TheoryData<string, Content> Impossible => new()
    {
        { "rules", new() { Rules = [1, 2] } },
        { "rules", new() { Rules = [0, 0] } },
        { "rules", new() { Rules = [6, 6] } },
        { "no control neuron after a lesson", new() { Firing = 0b11 } },
        { "two control neurons", new() { Firing = 0b011_1_11 } },
        { "a control neuron after a step without a lesson", new() { Rules = [2, 2] } },
        { "an inner neuron that is not its input", new() { Firing = 0b001_1_01 } },
        { "firing neurons without a state", new() { Rules = [0, 0], Firing = 1 } },
        { "a neuron that does not exist", new() { Firing = 0b001_1_11 | (1UL << 6) } },
        { "a connector", new() { Connector = 6 } },
        { "a connector", new() { Connector = 0 } },
        { "a channel without neurons", new() { Channels = [1, 0] } },
        { "too many neurons", new() { Channels = [(1 << 20) + 1, 1] } },
        { "connections that are not in use", new() { InUse = [0b111, 0b11] } },
        { "connections that are in use", new() { InUse = [0b11, 0b01] } },
        { "an example that no group has", new() { Examples = [([1, 0], 1)] } },
        { "an example that no group has", new() { Examples = [([0, 1], 1)] } },
        { "more examples than lessons of a group", new() { Examples = [([1, 1], 3)] } },
        { "an example without lessons", new() { Examples = [([1, 1], 0)] } },
        { "examples out of order", new() { Examples = [([1, 1], 1), ([0, 0], 1)] } },
        { "an example twice", new() { Examples = [([1, 1], 1), ([1, 1], 1)] } },
        { "an example of too many bits", new() { Examples = [([3, 1], 1)] } },
        { "a label of too many bits", new() { Examples = [([1, 3], 1)] } },
        { "a state after a lesson that no one holds", new() { Examples = [([0, 0], 1), ([1, 1], 2)] } },
        { "rows out of order", new() { Inner = [(3, 2, 2), (0, 1, 0)] } },
        { "a row of too many bits", new() { Inner = [(0, 1, 0), (7, 2, 2)] } },
        { "a row without lessons", new() { Inner = [(0, 1, 0), (1, 0, 0), (3, 2, 2)] } },
        { "more fires than lessons", new() { Inner = [(0, 1, 0), (3, 2, 3)] } },
        { "fewer lessons in a group", new() { Output = [(3, 2, 2)], InUse = [0b11, 0b11] } },
        { "fewer lessons than in the head", new() { Lessons = 4 } },
        { "more lessons than in the head", new() { Lessons = 2 } },
        { "more lessons than a machine holds", new() { Lessons = (1L << 27) + 1 } },
        { "an inner neuron taught something else", new() { Inner = [(0, 1, 1), (3, 2, 2)] } },
        { "an inner neuron taught something else as often", new() { Inner = [(0, 1, 1), (3, 2, 1)] } },
        { "groups that differ", new() { Output = [(0, 2, 0), (3, 1, 1)], Examples = [] } },
    };

    [Fact]
    public void The_content_of_these_tests_is_a_machine()
    {
        StateMachine machine = Load(new Content().Save());

        Assert.Equal((3, true, 7UL), (machine.LessonCount, machine.HasState, machine.Seed));
        Assert.True(machine.Forget([1], [1]));
        Assert.False(machine.Forget([1], [1]));
        Assert.False(machine.Forget([0], [0]));
        Assert.Equal(FiringRule.Control, machine.RuleOf(2));
    }

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Content_that_no_machine_has_is_refused(string what, Content content)
    {
        Exception? failure = Record.Exception(() => Load(content.Save()));
        Assert.True(failure is InvalidDataException, $"{what}: {failure?.ToString() ?? "accepted"}");
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_order_of_unsequenced_lessons_or_on_forgotten_ones()
    {
        StateMachine forward = new(Architecture);
        StateMachine backward = new(Architecture);
        backward.Learn([9], [5]);
        for (ulong i = 0; i < 40; i++)
        {
            forward.Learn([i * 7 % 32], [i % 6]);
            backward.Learn([(39 - i) * 7 % 32], [(39 - i) % 6]);
        }

        Assert.NotEqual(SnapshotCase.Save(forward), SnapshotCase.Save(backward));
        Assert.True(backward.Forget([9], [5]));
        Assert.Equal(SnapshotCase.Save(forward), SnapshotCase.Save(backward));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void A_loaded_machine_has_the_same_connections(string name)
    {
        StateMachineArchitecture saved = new([2, 3, 1, 2], [1, 2], ConnectorNamed(name, 2, 2));
        StateMachineArchitecture loaded = Load(SnapshotCase.Save(new StateMachine(saved, 5))).Architecture;

        Assert.Equal(saved.Connector.Name, loaded.Connector.Name);
        Assert.Equal(saved.InputChannels, loaded.InputChannels);
        Assert.Equal(saved.OutputChannels, loaded.OutputChannels);
        for (int neuron = 0; neuron < saved.NeuronCount; neuron++)
        {
            Assert.Equal(saved.InputsOf(neuron), loaded.InputsOf(neuron));
            Assert.Equal(saved.NeighborsOf(neuron), loaded.NeighborsOf(neuron));
        }
    }

    // Few bytes that ask for many neurons, each with many connections. The bytes end after the firing neurons and their rules.
    [Theory]
    [MemberData(nameof(Connectors))]
    public void Memory_is_in_proportion_to_the_bytes_read(string name)
    {
        foreach ((int channels, int neurons) in ((int, int)[])[(1, 1 << 20), (1, 40_000), (40_000, 1)])
        {
            foreach (bool hasNeurons in (bool[])[false, true])
            {
                int inputs = channels * neurons;
                byte[] bytes = Saved(writer =>
                {
                    writer.BeginSeededObject(SnapshotKind.StateMachine, 7, channels, 1, 1);
                    for (int channel = 0; channel < channels; channel++)
                    {
                        writer.WriteCompact((ulong)neurons);
                    }

                    writer.WriteCompact(1);
                    ConnectorNamed(name, channels, 1, Math.Min(inputs, 20_000)).WriteTo(writer);
                    if (hasNeurons)
                    {
                        writer.Write<ulong>(new ulong[((2 * inputs) + 1 + 3 + 63) / 64]);
                        writer.Write<byte>(new byte[inputs + 1]);
                    }
                });
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<InvalidDataException>(() => Load(bytes));
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(
                    allocated <= (4 << 20) + (256L * bytes.Length),
                    $"{name} with {channels} channels of {neurons}: {allocated} bytes for {bytes.Length}");
            }
        }
    }

    [Fact]
    public void Random_connections_are_drawn_from_all_neurons_each_time()
    {
        StateMachineArchitecture architecture = new([9], [5], StateMachineConnector.Random(4, 3, 5, 2, 11));
        WeightlessNet.Bits.SplitMix64 random = new(11);
        for (int neuron = 9; neuron < 23; neuron++)
        {
            bool isInner = neuron < 18;
            Assert.Equal(Drawn(isInner ? 0 : 9, 9, isInner ? 4 : 5), architecture.InputsOf(neuron).ToArray());
            Assert.Equal(Drawn(isInner ? 9 : 18, isInner ? 9 : 5, isInner ? 3 : 2), architecture.NeighborsOf(neuron).ToArray());
        }

        int[] Drawn(int first, int candidates, int count)
        {
            List<int> left = [.. Enumerable.Range(first, candidates)];
            int[] drawn = new int[count];
            for (int i = 0; i < count; i++)
            {
                int at = i + random.Next(candidates - i);
                (left[i], left[at]) = (left[at], left[i]);
                drawn[i] = left[i];
            }

            return [.. drawn.Order()];
        }
    }

    [Fact]
    public void Nearest_neighbors_are_all_cells_in_reach()
    {
        for (int straight = 0; straight < 6; straight++)
        {
            for (int diagonal = 0; diagonal < 6; diagonal++)
            {
                StateMachineArchitecture architecture = new(
                    [.. Enumerable.Repeat(1, 20)], [1], StateMachineConnector.NearestNeighbors(5, 4, straight, diagonal));
                for (int cell = 0; cell < 20; cell++)
                {
                    IEnumerable<int> near = Enumerable.Range(0, 20).Where(other =>
                    {
                        (int across, int down) = (Math.Abs((other % 5) - (cell % 5)), Math.Abs((other / 5) - (cell / 5)));
                        return (across == down && across <= diagonal) || (across * down == 0 && across + down <= straight);
                    });
                    Assert.Equal(near, architecture.InputsOf(20 + cell).ToArray());
                }
            }
        }
    }

    private static StateMachineConnector ConnectorNamed(string name, int width, int height, int reach = 2) => name switch
    {
        "full" => StateMachineConnector.Full,
        "forward-full" => StateMachineConnector.ForwardFull,
        "forward-forward" => StateMachineConnector.ForwardForward,
        "random" => StateMachineConnector.Random(reach, reach, reach, 1, 3),
        _ => StateMachineConnector.NearestNeighbors(width, height, reach, reach),
    };

    private static StateMachine Load(byte[] bytes) => Snapshot.Load<StateMachine>(new MemoryStream(bytes));

    private static byte[] Saved(Action<SnapshotWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), write);
        return bytes.WrittenSpan.ToArray();
    }
}
