using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Draws positions without putting them back, each with the likelihood of its weight among those left.</summary>
/// <remarks>
/// A binary indexed tree (Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994) over whole numbers, so that sums stay
/// exact as positions are taken out.
/// </remarks>
internal sealed class WeightedBag
{
    // The weight of the likeliest position: a million of them still add up to a whole number that a double holds exactly.
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

    /// <summary>Takes one position out. There must be one left whose weight is not 0.</summary>
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
