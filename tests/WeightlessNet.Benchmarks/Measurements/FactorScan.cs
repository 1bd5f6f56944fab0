using System.Numerics.Tensors;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// What ranking costs where a model has 64 factors: a dot product of floats for each item, and the best kept in a heap. The numbers are
/// random, as the time does not depend on them.
/// </summary>
internal sealed class FactorScan
{
    private const int Factors = 64;

    private readonly float[] _items;
    private readonly float[] _user = new float[Factors];
    private readonly PriorityQueue<int, float> _best = new();
    private readonly ScoredItem[] _top;

    public FactorScan(int items, int top)
    {
        SplitMix64 random = new(3);
        _items = new float[items * Factors];
        _top = new ScoredItem[top];
        foreach (ref float factor in _items.AsSpan())
        {
            factor = (float)random.NextDouble() - 0.5f;
        }

        foreach (ref float factor in _user.AsSpan())
        {
            factor = (float)random.NextDouble() - 0.5f;
        }
    }

    /// <summary>The best items, best first.</summary>
    public ReadOnlySpan<ScoredItem> Rank()
    {
        float least = float.NegativeInfinity;
        for (int item = 0, at = 0; at < _items.Length; item++, at += Factors)
        {
            float score = TensorPrimitives.Dot(_user, _items.AsSpan(at, Factors));
            if (score > least)
            {
                if (_best.Count < _top.Length)
                {
                    _best.Enqueue(item, score);
                }
                else
                {
                    _best.EnqueueDequeue(item, score);
                }

                if (_best.Count == _top.Length)
                {
                    _best.TryPeek(out _, out least);
                }
            }
        }

        int count = _best.Count;
        for (int left = count; left > 0; left--)
        {
            _best.TryDequeue(out int item, out float score);
            _top[left - 1] = new ScoredItem(item, score);
        }

        return _top.AsSpan(0, count);
    }
}
