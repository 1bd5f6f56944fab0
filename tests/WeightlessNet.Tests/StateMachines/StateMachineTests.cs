using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.StateMachines;

public sealed class StateMachineTests
{
    private const ulong Start = 0b01;
    private const ulong A = 0b10;
    private const ulong B = 0b11;

    private static StateMachine TwoByTwo() => new(new StateMachineArchitecture([2], [2]));

    private static ulong Step(StateMachine machine, ulong input)
    {
        ulong[] output = new ulong[1];
        machine.Step([input], output);
        return output[0];
    }

    private static ulong Fresh(StateMachine machine, ulong input)
    {
        machine.Reset();
        return Step(machine, input);
    }

    [Fact]
    public void Learned_examples_are_recalled_exactly_at_the_first_step()
    {
        StateMachine machine = new(new StateMachineArchitecture([10, 3, 3, 10], [10]));
        machine.Learn([0b1000000000_001_111_0000000101], [0b0011111111]);
        machine.Learn([0b0000000010_000_011_1000000001], [0b0000000011]);

        Assert.Equal(0b0011111111UL, Fresh(machine, 0b1000000000_001_111_0000000101));
        Assert.Equal(FiringRule.Control, machine.RuleOf(0));
        Assert.Equal(FiringRule.Exact, machine.RuleOf(machine.Architecture.FirstInner));
        Assert.Equal(FiringRule.Exact, machine.RuleOf(machine.Architecture.FirstOutput));
        Assert.Equal(0b0000000011UL, Fresh(machine, 0b0000000010_000_011_1000000001));
    }

