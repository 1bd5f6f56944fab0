using System.Numerics.Tensors;
using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks.Internals;

/// <summary>One user's multi-layer perceptron: bits in, one hidden layer of rectified linear units, one linear output.</summary>
/// <remarks>
/// <para>
/// As inputs are bits, the hidden layer's sums are the sums of the weight rows of the inputs that are on. All sums run element by element
/// in a fixed order without fused steps, so every machine and vector width rounds alike.
/// </para>
/// <para>
/// The output weights start at zero: an untrained network answers exactly 0. Not safe for concurrent use; its owner locks.
/// </para>
/// </remarks>
internal sealed class WeightedNetworkModel
{
    // The first hidden weights are uniform between plus and minus this value divided by the square root of the number of inputs.
    private const double Spread = 1.5;

    // Targets lie within one range of the scale around 0. A larger error than this means that the network diverges; it is clamped.
    private const float MaximumError = 2;

    // Targets are at most 1 and steps never overshoot, so weights stay near 1. With this limit no sum overflows.
    private const float LargestWeight = 1e9f;

    private readonly int _units;
    private readonly float[] _hiddenWeights;
    private readonly float[] _outputWeights;
    private SplitMix64 _random;

    public WeightedNetworkModel(int inputs, int units, ulong seed, int user)
    {
        _units = units;
        _hiddenWeights = new float[inputs * units];
        _outputWeights = new float[units];

        // The seed's sequence, from a different place for every user.
        _random = new SplitMix64(new SplitMix64(seed).Next() ^ new SplitMix64((ulong)user).Next());
        double spread = Spread / Math.Sqrt(inputs);
        for (int weight = 0; weight < _hiddenWeights.Length; weight++)
        {
            _hiddenWeights[weight] = (float)(spread * ((2 * _random.NextDouble()) - 1));
        }
    }

    private WeightedNetworkModel(int units, SplitMix64 random, float[] hiddenWeights, float[] outputWeights)
    {
        _units = units;
        _random = random;
        _hiddenWeights = hiddenWeights;
        _outputWeights = outputWeights;
    }

    /// <summary>The version of the crowd for which <see cref="Level"/> was computed, or -1.</summary>
    public long LevelVersion { get; set; } = -1;

    /// <summary>How far the user rates above the crowd, in units of the scale.</summary>
    public double Level { get; set; }

    /// <summary>The user's own generator, which continues from one training to the next.</summary>
    public ref SplitMix64 Random => ref _random;

    /// <summary>The network's answer.</summary>
    /// <param name="active">The inputs that are on, starting with the one that always is.</param>
    /// <param name="hidden">Where the hidden units' outputs are written; one for each hidden unit.</param>
    public float Respond(ReadOnlySpan<int> active, Span<float> hidden)
    {
        RowOf(active[0]).CopyTo(hidden);
        foreach (int input in active[1..])
        {
            TensorPrimitives.Add(hidden, RowOf(input), hidden);
        }

        float answer = 0;
        for (int unit = 0; unit < hidden.Length; unit++)
        {
            float output = hidden[unit] > 0 ? hidden[unit] : 0;
            hidden[unit] = output;
            answer += output * _outputWeights[unit];
        }

        return answer;
    }

    /// <summary>Trains once on each of the examples in a new random order.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="rate">The learning rate, above 0.</param>
    /// <param name="decay">The part by which every weight shrinks for each example, divided by <paramref name="rate"/>.</param>
    public void Train(WeightedNetworkExamples examples, float rate, float decay)
    {
        Span<float> hidden = stackalloc float[_units];
        Span<float> change = stackalloc float[_units];
        _random.Shuffle(examples.Order);
        foreach (int example in examples.Order)
        {
            Step(examples.ActiveOf(example), examples.TargetOf(example), rate, hidden, change);
        }

        float kept = 1 - (rate * decay * examples.Count);
        kept = kept > 0 ? kept : 0;
        TensorPrimitives.Multiply(_hiddenWeights, kept, _hiddenWeights);
        TensorPrimitives.Multiply(_outputWeights, kept, _outputWeights);
    }

    // The state of the generator, u64; the weights from input 0 to each hidden unit, from input 1 ..., f32 each; those of the hidden units
    // to the output, f32 each. The level follows from the ratings.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.Write(_random.State);
        writer.Write(_hiddenWeights);
        writer.Write(_outputWeights);
    }

    public static WeightedNetworkModel Read(SnapshotReader reader, int inputs, int units) => new(
        units,
        new SplitMix64(reader.Read<ulong>()),
        reader.ReadSingles((long)inputs * units, LargestWeight),
        reader.ReadSingles(units, LargestWeight));

    // One step of gradient descent. It is shortened where it would overshoot the target, as in normalized least mean squares, so that the
    // weights do not diverge at any rate or number of inputs.
    private void Step(ReadOnlySpan<int> active, float target, float rate, Span<float> hidden, Span<float> change)
    {
        float error = Respond(active, hidden) - target;
        error = error > MaximumError ? MaximumError : error < -MaximumError ? -MaximumError : error;
        float steepness = 0;
        for (int unit = 0; unit < hidden.Length; unit++)
        {
            float slope = hidden[unit] > 0 ? _outputWeights[unit] : 0;
            change[unit] = slope;
            steepness += (hidden[unit] * hidden[unit]) + (slope * slope * active.Length);
        }

        float length = rate * steepness > 1 ? 1 / steepness : rate;
        float step = -length * error;
        TensorPrimitives.Multiply(change, step, change);
        foreach (int input in active)
        {
            Span<float> row = RowOf(input);
            TensorPrimitives.Add(row, change, row);
        }

        TensorPrimitives.Multiply(hidden, step, hidden);
        TensorPrimitives.Add(_outputWeights, hidden, _outputWeights);
    }

    private Span<float> RowOf(int input) => _hiddenWeights.AsSpan(input * _units, _units);
}
