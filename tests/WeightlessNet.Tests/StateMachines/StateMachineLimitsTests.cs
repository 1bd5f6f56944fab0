using WeightlessNet.StateMachines;
using Xunit;

namespace WeightlessNet.Tests.StateMachines;

/// <summary>How much a machine takes: what is too much is refused before anything changes. Limits are small ones here.</summary>
public sealed class StateMachineLimitsTests
{
    private static readonly StateMachineArchitecture Architecture = new([2], [2]);

    [Fact]
    public void Neurons_that_have_more_connections_together_than_an_array_holds_are_refused()
    {
        // 46,341 squared is the first square that is more than an array holds; a fully connected neuron reads all inner ones too.
        StateMachineArchitecture tooLarge = new([33_000], [1], StateMachineConnector.Full);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new StateMachine(tooLarge));

        Assert.Equal("architecture", exception.ParamName);
        Assert.True(NeuronBank.Fits(new NeuronGroup(new int[46_340], new int[46_000], new int[341])));
        Assert.False(NeuronBank.Fits(new NeuronGroup(new int[46_341], new int[46_000], new int[341])));
    }

    [Fact]
    public void A_machine_that_is_full_of_lessons_refuses_more_of_every_kind()
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
    public void Without_room_for_another_example_none_is_learned_until_one_is_forgotten()
    {
        // An example is two words, so that an array of 5 holds two of them.
        StateMachine machine = new(Architecture, 1, StateMachine.MaximumLessons, longestArray: 5);
        machine.LearnBatch([1, 2], [1, 2]);

        AssertRefusesAll(machine, 2);

        Assert.True(machine.Forget([1], [1]));
        machine.Learn([3], [3]);
        Assert.Equal(2, machine.LessonCount);
    }

    [Fact]
    public void Without_room_for_another_address_of_its_neurons_a_machine_learns_no_step()
    {
        StateMachine machine = new(Architecture, 1, StateMachine.MaximumLessons, longestArray: 5);
        machine.LearnSequence([1, 2], [1, 2]);

        AssertRefusesAll(machine, 2);
    }

    [Fact]
    public void A_table_has_room_for_as_many_rows_as_its_longest_array_holds()
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