    [Fact]
    public void Inner_neurons_learn_the_input()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A], [0b01]);
        machine.Learn([Start], [0b10]);
        Step(machine, A);

        Assert.False(machine.IsFiring(machine.Architecture.FirstInner));
        Assert.True(machine.IsFiring(machine.Architecture.FirstInner + 1));
    }

    [Fact]
    public void In_a_sequence_the_answer_depends_on_earlier_inputs()
    {
        StateMachine machine = TwoByTwo();
        machine.LearnSequence([Start, A, B, A], [0b00, 0b01, 0b10, 0b11]);
        machine.Reset();

        ulong[] answers = [Step(machine, Start), Step(machine, A), Step(machine, B), Step(machine, A)];

        Assert.Equal([0b00UL, 0b01UL, 0b10UL, 0b11UL], answers);
        Assert.Equal(FiringRule.Exact, machine.RuleOf(machine.Architecture.FirstOutput));
    }

    [Fact]
    public void Unsequenced_the_majority_answers_regardless_of_earlier_inputs()
    {
        StateMachine machine = TwoByTwo();
        machine.LearnBatch([Start, A, B, A, A], [0b00, 0b01, 0b10, 0b11, 0b11]);

        Assert.Equal(0b11UL, Fresh(machine, A));
        Assert.Equal(0b10UL, Fresh(machine, B));
        Assert.Equal(0b11UL, Fresh(machine, A));
        Assert.Equal(5, machine.LessonCount);
    }

    [Fact]
    public void Unsequenced_learning_keeps_the_state_and_sequenced_learning_goes_to_the_learned_state()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A], [0b11]);
        Assert.False(machine.HasState);
        Assert.False(machine.IsFiring(machine.Architecture.FirstOutput));

        machine.StepWithLabel([B], [0b01]);
        Assert.True(machine.HasState);
        Assert.True(machine.IsFiring(0));
        Assert.True(machine.IsFiring(machine.Architecture.FirstInner));
        Assert.True(machine.IsFiring(machine.Architecture.FirstOutput));
        Assert.False(machine.IsFiring(machine.Architecture.FirstOutput + 1));
        Assert.True(machine.IsFiring(machine.Architecture.LabelNeuron));
        Assert.Equal(FiringRule.Control, machine.RuleOf(machine.Architecture.FirstOutput));
    }

    [Fact]
    public void The_first_step_of_a_sequence_follows_itself()
    {
        StateMachine sequenced = TwoByTwo();
        sequenced.StepWithLabel([A], [0b01]);
        StateMachine unsequenced = TwoByTwo();
        unsequenced.Learn([A], [0b01]);

        Assert.Equal(Tables.Of(unsequenced), Tables.Of(sequenced));
    }

    [Fact]
    public void Pain_teaches_the_inverse_of_the_previous_output_and_pleasure_the_output_itself()
    {
        StateMachine pained = TwoByTwo();
        pained.LearnSequence([Start], [0b10]);
        pained.StepWithPain([A]);
        Assert.True(pained.IsFiring(pained.Architecture.PainNeuron));
        Assert.False(pained.IsFiring(pained.Architecture.PleasureNeuron));
        Assert.Equal(0b10UL, Fresh(pained, Start));
        Assert.Equal(0b01UL, Step(pained, A));

        StateMachine pleased = TwoByTwo();
        pleased.LearnSequence([Start], [0b10]);
        pleased.StepWithPleasure([A]);
        Assert.True(pleased.IsFiring(pleased.Architecture.PleasureNeuron));
        Assert.Equal(0b10UL, Fresh(pleased, Start));
        Assert.Equal(0b10UL, Step(pleased, A));
        Assert.Equal(2, pleased.LessonCount);
    }

    [Fact]
    public void Inner_neurons_learn_the_input_under_pain_too()
    {
        StateMachine machine = TwoByTwo();
        machine.LearnSequence([Start], [0b10]);
        machine.StepWithPain([A]);

        Assert.False(machine.IsFiring(machine.Architecture.FirstInner));
        Assert.True(machine.IsFiring(machine.Architecture.FirstInner + 1));
    }

    [Fact]
    public void Pleasure_and_pain_without_a_previous_output_are_refused_and_change_nothing()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A], [0b01]);
        string before = Tables.Of(machine);

        Assert.Throws<InvalidOperationException>(() => machine.StepWithPain([A]));
        Assert.Throws<InvalidOperationException>(() => machine.StepWithPleasure([A]));
        Assert.Equal(before, Tables.Of(machine));
        Assert.Equal(1, machine.LessonCount);
        Assert.False(machine.HasState);
    }

    [Fact]
    public void Reset_clears_only_the_state()
    {
        StateMachine machine = TwoByTwo();
        machine.LearnSequence([Start, A, B, A], [0b00, 0b01, 0b10, 0b11]);
        string learned = Tables.Of(machine);
        machine.Reset();

        Assert.False(machine.HasState);
        Assert.Equal(learned, Tables.Of(machine));
        for (int neuron = 0; neuron < machine.Architecture.NeuronCount; neuron++)
        {
            Assert.False(machine.IsFiring(neuron));
            Assert.Equal(FiringRule.None, machine.RuleOf(neuron));
        }

        ulong first = Step(machine, B);
        Step(machine, Start);
        Assert.Equal(first, Fresh(machine, B));
    }

    [Fact]
    public void Forgetting_an_unlearned_example_returns_false_even_if_every_neuron_knows_its_part()
    {
        StateMachine machine = new(new StateMachineArchitecture([2], [1, 1]));
        machine.Learn([A], [0b01]);
        machine.Learn([A], [0b10]);
        string before = Tables.Of(machine);

        Assert.False(machine.Forget([A], [0b11]));
        Assert.False(machine.Forget([B], [0b01]));
        Assert.Equal(before, Tables.Of(machine));
        Assert.Equal(2, machine.LessonCount);
        Assert.True(machine.Forget([A], [0b10]));
        Assert.False(machine.Forget([A], [0b10]));
        Assert.Equal(0b01UL, Fresh(machine, A));
    }

    [Fact]
    public void Forgetting_a_sequenced_lesson_returns_false()
    {
        StateMachine machine = TwoByTwo();
        machine.StepWithLabel([A], [0b01]);

        Assert.False(machine.Forget([A], [0b01]));
        Assert.Equal(1, machine.LessonCount);
    }

    [Fact]
    public void A_new_machine_answers_by_its_seed()
    {
        StateMachineArchitecture architecture = new([4], [40]);
        ulong[] output = new ulong[1];
        new StateMachine(architecture, 7).Step([5], output);
        ulong first = output[0];
        StateMachine again = new(architecture, 7);
        again.Step([5], output);

        Assert.Equal(first, output[0]);
        Assert.Equal(FiringRule.Tie, again.RuleOf(architecture.FirstOutput));
        new StateMachine(architecture, 8).Step([5], output);
        Assert.NotEqual(first, output[0]);
    }

    [Fact]
    public void The_first_step_after_a_reset_never_counts_as_settled()
    {
        // For input 0 most lessons say 0, but those that follow an output of 0 say 1. After a reset, the state vector is all zeros too.
        StateMachine machine = new(new StateMachineArchitecture([1], [1]));
        machine.LearnSequence([1, 0], [0, 1]);
        machine.LearnSequence([1, 0], [1, 0]);
        machine.LearnSequence([1, 0], [1, 0]);
        ulong[] output = new ulong[1];
        machine.Reset();
        machine.Settle([0], output, 1);
        Assert.Equal(0UL, output[0]);

        machine.Reset();
        Assert.Equal(2, machine.Settle([0], output, 2));
        Assert.Equal(1UL, output[0]);
    }

    [Fact]
    public void A_machine_that_forgot_everything_answers_like_a_new_one()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A], [0b11]);
        machine.Learn([B], [0b00]);
        Fresh(machine, Start);
        machine.Forget([A], [0b11]);
        machine.Forget([B], [0b00]);

        for (ulong input = 0; input < 4; input++)
        {
            Assert.Equal(Fresh(TwoByTwo(), input), Fresh(machine, input));
            Assert.Equal(FiringRule.Tie, machine.RuleOf(machine.Architecture.FirstOutput));
        }
    }

    [Fact]
    public void Unused_bits_are_ignored_in_inputs_and_cleared_in_outputs()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A | 0xF0], [0b01UL | (1UL << 63)]);
        ulong[] output = [ulong.MaxValue];
        machine.Step([A], output);

        Assert.Equal(0b01UL, output[0]);
        Assert.True(machine.Forget([A], [0b01]));
    }

    [Fact]
    public void Wrong_lengths_are_refused_and_change_nothing()
    {
        StateMachine machine = TwoByTwo();
        machine.Learn([A], [0b01]);
        string before = Tables.Of(machine);
        ulong[] output = new ulong[1];

        Assert.Equal("input", Assert.Throws<ArgumentException>(() => machine.Step([], output)).ParamName);
        Assert.Equal("output", Assert.Throws<ArgumentException>(() => machine.Step([A], [])).ParamName);
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => machine.Learn([A, A], [0])).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentException>(() => machine.Learn([A], [])).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentException>(() => machine.Forget([A], [])).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentException>(() => machine.StepWithLabel([A], [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => machine.LearnBatch([A, B], [0])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => machine.LearnSequence([A, B], [0])).ParamName);
        Assert.Equal("maximumSteps", Assert.Throws<ArgumentOutOfRangeException>(() => machine.Settle([A], output, 0)).ParamName);
        Assert.Equal("neuron", Assert.Throws<ArgumentOutOfRangeException>(() => machine.IsFiring(9)).ParamName);
        Assert.Equal("neuron", Assert.Throws<ArgumentOutOfRangeException>(() => machine.RuleOf(-1)).ParamName);
        Assert.Equal(before, Tables.Of(machine));
        Assert.False(machine.HasState);
    }
}
