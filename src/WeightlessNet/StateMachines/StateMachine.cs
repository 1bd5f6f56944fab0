using WeightlessNet.Bits;

namespace WeightlessNet.StateMachines;

/// <summary>
/// A neural state machine: a network of neurons without weights, each a table from learned addresses to how the neuron was taught to fire
/// there. It answers an input with an output, keeps a state from step to step, and learns at any time by adding to its tables.
/// </summary>
/// <remarks>
/// <para>
/// At each step, the input neurons take the input; then the inner neurons fire from the input and the previous state of the inner neurons;
/// then the output neurons fire from the inner neurons and the previous output. A neuron fires as the majority of its lessons at exactly
/// its address; in case of a tie, of those at the smallest discriminative distance; then of those at the smallest Hamming distance; then
/// by a bit drawn from the seed. <see cref="RuleOf"/> returns the rule that decided. After <see cref="Reset"/> there is no previous state:
/// the next step ignores connections to it.
/// </para>
/// <para>
/// A lesson teaches the inner neurons the input itself (iconic learning), and the output neurons the label, or under pleasure the previous
/// output, or under pain its inverse. <see cref="Learn"/> learns an example unsequenced, as a state that follows itself;
/// <see cref="StepWithLabel"/>, <see cref="StepWithPleasure"/> and <see cref="StepWithPain"/> learn it as what follows the previous state.
/// Lessons are counted, so contradictory ones are outvoted, not overwritten. Unsequenced learning is addition: its order does not matter,
/// and <see cref="Forget"/> undoes it exactly. Lessons learned in sequence, or from pleasure or pain, depend on the state at the time and
/// cannot be forgotten.
/// </para>
/// <para>
/// This is the kind of model evaluated in "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems"
/// (arXiv 2511.05499), after the general binary neurons of Aleksander, Clarke and Braga (1994). That paper does not publish its
/// discriminative distance; the one here is the value difference metric of Stanfill and Waltz (1986), as defined in docs/state-machines.md.
/// All arithmetic is integer; the same lessons, seed and inputs give the same answers on every machine. A snapshot holds everything: the
/// architecture with any connector, the lessons, what <see cref="Forget"/> needs, and the present state. Patterns are packed: bit i is
/// bit i % 64 of word i / 64. Not safe for concurrent use.
/// </para>
/// </remarks>
public sealed partial class StateMachine
{
    /// <summary>The most lessons that a machine can hold.</summary>
    internal const int MaximumLessons = 1 << 27;

    private readonly NeuronBank[] _banks;
    private readonly AddressTable _examples;
    private readonly ulong[] _example;
    private readonly FiringRule[] _rules;
    private readonly StateVector _lesson;
    private readonly int _maximumLessons;
    private StateVector _now;
    private StateVector _past;

    /// <summary>Creates a machine that has learned nothing and is reset.</summary>
    /// <param name="architecture">The neurons and their connections.</param>
    /// <param name="seed">The seed of the bits that break ties.</param>
    /// <exception cref="ArgumentNullException"><paramref name="architecture"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// Neurons that share their connections have more connections in total than an array can hold.
    /// </exception>
    public StateMachine(StateMachineArchitecture architecture, ulong seed = 1)
        : this(architecture, seed, MaximumLessons, Array.MaxLength)
    {
    }

