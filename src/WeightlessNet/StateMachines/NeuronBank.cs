using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.StateMachines;

/// <summary>
/// The memory of the neurons of one group: a table of the addresses they have learned, with how each neuron was taught to fire there.
/// docs/state-machines.md defines the rules of recall.
/// </summary>
/// <remarks>Holds scratch memory: not safe for concurrent use.</remarks>
internal sealed partial class NeuronBank
{
    /// <summary>The weight of a connection that fully decides whether a neuron fires.</summary>
    public const int MaximumWeight = (1 << WeightBits) - 1;

    private const int WeightBits = 8;

    private readonly NeuronGroup _group;
    private readonly ulong _seed;
    private readonly int _words;
    private readonly int _connections;
    private readonly AddressTable _table;

    // Counts over all lessons, from which weights are computed: lessons, lessons with each connection on, with each neuron firing, and
    // with both.
    private readonly int[] _on;
    private readonly int[] _fired;
    private readonly int[] _firedAndOn;
    private int _lessons;

    // Bit plane j holds bit j of the weights of all connections of a neuron, so that a weighted distance takes eight popcounts per word.
    private readonly ulong[] _weightPlanes;
    private readonly bool[] _weightsAreFresh;

    private readonly ulong[] _all;
    private readonly ulong[] _inputsOnly;
    private readonly ulong[] _address;
    private readonly int[] _firing;
    private readonly int[] _votes;
    private readonly int[] _nearVotes;

    public NeuronBank(NeuronGroup group, ulong seed, int longestArray)
    {
        _group = group;
        _seed = seed;
        _connections = group.Inputs.Length + group.Neighbors.Length;
        _words = BitSlice.WordCount(_connections);
        int neurons = group.Neurons.Length;
        _table = new AddressTable(_words, neurons, longestArray);
        _on = new int[_connections];
        _fired = new int[neurons];
        _firedAndOn = new int[neurons * _connections];
        _weightPlanes = new ulong[neurons * WeightBits * _words];
        _weightsAreFresh = new bool[neurons];
        _all = new ulong[_words];
        _inputsOnly = new ulong[_words];
        new BitSlice(_all, 0, _connections).SetFirst(_connections);
        new BitSlice(_inputsOnly, 0, _connections).SetFirst(group.Inputs.Length);
        _address = new ulong[_words];
        _firing = new int[neurons];
        _votes = new int[neurons];
        _nearVotes = new int[neurons];
    }

    public AddressTable Table => _table;

    public NeuronGroup Group => _group;

    /// <summary>Whether an array can hold the counts of all connections of a group.</summary>
    public static bool Fits(NeuronGroup group)
    {
        // The bit planes are shorter: at most a quarter as long, or 8 words for each of up to 2^20 neurons.
        long connections = (long)group.Inputs.Length + group.Neighbors.Length;
        return group.Neurons.Length * connections <= Array.MaxLength;
    }

    /// <summary>Learns a lesson: to fire, at the address given by the two states, as in the current state.</summary>
    public void Learn(StateVector now, StateVector past)
    {
        ReadLesson(now, past);
        _table.Add(_address, _firing);
        Count(_address, 1, _firing, 1);
    }

    /// <summary>Subtracts a lesson that was learned.</summary>
    public void Forget(StateVector now, StateVector past)
    {
        ReadLesson(now, past);
        _table.Remove(_address, _firing);
        Count(_address, 1, _firing, -1);
    }

    /// <summary>Computes which neurons of the group fire.</summary>
    /// <param name="now">The current state: inputs are read from it, and the neurons are written to it.</param>
    /// <param name="past">The previous state; null if there is none, and then neighbors are left out of all comparisons.</param>
    /// <param name="rules">For each neuron of the machine, the rule that decided; only those of the group are written.</param>
    public void Recall(StateVector now, StateVector? past, Span<FiringRule> rules)
    {
        ReadAddress(now, past);
        ulong[] compared = past is null ? _inputsOnly : _all;
        int exact = VoteExactly(past is null);
        int near = -1;
        for (int i = 0; i < _firing.Length; i++)
        {
            FiringRule rule = FiringRule.Exact;
            if (!Decides(_votes[i], exact, out bool fires) && !DecidesByWeight(i, compared, out fires, out rule))
            {
                near = near < 0 ? VoteByHamming(compared) : near;
                rule = FiringRule.Hamming;
                if (!Decides(_nearVotes[i], near, out fires))
                {
                    fires = Draw(_group.Neurons[i]);
                    rule = FiringRule.Tie;
                }
            }

            now[_group.Neurons[i]] = fires;
            rules[_group.Neurons[i]] = rule;
        }
    }

    /// <summary>The weight of a connection in the discriminative distance of a neuron.</summary>
    /// <param name="index">The position of the neuron in its group.</param>
    /// <param name="connection">The position of the connection in the address.</param>
    public int WeightOf(int index, int connection)
    {
        // The difference between the firing rates with the connection on and off, each by the rule of succession (k + 1) / (n + 2).
        long on = _on[connection] + 2L;
        long off = _lessons - _on[connection] + 2L;
        long firedOn = _firedAndOn[(index * _connections) + connection];
        long firedOff = _fired[index] - firedOn;
        return (int)(MaximumWeight * Math.Abs(((firedOn + 1) * off) - ((firedOff + 1) * on)) / (on * off));
    }

    private static bool Decides(int votes, int lessons, out bool fires)
    {
        fires = 2L * votes > lessons;
        return 2L * votes != lessons;
    }

