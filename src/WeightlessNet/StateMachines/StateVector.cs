using WeightlessNet.Bits;

namespace WeightlessNet.StateMachines;

/// <summary>One bit for each neuron of a machine: whether it fires.</summary>
internal sealed class StateVector
{
    private readonly ulong[] _words;

    public StateVector(int neuronCount) => _words = new ulong[BitSlice.WordCount(neuronCount)];

    public bool this[int neuron]
    {
        get => ((_words[neuron >> 6] >> (neuron & 63)) & 1) != 0;
        set
        {
            ulong bit = 1UL << (neuron & 63);
            _words[neuron >> 6] = value ? _words[neuron >> 6] | bit : _words[neuron >> 6] & ~bit;
        }
    }

    /// <summary>The bits, 64 in a word; those above the last neuron are 0.</summary>
    public Span<ulong> Words => _words;

    public void Clear() => Array.Clear(_words);

    public void CopyFrom(StateVector other) => other._words.CopyTo(_words.AsSpan());

    public bool SameAs(StateVector other) => _words.AsSpan().SequenceEqual(other._words);

    /// <summary>Sets consecutive neurons to the bits of a packed pattern.</summary>
    public void Write(int first, ReadOnlySpan<ulong> pattern, int count)
    {
        for (int i = 0; i < count; i++)
        {
            this[first + i] = ((pattern[i >> 6] >> (i & 63)) & 1) != 0;
        }
    }

    /// <summary>Packs the bits of consecutive neurons into a pattern and clears its other bits.</summary>
    public void Read(int first, int count, Span<ulong> pattern)
    {
        pattern.Clear();
        for (int i = 0; i < count; i++)
        {
            pattern[i >> 6] |= (this[first + i] ? 1UL : 0) << (i & 63);
        }
    }
}