    /// <summary>Creates a machine with lower limits, for tests.</summary>
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
                    $"Neurons that share connections can have at most {Array.MaxLength} in total.", nameof(architecture));
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

    /// <summary>The neurons and their connections.</summary>
    public StateMachineArchitecture Architecture { get; }

    /// <summary>The seed of the bits that break ties.</summary>
    public ulong Seed { get; }

    /// <summary>The number of words of an input.</summary>
    public int InputWords { get; }

    /// <summary>The number of words of an output or a label.</summary>
    public int OutputWords { get; }

    /// <summary>The number of lessons held, sequenced or not; at most 134,217,728.</summary>
    public int LessonCount { get; private set; }

    /// <summary>Whether there is a state: whether the machine has made a step since it was created or reset.</summary>
    public bool HasState { get; private set; }

    internal ReadOnlySpan<NeuronBank> Banks => _banks;

    /// <summary>Whether a neuron fires in the current state; after a reset, none does.</summary>
    /// <param name="neuron">The neuron's number in the <see cref="Architecture"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public bool IsFiring(int neuron)
    {
        Architecture.ThrowIfNotANeuron(neuron);
        return _past[neuron];
    }

    /// <summary>The rule that decided whether a neuron fired at the last step.</summary>
    /// <param name="neuron">The neuron's number in the <see cref="Architecture"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public FiringRule RuleOf(int neuron)
    {
        Architecture.ThrowIfNotANeuron(neuron);
        return _rules[neuron];
    }

    /// <summary>Clears the state, but keeps everything learned.</summary>
    public void Reset()
    {
        HasState = false;
        _past.Clear();
        Array.Clear(_rules);
    }

    /// <summary>Goes to the next state for an input, without learning, and writes the output.</summary>
    /// <param name="input">The input, <see cref="InputWords"/> words; unused bits of the last word are ignored.</param>
    /// <param name="output">The output, <see cref="OutputWords"/> words, overwritten; unused bits of the last word are cleared.</param>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    public void Step(ReadOnlySpan<ulong> input, Span<ulong> output)
    {
        ThrowIfWrongInput(input);
        ThrowIfWrongOutput(output.Length, nameof(output));
        Fire(input);
        ReadOutput(output);
    }

    /// <summary>Repeats steps with one input until the state no longer changes, without learning, and writes the output.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="output">The output, as for <see cref="Step"/>.</param>
    /// <param name="maximumSteps">The most steps to make, above 0.</param>
    /// <returns>The number of steps made. The state and the output are those after <paramref name="maximumSteps"/> steps.</returns>
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
            // After the swap, `_now` holds the previous state.
            settled = hadState && _past.SameAs(_now);
        }

        ReadOutput(output);
        return steps;
    }

    /// <summary>Goes to the state of an input and its label, and learns that it follows the previous state.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">The output to learn, <see cref="OutputWords"/> words; unused bits of the last word are ignored.</param>
    /// <remarks>Without a previous state, learns that the state follows itself, like <see cref="Learn"/>.</remarks>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">The machine is full. Nothing is changed.</exception>
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
    /// Goes to the state of an input that came as pleasure: learns to repeat the previous output when this input follows the previous
    /// state.
    /// </summary>
    /// <param name="input">The input that the previous output led to, as for <see cref="Step"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no previous output, or the machine is full. Nothing is changed.
    /// </exception>
    public void StepWithPleasure(ReadOnlySpan<ulong> input) => StepWithReward(input, Architecture.PleasureNeuron);

    /// <summary>
    /// Goes to the state of an input that came as pain: learns the inverse of the previous output when this input follows the previous
    /// state.
    /// </summary>
    /// <inheritdoc cref="StepWithPleasure"/>
    public void StepWithPain(ReadOnlySpan<ulong> input) => StepWithReward(input, Architecture.PainNeuron);

    /// <summary>Learns an example unsequenced. The state is neither used nor changed.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">The output to learn, as for <see cref="StepWithLabel"/>.</param>
    /// <exception cref="ArgumentException">A pattern has another length. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">The machine is full. Nothing is changed.</exception>
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

    /// <summary>Forgets an example learned with <see cref="Learn"/>: the machine is then as if it had been learned once less.</summary>
    /// <param name="input">The input, as for <see cref="Step"/>.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <returns>Whether it was learned with <see cref="Learn"/>. If not, nothing is changed.</returns>
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

    /// <summary>Learns examples unsequenced: the same as <see cref="Learn"/> for each, in any order.</summary>
    /// <param name="inputs">The inputs, one after the other, <see cref="InputWords"/> words each.</param>
    /// <param name="labels">Their labels, one after the other, <see cref="OutputWords"/> words each.</param>
    /// <exception cref="ArgumentException">
    /// The inputs are not whole, or there are not as many labels. Nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There would be more than 134,217,728 lessons: nothing is changed. Or there is no room for another address: the
    /// examples before it stay learned.
    /// </exception>
    public void LearnBatch(ReadOnlySpan<ulong> inputs, ReadOnlySpan<ulong> labels)
    {
        int count = CountOf(inputs, labels);
        for (int i = 0; i < count; i++)
        {
            Learn(inputs.Slice(i * InputWords, InputWords), labels.Slice(i * OutputWords, OutputWords));
        }
    }

    /// <summary>Resets, then learns examples as one sequence: the same as <see cref="StepWithLabel"/> for each, in order.</summary>
    /// <param name="inputs">The inputs, one after the other, <see cref="InputWords"/> words each.</param>
    /// <param name="labels">Their labels, one after the other, <see cref="OutputWords"/> words each.</param>
    /// <remarks>The machine ends in the state of the last example.</remarks>
    /// <exception cref="ArgumentException">
    /// The inputs are not whole, or there are not as many labels. Nothing is changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There would be more than 134,217,728 lessons: nothing is changed. Or there is no room for another address: the
    /// examples before it stay learned.
    /// </exception>
    public void LearnSequence(ReadOnlySpan<ulong> inputs, ReadOnlySpan<ulong> labels)
    {
        int count = CountOf(inputs, labels);
        Reset();
        for (int i = 0; i < count; i++)
        {
            StepWithLabel(inputs.Slice(i * InputWords, InputWords), labels.Slice(i * OutputWords, OutputWords));
        }
    }

    private void StepWithReward(ReadOnlySpan<ulong> input, int control)
    {
        ThrowIfWrongInput(input);
        ThrowIfFull();
        if (!HasState)
        {
            throw new InvalidOperationException(
                "There is no previous output: the machine has made no step since its creation or reset. Recall once first.");
        }

        WriteIcon(_now, input);
        for (int output = Architecture.FirstOutput; output < Architecture.LabelNeuron; output++)
        {
            _now[output] = _past[output] ^ (control == Architecture.PainNeuron);
        }

        LearnStep(control);
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
