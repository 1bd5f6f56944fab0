using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.StateMachines;

public sealed partial class StateMachine : ISnapshot<StateMachine>
{
    static SnapshotKind ISnapshot<StateMachine>.Kind => SnapshotKind.StateMachine;

    // Shape: input channels, output channels, lessons. Seed: of the machine. Content: neurons of each input channel, then of each output
    // channel, compact each; connector; for each neuron whether it fires, one bit each in u64 words; the rule of each inner and output
    // neuron, u8; for each group of neurons the connections in use; the examples learned unsequenced, a table; for each group its table.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginSeededObject(
            SnapshotKind.StateMachine, Seed, Architecture.InputChannels.Count, Architecture.OutputChannels.Count, LessonCount);
        foreach (int neurons in Architecture.InputChannels.Concat(Architecture.OutputChannels))
        {
            writer.WriteCompact((ulong)neurons);
        }

        Architecture.Connector.WriteTo(writer);
        writer.Write<ulong>(_past.Words);
        for (int neuron = Architecture.FirstInner; neuron < Architecture.LabelNeuron; neuron++)
        {
            writer.Write((byte)_rules[neuron]);
        }

        foreach (NeuronBank bank in _banks)
        {
            bank.WriteConnectionsInUse(writer);
        }

        _examples.WriteTo(writer);
        foreach (NeuronBank bank in _banks)
        {
            bank.Table.WriteTo(writer);
        }
    }

    static StateMachine ISnapshot<StateMachine>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.SeededShape(3);
        int[] inputs = ReadChannels(reader, shape[0]);
        int[] outputs = ReadChannels(reader, shape[1]);
        var connector = StateMachineConnector.Read(reader);

        // The bytes of all neurons arrive before memory for their connections is allocated, and those of a group's connections before the
        // next group is made.
        int ruled = inputs.Sum() + outputs.Sum();
        int neurons = inputs.Sum() + ruled + StateMachineArchitecture.ControlCount;
        ulong[] firing = reader.ReadArray<ulong>(BitSlice.WordCount(neurons));
        byte[] rules = reader.ReadArray<byte>(ruled);
        List<ulong[]> inUse = [];
        StateMachineArchitecture architecture = new(
            inputs, outputs, connector, group => inUse.Add(NeuronBank.ReadConnectionsInUse(reader, group)));
        StateMachine machine = new(architecture, head.Seed);
        machine.ReadLessons(reader, shape[2], inUse);
        machine.Restore(reader, firing, rules);
        return machine;
    }

    private static int[] ReadChannels(SnapshotReader reader, int count)
    {
        int left = StateMachineArchitecture.MaximumNeuronsPerSet;
        return reader.ReadArray(count, reader =>
        {
            int neurons = reader.ReadCompact(left);
            left -= neurons;
            return neurons;
        });
    }

    private void ReadLessons(SnapshotReader reader, int lessons, List<ulong[]> inUse)
    {
        if (lessons > _maximumLessons)
        {
            throw reader.Invalid($"there must be at most {_maximumLessons} lessons, not {lessons}");
        }

        ulong[] used = new ulong[_example.Length];
        new BitSlice(used.AsSpan(0, InputWords), 0, Architecture.InputCount).SetFirst(Architecture.InputCount);
        new BitSlice(used.AsSpan(InputWords), 0, Architecture.OutputCount).SetFirst(Architecture.OutputCount);
        _examples.Read(reader, used, lessons);
        for (int bank = 0; bank < _banks.Length; bank++)
        {
            _banks[bank].ReadRows(reader, lessons, inUse[bank]);
        }

        LessonCount = lessons;
        CheckExamples(reader);
        CheckCounts(reader);
        CheckIcons(reader);
    }

    // Every group must have the lessons of the examples.
    private void CheckExamples(SnapshotReader reader)
    {
        if (_examples.RowCount == 0)
        {
            return;
        }

        AddressTable[] left = Array.ConvertAll(_banks, bank => bank.Table.Copy());
        for (int row = 0; row < _examples.RowCount; row++)
        {
            ReadOnlySpan<ulong> example = _examples.AddressAt(row);
            WriteExample(example[..InputWords], example[InputWords..]);
            for (int bank = 0; bank < _banks.Length; bank++)
            {
                if (!_banks[bank].TrySubtract(left[bank], _lesson, _examples.LessonsAt(row)))
                {
                    throw reader.Invalid($"example {row} is not among the lessons of group {bank}");
                }
            }
        }
    }

    // All groups learn the same lessons, so they must agree on how often each neuron fired, at the current step and at the previous one.
    private void CheckCounts(SnapshotReader reader)
    {
        int[] now = new int[Architecture.NeuronCount];
        int[] past = new int[Architecture.NeuronCount];
        Array.Fill(now, -1);
        Array.Fill(past, -1);
        foreach (NeuronBank bank in _banks)
        {
            int inputs = bank.Group.Inputs.Length;
            CheckCounts(reader, now, bank.Group.Inputs, bank.On[..inputs]);
            CheckCounts(reader, now, bank.Group.Neurons, bank.Fired);
            CheckCounts(reader, past, bank.Group.Neighbors, bank.On[inputs..]);
        }

        for (int input = 0; input < Architecture.InputCount; input++)
        {
            if (now[input] >= 0 && now[input] != now[Architecture.FirstInner + input])
            {
                throw reader.Invalid($"inner neuron {input} was not taught its input");
            }
        }
    }

    private static void CheckCounts(SnapshotReader reader, int[] known, int[] neurons, ReadOnlySpan<int> counts)
    {
        for (int i = 0; i < neurons.Length; i++)
        {
            ref int count = ref known[neurons[i]];
            count = count < 0 || count == counts[i]
                ? counts[i]
                : throw reader.Invalid($"groups differ in how often neuron {neurons[i]} fired");
        }
    }

    // Inner neurons that read their own input must have been taught it at every address.
    private void CheckIcons(SnapshotReader reader)
    {
        foreach (NeuronBank bank in _banks)
        {
            for (int i = 0; i < bank.Group.Neurons.Length; i++)
            {
                int neuron = bank.Group.Neurons[i];
                int connection = neuron < Architecture.FirstOutput
                    ? Array.BinarySearch(bank.Group.Inputs, neuron - Architecture.FirstInner)
                    : -1;
                for (int row = 0; connection >= 0 && row < bank.Table.RowCount; row++)
                {
                    bool isOn = ((bank.Table.AddressAt(row)[connection >> 6] >> (connection & 63)) & 1) != 0;
                    if (bank.Table.FiresAt(row)[i] != (isOn ? bank.Table.LessonsAt(row) : 0))
                    {
                        throw reader.Invalid($"inner neuron {neuron} was not taught its input");
                    }
                }
            }
        }
    }

    private void Restore(SnapshotReader reader, ulong[] firing, byte[] rules)
    {
        firing.CopyTo(_past.Words);
        HasState = rules[0] != (byte)FiringRule.None;
        Array.Fill(_rules, HasState ? FiringRule.Control : FiringRule.None);
        for (int i = 0; i < rules.Length; i++)
        {
            _rules[Architecture.FirstInner + i] = Enum.IsDefined((FiringRule)rules[i])
                ? (FiringRule)rules[i]
                : throw reader.Invalid($"there is no rule {rules[i]}");
        }

        ulong[] used = new ulong[firing.Length];
        new BitSlice(used, 0, Architecture.NeuronCount).SetFirst(Architecture.NeuronCount);
        if ((firing[^1] & ~used[^1]) != 0 || !IsPossibleState())
        {
            throw reader.Invalid("the firing neurons and their rules are not the state after a step");
        }
    }

    private bool IsPossibleState()
    {
        int controls = 0;
        for (int neuron = Architecture.LabelNeuron; neuron < Architecture.NeuronCount; neuron++)
        {
            controls += _past[neuron] ? 1 : 0;
        }

        ReadOnlySpan<FiringRule> rules = _rules.AsSpan(Architecture.FirstInner, Architecture.LabelNeuron - Architecture.FirstInner);
        if (!HasState)
        {
            return !rules.ContainsAnyExcept(FiringRule.None) && !_past.Words.ContainsAnyExcept(0UL);
        }

        if (rules[0] != FiringRule.Control)
        {
            return !rules.ContainsAny(FiringRule.None, FiringRule.Control) && controls == 0;
        }

        // A step that taught: its lesson is held, and the inner neurons were set to the input.
        bool isIcon = !rules.ContainsAnyExcept(FiringRule.Control) && controls == 1;
        for (int input = 0; input < Architecture.InputCount; input++)
        {
            isIcon &= _past[input] == _past[Architecture.FirstInner + input];
        }

        return isIcon && LessonCount > _examples.LessonCount;
    }
}
