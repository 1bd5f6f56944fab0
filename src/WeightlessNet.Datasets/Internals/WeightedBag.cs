using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Draws positions without replacement, each with a probability proportional to its weight.</summary>
/// <remarks>
/// A binary indexed tree (Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994) over integers, so that sums stay exact
/// when positions are removed.
/// </remarks>
internal sealed class WeightedBag
{
    // The integer weight of the most probable position. A million of them still sum to an integer that a double represents exactly.
    private const double Resolution = 1L << 32;

    private readonly long[] _weights;
    private readonly long[] _tree;
    private long _total;

    /// <summary>Fills the bag.</summary>
    /// <param name="weights">The weights, 0 or more; a position of weight 0 is never drawn.</param>
    public WeightedBag(ReadOnlySpan<double> weights)
    {
        double largest = 0;
        foreach (double weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        _weights = new long[weights.Length];
        _tree = new long[weights.Length + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            _weights[i] = weights[i] > 0 ? 1 + (long)(weights[i] / largest * Resolution) : 0;
            _total += _weights[i];
            _tree[i + 1] += _weights[i];
            int parent = i + 1 + ((i + 1) & -(i + 1));
            if (parent < _tree.Length)
            {
                _tree[parent] += _tree[i + 1];
            }
        }
    }

    /// <summary>Draws and removes one position. At least one with a weight above 0 must be left.</summary>
    public int Take(ref SplitMix64 random)
    {
        if (_total == 0)
        {
            throw new InvalidOperationException("The bag is empty.");
        }

        long left = (long)(random.NextDouble() * _total);
        int position = 0;
        for (int step = (int)BitOperations.RoundUpToPowerOf2((uint)_tree.Length); step > 0; step >>= 1)
        {
            if (position + step < _tree.Length && _tree[position + step] <= left)
            {
                position += step;
                left -= _tree[position];
            }
        }

        Remove(position);
        return position;
    }

    private void Remove(int position)
    {
        long weight = _weights[position];
        _weights[position] = 0;
        _total -= weight;
        for (int node = position + 1; node < _tree.Length; node += node & -node)
        {
            _tree[node] -= weight;
        }
    }
}
