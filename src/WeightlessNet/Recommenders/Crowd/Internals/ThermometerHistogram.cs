using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>
/// Weights in bins, and the thermometer level of each bin, such that every level holds about the same weight. The levels are a function of
/// the weights alone, so they follow every added and removed weight without a refit.
/// </summary>
internal sealed class ThermometerHistogram
{
    private readonly long[] _weights;
    private readonly byte[] _levels;
    private readonly double[] _occupied;
    private readonly int[] _binOf;
    private readonly int[] _cuts;
    private long _total;

    public ThermometerHistogram(int bins, int levels)
    {
        _weights = new long[bins];
        _levels = new byte[bins];
        _occupied = new double[bins];
        _binOf = new int[bins];
        _cuts = new int[levels];
        IsStale = true;
    }

    /// <summary>Whether weights have changed since the levels were last read.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The level of each bin, 0 to the number of thresholds. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Levels
    {
        get
        {
            if (IsStale)
            {
                Cut();
            }

            return _levels;
        }
    }

    public void Add(int bin, long weight)
    {
        _weights[bin] += weight;
        _total += weight;
        IsStale = true;
    }

    public void Clear()
    {
        Array.Clear(_weights);
        _total = 0;
        IsStale = true;
    }

    // A threshold lies above the lower one of the two bins between which it falls. Without any weight the bins are cut evenly.
    private void Cut()
    {
        int occupied = 0;
        for (int bin = 0; bin < _weights.Length; bin++)
        {
            if (_weights[bin] > 0 || _total == 0)
            {
                _binOf[occupied] = bin;
                _occupied[occupied++] = Math.Max(1, _weights[bin]);
            }
        }

        QuantileCuts.Choose(_occupied.AsSpan(0, occupied), _cuts);
        int level = 0;
        for (int bin = 0; bin < _weights.Length; bin++)
        {
            while (level < _cuts.Length && _binOf[_cuts[level]] < bin)
            {
                level++;
            }

            _levels[bin] = (byte)level;
        }

        IsStale = false;
    }
}
