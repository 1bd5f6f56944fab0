using WeightlessNet.Bits;

namespace WeightlessNet.StateMachines;

/// <summary>
/// A neural state machine: neurons without weights, each a table from the addresses that it has seen to how it was taught to fire there.
/// It answers an input with an output, keeps a state from step to step, and learns by adding to its tables, at any time.
/// </summary>
/// <remarks>
/// <para>
/// At a step the input neurons take the input; the inner neurons then fire from the input and from the inner neurons' last state, and
/// after them the output neurons from the inner neurons and the last output. A neuron fires as most of its lessons say: those of exactly
/// its address, else those at the smallest discriminative distance, else those at the smallest Hamming distance, else by a bit drawn
/// from the seed. <see cref="RuleOf"/> tells which it was. A machine that has been <see cref="Reset"/> has no last state: at its next
/// step connections to one take no part.
/// </para>
/// <para>
/// A lesson is: in the inner neurons the input itself (iconic learning), in the output neurons the label, or under pleasure the last
/// output, or under pain its inverse. <see cref="Learn"/> takes an example by itself, unsequenced, as a state that follows itself;
/// <see cref="StepWithLabel"/> and its like take it as what follows the last state. Lessons are counted, so contradictory ones are
/// outvoted rather than overwritten. Unsequenced learning is plain addition: its order does not matter, and <see cref="Forget"/> undoes it
/// exactly. What was learned in sequence, or from pleasure or pain, depends on the state it was learned in and cannot be forgotten.
/// </para>
/// <para>
/// It is the kind of model of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv
/// 2511.05499), after the general binary neurons of Aleksander, Clarke and Braga (1994). That paper does not publish its distance; the one
/// here is the value difference metric of Stanfill and Waltz (1986), as docs/state-machines.md defines it. All arithmetic is integer; the
/// same lessons, seed and inputs give the same answers on every machine. Patterns are packed: bit i is bit i % 64 of word i / 64. Not safe
/// for concurrent use.
/// </para>
/// </remarks>
public sealed partial class StateMachine
{
    /// <summary>How many lessons a machine takes.</summary>
    public const int MaximumLessons = 1 << 27;

    private readonly NeuronBank[] _banks;
    private readonly AddressTable _examples;
    private readonly ulong[] _example;
    private readonly FiringRule[] _rules;
    private readonly StateVector _lesson;
    private readonly int _maximumLessons;
    private StateVector _now;
    private StateVector _past;

    /// <summary>Creates a machine that has learned nothing and is reset.</summary>
    /// <param name="architecture">Its neurons and their connections.</param>
    /// <param name="seed">Decides where memory does not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="architecture"/> is null.</exception>
    /// <exception cref="ArgumentException">Neurons that share their connections have more of them together than an array holds.</exception>
    public StateMachine(StateMachineArchitecture architecture, ulong seed = 1)
        : this(architecture, seed, MaximumLessons, Array.MaxLength)
    {
    }

    /// <summary>Creates a machine with limits of its own, so that they can be reached in a test.</summary>
    internal StateMachine(StateMachineArchitecture architecture, ulong seed, int maximumLessons, int longestArray)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        _maximumLessons = maximumLessons;
        Architecture = architecture;
        Seed = seed;
        _banks = new NeuronBank[architecture.Groups.Length];
        for (int bank = 0; bank < _banks.Length; bank++)
        {
            if (!NeuronBank.Fits(architecture.Groups[bank]))
            {
                throw new ArgumentException(
                    $"Neurons that share their connections have {Array.MaxLength} of them together at the most.", nameof(architecture));
            }

            _banks[bank] = new NeuronBank(architecture.Groups[bank], seed, longestArray);
        }

