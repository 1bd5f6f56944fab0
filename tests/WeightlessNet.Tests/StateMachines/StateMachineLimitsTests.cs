using WeightlessNet.StateMachines;
using Xunit;

namespace WeightlessNet.Tests.StateMachines;

/// <summary>Limits of a machine: examples beyond them are refused before anything changes. The tests use lower limits.</summary>
public sealed class StateMachineLimitsTests
{
    private static readonly StateMachineArchitecture Architecture = new([2], [2]);

    [Fact]
    public void Neurons_with_more_connections_in_total_than_an_array_can_hold_are_refused()
    {
        // 46,341 squared is the first square beyond the length of an array. A fully connected neuron also reads all inner neurons.
        StateMachineArchitecture tooLarge = new([33_000], [1], StateMachineConnector.Full);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new StateMachine(tooLarge));

        Assert.Equal("architecture", exception.ParamName);
        Assert.True(NeuronBank.Fits(new NeuronGroup(new int[46_340], new int[46_000], new int[341])));
        Assert.False(NeuronBank.Fits(new NeuronGroup(new int[46_341], new int[46_000], new int[341])));
    }

    [Fact]
    public void A_full_machine_refuses_lessons_of_every_kind()
    {
        StateMachine machine = new(Architecture, 1, maximumLessons: 3, Array.MaxLength);
        Assert.Throws<InvalidOperationException>(() => machine.LearnBatch([0, 1, 2, 3], [0, 1, 2, 3]));
        Assert.Throws<InvalidOperationException>(() => machine.LearnSequence([0, 1, 2, 3], [0, 1, 2, 3]));
        Assert.Equal(0, machine.LessonCount);

        machine.LearnSequence([1, 2, 3], [1, 2, 3]);

        AssertRefusesAll(machine, 3);
        machine.Reset();
        Assert.Throws<InvalidOperationException>(() => machine.LearnSequence([1], [1]));
    }

    [Fact]
    public void Without_room_an_example_is_learned_only_after_another_is_forgotten()
    {
        // An example takes two words, so an array of 5 holds two examples.
        StateMachine machine = new(Architecture, 1, StateMachine.MaximumLessons, longestArray: 5);
        machine.LearnBatch([1, 2], [1, 2]);

        AssertRefusesAll(machine, 2);

        Assert.True(machine.Forget([1], [1]));
        machine.Learn([3], [3]);
        Assert.Equal(2, machine.LessonCount);
    }

    [Fact]
    public void Without_room_for_another_address_steps_are_refused()
    {
        StateMachine machine = new(Architecture, 1, StateMachine.MaximumLessons, longestArray: 5);
        machine.LearnSequence([1, 2], [1, 2]);

        AssertRefusesAll(machine, 2);
    }

    [Fact]
    public void A_table_has_room_for_as_many_rows_as_its_longest_array_can_hold()
    {
        AddressTable table = new(2, 3, longestArray: 16);
        for (ulong row = 0; row < 5; row++)
        {
            Assert.True(table.HasRoom);
            table.Add([row, 0], [0, 1, 1]);
        }

        Assert.False(table.HasRoom);
        table.Remove([2, 0], [0, 1, 1]);
        Assert.True(table.HasRoom);
        Assert.False(new AddressTable(1, 5, longestArray: 4).HasRoom);
    }

    private static void AssertRefusesAll(StateMachine machine, int lessons)
    {
        bool hadState = machine.HasState;
        Assert.Throws<InvalidOperationException>(() => machine.Learn([3], [0]));
        Assert.Throws<InvalidOperationException>(() => machine.StepWithLabel([3], [0]));
        Assert.Throws<InvalidOperationException>(() => machine.StepWithPleasure([3]));
        Assert.Throws<InvalidOperationException>(() => machine.StepWithPain([3]));
        Assert.Equal(lessons, machine.LessonCount);
        Assert.Equal(hadState, machine.HasState);
        Assert.False(machine.Forget([3], [0]));
    }
}
