using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.StateMachines;

/// <summary>Unsequenced learning is addition.</summary>
public sealed class StateMachineAlgebraTests
{
    private static StateMachineArchitecture ArchitectureOf(int choice) => (choice % 5) switch
    {
        0 => new([3, 2, 4], [3, 2], StateMachineConnector.Full),
        1 => new([3, 2, 4], [3, 2], StateMachineConnector.ForwardFull),
        2 => new([3, 2, 4], [3, 2], StateMachineConnector.ForwardForward),
        3 => new([3, 2, 4], [3, 2], StateMachineConnector.Random(4, 2, 5, 3, 11)),
        _ => new([1, 1, 2, 2, 1, 2], [5], StateMachineConnector.NearestNeighbors(3, 2, 1, 1)),
    };

    private static (ulong Input, ulong Label)[] Examples(ref SplitMix64 random)
    {
        (ulong, ulong)[] examples = new (ulong, ulong)[random.Next(25)];
        for (int i = 0; i < examples.Length; i++)
        {
            // Few distinct values, so that examples repeat and contradict each other.
            examples[i] = ((ulong)random.Next(8) * 0b001_001_011, (ulong)random.Next(4) * 0b01_011);
        }

        return examples;
    }

    private static StateMachine Taught(StateMachineArchitecture architecture, IEnumerable<(ulong Input, ulong Label)> examples)
    {
        StateMachine machine = new(architecture, 3);
        foreach ((ulong input, ulong label) in examples)
        {
            machine.Learn([input], [label]);
        }

        return machine;
    }

    private static ulong[] Answers(StateMachine machine)
    {
        ulong[] answers = new ulong[64];
        for (int i = 0; i < answers.Length; i++)
        {
            machine.Reset();
            machine.Settle([(ulong)i * 7], answers.AsSpan(i, 1), 5);
        }

        return answers;
    }

    [Property(MaxTest = 150)]
    public void The_order_of_unsequenced_examples_does_not_matter(ulong seed)
    {
        SplitMix64 random = new(seed);
        StateMachineArchitecture architecture = ArchitectureOf(random.Next(5));
        (ulong, ulong)[] examples = Examples(ref random);
        StateMachine machine = Taught(architecture, examples);
        string tables = Tables.Of(machine);
        ulong[] answers = Answers(machine);
        random.Shuffle<(ulong, ulong)>(examples);
        StateMachine shuffled = Taught(architecture, examples);

        Assert.Equal(tables, Tables.Of(shuffled));
        Assert.Equal(answers, Answers(shuffled));
    }

    [Property(MaxTest = 150)]
    public void Forgetting_gives_the_state_of_never_having_learned(ulong seed)
    {
        SplitMix64 random = new(seed);
        StateMachineArchitecture architecture = ArchitectureOf(random.Next(5));
        (ulong, ulong)[] kept = Examples(ref random);
        (ulong, ulong)[] forgotten = Examples(ref random);
        (ulong Input, ulong Label)[] all = [.. kept, .. forgotten];
        random.Shuffle<(ulong, ulong)>(all);
        StateMachine machine = Taught(architecture, all);
        Answers(machine);
        foreach ((ulong input, ulong label) in forgotten)
        {
            Assert.True(machine.Forget([input], [label]));
        }

        StateMachine never = Taught(architecture, kept);
        Assert.Equal(kept.Length, machine.LessonCount);
        Assert.Equal(Tables.Of(never), Tables.Of(machine));
        Assert.Equal(Answers(never), Answers(machine));
    }

    [Property(MaxTest = 150)]
    public void Forgetting_an_example_leaves_sequences_unchanged(ulong seed)
    {
        SplitMix64 random = new(seed);
        StateMachineArchitecture architecture = ArchitectureOf(random.Next(5));
        StateMachine machine = new(architecture, 3);
        StateMachine never = new(architecture, 3);
        foreach ((ulong input, ulong label) in Examples(ref random))
        {
            machine.StepWithLabel([input], [label]);
            never.StepWithLabel([input], [label]);
        }

        machine.Learn([0b101], [0b11]);
        Assert.True(machine.Forget([0b101], [0b11]));

        Assert.Equal(Tables.Of(never), Tables.Of(machine));
        Assert.Equal(Answers(never), Answers(machine));
    }

    [Property(MaxTest = 150)]
    public void Settling_ends_in_the_state_after_all_steps(ulong seed)
    {
        SplitMix64 random = new(seed);
        StateMachineArchitecture architecture = ArchitectureOf(random.Next(5));
        (ulong, ulong)[] examples = Examples(ref random);
        StateMachine settling = Taught(architecture, examples);
        StateMachine stepping = Taught(architecture, examples);
        settling.LearnSequence([5, 9, 300], [1, 2, 4]);
        stepping.LearnSequence([5, 9, 300], [1, 2, 4]);
        settling.Reset();
        stepping.Reset();
        ulong input = (ulong)random.Next(512);
        ulong[] settled = new ulong[1];
        ulong[] stepped = new ulong[1];
        int steps = settling.Settle([input], settled, 6);
        for (int i = 0; i < 6; i++)
        {
            stepping.Step([input], stepped);
        }

        Assert.InRange(steps, 2, 6);
        Assert.Equal(stepped, settled);
        for (int neuron = 0; neuron < architecture.NeuronCount; neuron++)
        {
            Assert.Equal(stepping.IsFiring(neuron), settling.IsFiring(neuron));
            Assert.Equal(stepping.RuleOf(neuron), settling.RuleOf(neuron));
        }
    }
}