        InputWords = BitSlice.WordCount(architecture.InputCount);
        OutputWords = BitSlice.WordCount(architecture.OutputCount);
        _examples = new AddressTable(InputWords + OutputWords, 0, longestArray);
        _example = new ulong[InputWords + OutputWords];
        _rules = new FiringRule[architecture.NeuronCount];
        _now = new StateVector(architecture.NeuronCount);
        _past = new StateVector(architecture.NeuronCount);
        _lesson = new StateVector(architecture.NeuronCount);
    }

    /// <summary>Its neurons and their connections.</summary>
    public StateMachineArchitecture Architecture { get; }

    /// <summary>What decides where memory does not.</summary>
    public ulong Seed { get; }

    /// <summary>How many words an input has.</summary>
    public int InputWords { get; }

    /// <summary>How many words an output or a label has.</summary>
    public int OutputWords { get; }

    /// <summary>How many lessons it holds, sequenced or not; at most <see cref="MaximumLessons"/>.</summary>
    public int LessonCount { get; private set; }

    /// <summary>Whether it has a state: whether it has made a step since it was made or reset.</summary>
    public bool HasState { get; private set; }

    internal ReadOnlySpan<NeuronBank> Banks => _banks;

    /// <summary>Whether a neuron fires in the present state; none does after a reset.</summary>
    /// <param name="neuron">The neuron's number in the <see cref="Architecture"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public bool IsFiring(int neuron)
    {
        Architecture.ThrowIfNotANeuron(neuron);
        return _past[neuron];
    }

    /// <summary>By which rule a neuron fired, or did not, at the last step.</summary>
    /// <param name="neuron">The neuron's number in the <see cref="Architecture"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public FiringRule RuleOf(int neuron)
    {
        Architecture.ThrowIfNotANeuron(neuron);
        return _rules[neuron];
    }

    /// <summary>Forgets the state, but nothing that was learned.</summary>
    public void Reset()
    {
        HasState = false;
        _past.Clear();
        Array.Clear(_rules);
    }

    /// <summary>Goes to the next state for an input, without learning, and tells the output.</summary>
    /// <param name="input">The input, <see cref="InputWords"/> words; bits beyond those of the input neurons are passed over.</param>
    /// <param name="output">
    /// Where to write the output, <see cref="OutputWords"/> words; bits beyond those of the output neurons are cleared.
    /// </param>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    public void Step(ReadOnlySpan<ulong> input, Span<ulong> output)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(output.Length, nameof(output));
        Fire(input);
        ReadOutput(output);
    }

    /// <summary>Goes through states for one input until nothing changes any more, without learning, and tells the output.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="output">Where to write the output, as for <see cref="Step"/>.</param>
    /// <param name="maximumSteps">How many steps it makes at most, above 0.</param>
    /// <returns>How many steps it made. The state and the output are those of <paramref name="maximumSteps"/> steps.</returns>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumSteps"/> is not above 0. Nothing is changed.</exception>
    public int Settle(ReadOnlySpan<ulong> input, Span<ulong> output, int maximumSteps)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(output.Length, nameof(output));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumSteps);
        int steps = 0;
        bool settled = false;
        while (steps < maximumSteps && !settled)
        {
            bool hadState = HasState;
            Fire(input);
            steps++;
            // After the swap the state before lies in the vector that is free to be written next.
            settled = hadState && _past.SameAs(_now);
        }

        ReadOutput(output);
        return steps;
    }

    /// <summary>Goes to the state of an input and its label, and learns that it follows the last state.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">
    /// The output to learn, <see cref="OutputWords"/> words; bits beyond those of the output neurons are passed over.
    /// </param>
    /// <remarks>Where there is no last state, it learns that the state follows itself, as <see cref="Learn"/> does.</remarks>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">It takes no more lessons. Nothing is changed.</exception>
    public void StepWithLabel(ReadOnlySpan<ulong> input, ReadOnlySpan<ulong> label)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(label.Length, nameof(label));
        ThrowIfFull();
        WriteIcon(_now, input);
        _now.Write(Architecture.FirstOutput, label, Architecture.OutputCount);
        LearnStep(Architecture.LabelNeuron);
    }

    /// <summary>
    /// Goes to the state of an input that came as pleasure: learns to repeat, where this input follows the last state, the last output.
    /// </summary>
    /// <param name="input">The input that the last output led to, as for <see cref="Step"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no last output, or it takes no more lessons. Nothing is changed.
    /// </exception>
    public void StepWithPleasure(ReadOnlySpan<ulong> input) => StepWithFeeling(input, Architecture.PleasureNeuron);

    /// <summary>
    /// Goes to the state of an input that came as pain: learns to do, where this input follows the last state, the inverse of the last
    /// output.
    /// </summary>
    /// <inheritdoc cref="StepWithPleasure"/>
    public void StepWithPain(ReadOnlySpan<ulong> input) => StepWithFeeling(input, Architecture.PainNeuron);

    /// <summary>Learns an example by itself, unsequenced. The state is neither used nor changed.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">The output to learn, as for <see cref="StepWithLabel"/>.</param>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">It takes no more lessons. Nothing is changed.</exception>
    public void Learn(ReadOnlySpan<ulong> input, ReadOnlySpan<ulong> label)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(label.Length, nameof(label));
        ThrowIfFull();
        WriteExample(input, label);
        _examples.Add(_example, []);
        foreach (NeuronBank bank in _banks)
        {
            bank.Learn(_lesson, _lesson);
        }

        LessonCount++;
    }

    /// <summary>Forgets an example that was learned by itself: afterwards it is as if it had been learned once less.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">The label it was learned with.</param>
    /// <returns><see langword="true"/> where it was learned with <see cref="Learn"/>; otherwise nothing has changed.</returns>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    public bool Forget(ReadOnlySpan<ulong> input, ReadOnlySpan<ulong> label)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(label.Length, nameof(label));
        WriteExample(input, label);
        if (_examples.IndexOf(_example) < 0)
        {
            return false;
        }

        _examples.Remove(_example, []);
        foreach (NeuronBank bank in _banks)
        {
            bank.Forget(_lesson, _lesson);
        }

        LessonCount--;
        return true;
    }

    /// <summary>Learns examples by themselves, unsequenced: the same as <see cref="Learn"/> for each, in any order.</summary>
    /// <param name="inputs">The inputs one after another, <see cref="InputWords"/> words each.</param>
    /// <param name="labels">Their labels one after another, <see cref="OutputWords"/> words each.</param>
    /// <exception cref="ArgumentException">
    /// The words are not those of whole inputs, or of as many labels. Nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">They are more than it can take. Nothing is changed.</exception>
    public void LearnBatch(ReadOnlySpan<ulong> inputs, ReadOnlySpan<ulong> labels)
    {
        int count = CountOf(inputs, labels);
        for (int i = 0; i < count; i++)
        {
            Learn(inputs.Slice(i * InputWords, InputWords), labels.Slice(i * OutputWords, OutputWords));
        }
    }

    /// <summary>Resets, then learns examples as one sequence: the same as <see cref="StepWithLabel"/> for each, in this order.</summary>
    /// <param name="inputs">The inputs one after another, <see cref="InputWords"/> words each.</param>
    /// <param name="labels">Their labels one after another, <see cref="OutputWords"/> words each.</param>
    /// <remarks>It stays in the state of the last example.</remarks>
    /// <exception cref="ArgumentException">
    /// The words are not those of whole inputs, or of as many labels. Nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">They are more than it can take. Nothing is changed.</exception>
    public void LearnSequence(ReadOnlySpan<ulong> inputs, ReadOnlySpan<ulong> labels)
    {
        int count = CountOf(inputs, labels);
        Reset();
        for (int i = 0; i < count; i++)
        {
            StepWithLabel(inputs.Slice(i * InputWords, InputWords), labels.Slice(i * OutputWords, OutputWords));
        }
    }

    private void StepWithFeeling(ReadOnlySpan<ulong> input, int feeling)
    {
        ThrowIfWrongInput(input);
        ThrowIfFull();
        if (!HasState)
        {
            throw new InvalidOperationException("There is no last output to feel about: the machine has made no step since it was reset.");
        }

        WriteIcon(_now, input);
        for (int output = Architecture.FirstOutput; output < Architecture.LabelNeuron; output++)
        {
            _now[output] = _past[output] ^ (feeling == Architecture.PainNeuron);
        }

        LearnStep(feeling);
    }

    private void Fire(ReadOnlySpan<ulong> input)
    {
        _now.Clear();
        _now.Write(0, input, Architecture.InputCount);
        Array.Fill(_rules, FiringRule.Control);
        foreach (NeuronBank bank in _banks)
        {
            bank.Recall(_now, HasState ? _past : null, _rules);
        }

        Advance();
    }

    private void LearnStep(int control)
    {
        foreach (NeuronBank bank in _banks)
        {
            bank.Learn(_now, HasState ? _past : _now);
        }

        LessonCount++;
        _now[control] = true;
        Array.Fill(_rules, FiringRule.Control);
        Advance();
    }

    private void Advance()
    {
        (_now, _past) = (_past, _now);
        HasState = true;
    }

    private void WriteIcon(StateVector state, ReadOnlySpan<ulong> input)
    {
        state.Clear();
        state.Write(0, input, Architecture.InputCount);
        state.Write(Architecture.FirstInner, input, Architecture.InputCount);
    }

    private void WriteExample(ReadOnlySpan<ulong> input, ReadOnlySpan<ulong> label)
    {
        WriteIcon(_lesson, input);
        _lesson.Write(Architecture.FirstOutput, label, Architecture.OutputCount);
        _lesson.Read(0, Architecture.InputCount, _example.AsSpan(0, InputWords));
        _lesson.Read(Architecture.FirstOutput, Architecture.OutputCount, _example.AsSpan(InputWords));
    }

    private void ReadOutput(Span<ulong> output) => _past.Read(Architecture.FirstOutput, Architecture.OutputCount, output);
}
