using System.Globalization;
using System.Text;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.Storage;

public static partial class SnapshotCases
{
    // Two outputs, so that labels contradict each other and ties are drawn.
    private const int Inputs = 6;

    private static IEnumerable<SnapshotCase> StateMachines =>
    [
        SnapshotCase.Of(random => Taught(Machine(random), random), ObserveAndLearn),
        SnapshotCase.Of(InSequence, ObserveAndLearn, $"{nameof(StateMachine)}-Sequence"),
    ];

    private static StateMachine Machine(RandomValues random)
    {
        StateMachineConnector connector = random.Whole(0, 4) switch
        {
            0 => StateMachineConnector.Full,
            1 => StateMachineConnector.ForwardFull,
            2 => StateMachineConnector.ForwardForward,
            3 => StateMachineConnector.Random(
                random.Whole(1, 6), random.Whole(0, 6), random.Whole(1, 6), random.Whole(0, 2), random.Bits()),
            _ => StateMachineConnector.NearestNeighbors(2, 1, random.Whole(0, 2), random.Whole(0, 1)),
        };
        int first = random.Whole(1, Inputs - 1);
        return new StateMachine(
            new StateMachineArchitecture([first, Inputs - first], random.Whole(0, 1) == 0 ? [2] : [1, 1], connector), random.Bits());
    }

    private static StateMachine InSequence(RandomValues random)
    {
        StateMachine machine = Taught(Machine(random), random);
        ulong[] inputs = [.. Enumerable.Range(0, 5).Select(_ => random.Bits() & 63)];
        machine.LearnSequence(inputs, [.. inputs.Select(input => input & 3)]);
        machine.StepWithPain([inputs[0] ^ 1]);
        machine.Step([inputs[1] ^ 2], new ulong[1]);
        return machine;
    }

    private static StateMachine Taught(StateMachine machine, RandomValues random)
    {
        ulong[] output = new ulong[1];
        for (int left = random.Whole(0, 12); left > 0; left--)
        {
            (ulong[] input, ulong[] label) = ([(ulong)random.Whole(0, 7)], [(ulong)random.Whole(0, 3)]);
            switch (random.Whole(0, 8))
            {
                case 0:
                    machine.Step(input, output);
                    break;
                case 1:
                    machine.Reset();
                    break;
                case 2:
                    machine.StepWithLabel(input, label);
                    break;
                case 3 when machine.HasState:
                    machine.StepWithPleasure(input);
                    break;
                case 4 when machine.HasState:
                    machine.StepWithPain(input);
                    break;
                case 5:
                    machine.Forget(input, label);
                    break;
                default:
                    machine.Learn(input, label);
                    break;
            }
        }

        return machine;
    }

    // The present state, answers from it, then learning, forgetting and answers from no state. This changes the machine.
    private static string ObserveAndLearn(StateMachine machine)
    {
        StringBuilder seen = new($"{machine.Architecture.Connector} {machine.Seed} {machine.LessonCount} {machine.HasState}");
        seen.AppendJoin(' ', machine.Architecture.InputChannels).AppendJoin(' ', machine.Architecture.OutputChannels);
        ObserveState();
        ObserveSteps();
        for (ulong input = 0; input < 8; input++)
        {
            seen.Append(machine.Forget([input], [input & 3]));
            machine.StepWithLabel([input ^ 5], [input & 1]);
            machine.Learn([input ^ 3], [input & 3]);
        }

        machine.StepWithPain([4]);
        ObserveState();
        machine.Reset();
        ObserveSteps();
        return seen.ToString();

        void ObserveSteps()
        {
            ulong[] output = new ulong[1];
            for (ulong input = 0; input < 1 << Inputs; input += 3)
            {
                machine.Step([input], output);
                seen.Append(CultureInfo.InvariantCulture, $" {output[0]}");
                ObserveState();
            }
        }

        void ObserveState()
        {
            for (int neuron = 0; neuron < machine.Architecture.NeuronCount; neuron++)
            {
                seen.Append(machine.IsFiring(neuron) ? '1' : '0').Append((int)machine.RuleOf(neuron));
            }
        }
    }
}