    private int VoteExactly(bool inputsOnly)
    {
        Array.Clear(_votes);
        if (!inputsOnly)
        {
            int row = _table.IndexOf(_address);
            if (row < 0)
            {
                return 0;
            }

            _table.FiresAt(row).CopyTo(_votes);
            return _table.LessonsAt(row);
        }

        int lessons = 0;
        for (int row = 0; row < _table.RowCount; row++)
        {
            if (HammingDistance(_table.AddressAt(row), _inputsOnly) == 0)
            {
                lessons += AddVotes(row, _votes);
            }
        }

        return lessons;
    }

    private int VoteByHamming(ulong[] compared)
    {
        Array.Clear(_nearVotes);
        int nearest = int.MaxValue;
        int lessons = 0;
        for (int row = 0; row < _table.RowCount; row++)
        {
            int distance = HammingDistance(_table.AddressAt(row), compared);
            if (distance < nearest)
            {
                nearest = distance;
                lessons = 0;
                Array.Clear(_nearVotes);
            }

            if (distance == nearest)
            {
                lessons += AddVotes(row, _nearVotes);
            }
        }

        return lessons;
    }

    private bool DecidesByWeight(int index, ulong[] compared, out bool fires, out FiringRule rule)
    {
        rule = FiringRule.Discriminative;
        ReadOnlySpan<ulong> planes = WeightPlanesOf(index);
        long nearest = long.MaxValue;
        int lessons = 0;
        int votes = 0;
        for (int row = 0; row < _table.RowCount; row++)
        {
            ReadOnlySpan<ulong> address = _table.AddressAt(row);
            long distance = 0;
            for (int word = 0; word < address.Length; word++)
            {
                ulong difference = (address[word] ^ _address[word]) & compared[word];
                ReadOnlySpan<ulong> plane = planes.Slice(word * WeightBits, WeightBits);
                for (int bit = 0; bit < plane.Length; bit++)
                {
                    distance += (long)BitOperations.PopCount(difference & plane[bit]) << bit;
                }
            }

            if (distance < nearest)
            {
                nearest = distance;
                lessons = 0;
                votes = 0;
            }

            if (distance == nearest)
            {
                lessons += _table.LessonsAt(row);
                votes += _table.FiresAt(row)[index];
            }
        }

        return Decides(votes, lessons, out fires);
    }

    // A function of the seed, the neuron and the address only, not of earlier recalls.
    private bool Draw(int neuron)
    {
        SplitMix64 random = new(_seed ^ (ulong)neuron);
        foreach (ulong word in _address)
        {
            random = new SplitMix64(random.Next() ^ word);
        }

        return random.Next() >> 63 != 0;
    }

    private int AddVotes(int row, int[] votes)
    {
        ReadOnlySpan<int> fires = _table.FiresAt(row);
        for (int i = 0; i < fires.Length; i++)
        {
            votes[i] += fires[i];
        }

        return _table.LessonsAt(row);
    }

    private int HammingDistance(ReadOnlySpan<ulong> address, ulong[] compared)
    {
        int distance = 0;
        for (int word = 0; word < address.Length; word++)
        {
            distance += BitOperations.PopCount((address[word] ^ _address[word]) & compared[word]);
        }

        return distance;
    }

    private ReadOnlySpan<ulong> WeightPlanesOf(int index)
    {
        Span<ulong> planes = _weightPlanes.AsSpan(index * WeightBits * _words, WeightBits * _words);
        if (!_weightsAreFresh[index])
        {
            planes.Clear();
            for (int connection = 0; connection < _connections; connection++)
            {
                int weight = WeightOf(index, connection);
                for (int bit = 0; bit < WeightBits; bit++)
                {
                    planes[((connection >> 6) * WeightBits) + bit] |= (ulong)((weight >> bit) & 1) << (connection & 63);
                }
            }

            _weightsAreFresh[index] = true;
        }

        return planes;
    }

    private void ReadLesson(StateVector now, StateVector past)
    {
        ReadAddress(now, past);
        for (int i = 0; i < _firing.Length; i++)
        {
            _firing[i] = now[_group.Neurons[i]] ? 1 : 0;
        }
    }

    private void ReadAddress(StateVector now, StateVector? past)
    {
        Array.Clear(_address);
        int connection = 0;
        foreach (int input in _group.Inputs)
        {
            _address[connection >> 6] |= (now[input] ? 1UL : 0) << (connection & 63);
            connection++;
        }

        foreach (int neighbor in past is null ? [] : _group.Neighbors)
        {
            _address[connection >> 6] |= (past![neighbor] ? 1UL : 0) << (connection & 63);
            connection++;
        }
    }

    // Adds lessons at an address to the counts, or subtracts them if the sign is -1.
    private void Count(ReadOnlySpan<ulong> address, int lessons, ReadOnlySpan<int> fires, int sign)
    {
        _lessons += sign * lessons;
        for (int i = 0; i < fires.Length; i++)
        {
            _fired[i] += sign * fires[i];
        }

        for (int word = 0; word < address.Length; word++)
        {
            for (ulong left = address[word]; left != 0; left &= left - 1)
            {
                int connection = (word << 6) + BitOperations.TrailingZeroCount(left);
                _on[connection] += sign * lessons;
                for (int i = 0; i < fires.Length; i++)
                {
                    _firedAndOn[(i * _connections) + connection] += sign * fires[i];
                }
            }
        }

        Array.Clear(_weightsAreFresh);
    }
}
